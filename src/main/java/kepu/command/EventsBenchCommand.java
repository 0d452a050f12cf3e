package kepu.command;

import java.util.concurrent.Callable;
import kepu.bench.city.EventsBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench events}. The exit code is 0 only when every acknowledged event is in the database. */
@Command(
        name = "events",
        mixinStandardHelpOptions = true,
        description = "events over HTTP, acknowledged when durable, beside COPY of the same rows; Linux only")
public final class EventsBenchCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Option(names = "--residents", defaultValue = "2000", description = "who report (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(names = "--requests", defaultValue = "20000", description = "in a round (default: ${DEFAULT-VALUE})")
    private int requests;

    @Option(names = "--batch", defaultValue = "20", description = "events in a request (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(
            names = "--connections",
            defaultValue = "128",
            description = "each with a request under way (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--rounds", defaultValue = "5", description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--heap", defaultValue = "1g", description = "of the node (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(names = "--java", defaultValue = "", description = "more options for the node's Java")
    private String options = "";

    @Option(names = "--seed", defaultValue = "5109", description = "of the residents (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws Exception {
        EventsBench.Size size = new EventsBench.Size(residents, requests, batch, connections, rounds, heap, seed);
        try (Workbench bench = new Workbench("events")) {
            EventsBench.Result result = EventsBench.run(
                    size, bench.data(), Setting.home().resolve("content"), options, console.err()::println);
            Workbench.tell(result.report(), "events", console);
            console.out().println(result.isRight() ? "what was acknowledged is there" : "WRONG: " + result.faults());
            return result.isRight() ? 0 : 1;
        }
    }
}
