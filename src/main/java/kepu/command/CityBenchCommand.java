package kepu.command;

import java.time.Duration;
import java.util.concurrent.Callable;
import kepu.bench.city.City;
import kepu.bench.city.CityBench;
import kepu.bench.city.CityResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench city}. The exit code is 0 only when the service levels were held. */
@Command(
        name = "city",
        mixinStandardHelpOptions = true,
        description =
                "an evening in a city on one node: feeds opened at a fixed rate with all that comes of them, three campaigns and a bulletin; Linux only")
public final class CityBenchCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    private final long start = System.nanoTime();

    @Option(names = "--residents", defaultValue = "3000000", description = "of the city (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(
            names = "--history",
            defaultValue = "5",
            description = "items that each of them met before (default: ${DEFAULT-VALUE})")
    private int history;

    @Option(
            names = "--visitors",
            defaultValue = "300000",
            description = "who come in the evening (default: ${DEFAULT-VALUE})")
    private int visitors;

    @Option(names = "--feeds", defaultValue = "100000", description = "opened in a minute (default: ${DEFAULT-VALUE})")
    private int feeds;

    @Option(names = "--events", defaultValue = "5", description = "in a client's report (default: ${DEFAULT-VALUE})")
    private int events;

    @Option(names = "--minutes", defaultValue = "10", description = "of the evening (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = "seconds before, at a third of the rate (default: ${DEFAULT-VALUE})")
    private int warmUp;

    @Option(names = "--lines", defaultValue = "5000", description = "that listen (default: ${DEFAULT-VALUE})")
    private int lines;

    @Option(
            names = "--connections",
            defaultValue = "2048",
            description = "from which requests are sent (default: ${DEFAULT-VALUE})")
    private int connections;

    @Option(names = "--heap", defaultValue = "4g", description = "of the node (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(
            names = "--java",
            defaultValue = "-XX:MaxTenuringThreshold=1",
            description = "more options for the node's Java (default: ${DEFAULT-VALUE})")
    private String options = "";

    @Option(names = "--seed", defaultValue = "5109", description = "of the evening (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws Exception {
        int who = Math.min(visitors, residents);
        CityBench.Size size = new CityBench.Size(
                new City.Size(residents, history, who, seed),
                feeds,
                events,
                Duration.ofMillis((long) (minutes * 60_000)),
                Duration.ofSeconds(warmUp),
                Math.min(lines, who),
                connections,
                heap,
                options);
        try (Workbench bench = new Workbench("city")) {
            CityResult result = CityBench.run(size, bench.data(), Setting.home().resolve("content"), this::say);
            Workbench.tell(result.report(), "city", console);
            return result.faults().isEmpty() ? 0 : 1;
        }
    }

    private void say(String progress) {
        console.err().printf("%4.0f s  %s%n", (System.nanoTime() - start) / 1e9, progress);
    }
}
