package kepu.command;

import java.util.concurrent.Callable;
import kepu.bench.fanout.FanoutBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench fanout}. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description =
                "one publication to many live lines, beside nginx with nchan, and the memory of idle lines; Linux only")
public final class FanoutBenchCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    private final long start = System.nanoTime();

    @Option(
            names = "--clients",
            defaultValue = "20000",
            description = "lines that are told (default: ${DEFAULT-VALUE})")
    private int clients;

    @Option(names = "--warm-up", defaultValue = "30", description = "rounds before (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--rounds", defaultValue = "30", description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--idle",
            defaultValue = "100000",
            description = "lines that only wait; 0: none (default: ${DEFAULT-VALUE})")
    private int idle;

    @Option(names = "--heap", defaultValue = "1g", description = "of each node (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Override
    public Integer call() throws Exception {
        try (Workbench bench = new Workbench("fanout")) {
            // what nginx's workers write, they write as another user
            bench.data().toFile().setExecutable(true, false);
            FanoutBench.Size size = new FanoutBench.Size(clients, warmUp, rounds, idle, heap);
            Workbench.tell(FanoutBench.run(size, bench.data(), this::say), "fanout", console);
            return 0;
        }
    }

    private void say(String progress) {
        console.err().printf("%4.0f s  %s%n", (System.nanoTime() - start) / 1e9, progress);
    }
}
