package kepu.command;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import kepu.bench.FeedCost;
import kepu.bench.Growth;
import kepu.bench.Report;
import kepu.bench.SharedFeedBench;
import kepu.bench.load.Generator;
import kepu.bench.serve.FeedServing;
import kepu.bench.serve.Populace;
import kepu.bench.serve.RedisProgram;
import kepu.config.Redis;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench feed}. */
@Command(
        name = "feed",
        mixinStandardHelpOptions = true,
        description =
                "feeds over HTTP, warm and cold, beside a bare server with the same bytes, and through Redis beside one GET; Linux only")
public final class FeedBenchCommand implements Callable<Integer> {
    private static final int WARM_UP_ROUNDS = 4;
    private static final int SECONDS_IN_PROCESS = 2;
    private static final int LISTS = 10_000;
    /** Requests to Redis on each event loop. */
    private static final int IN_FLIGHT = 32;

    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Mixin
    private final ServingOptions options = new ServingOptions();

    private final Elapsed elapsed = new Elapsed();

    @Option(
            names = "--residents",
            defaultValue = "100000",
            description = "each of whom asks (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(
            names = "--warm",
            paramLabel = "RESIDENTS",
            defaultValue = "2000",
            description = "who look again and again (default: ${DEFAULT-VALUE})")
    private int warm;

    @Option(
            names = "--in-process",
            description = "instead: processor time and allocation of one cold feed and of its parts, without HTTP")
    private boolean inProcess;

    @Option(
            names = "--growth",
            split = ",",
            paramLabel = "RESIDENTS",
            description =
                    "instead: a cold feed in process in populations of so many, such as 30000,300000,3000000, and the memory of each")
    private List<Integer> growth = List.of();

    @Override
    public Integer call() throws Exception {
        if (inProcess) {
            FeedCost.measure(new FeedCost.Effort(WARM_UP_ROUNDS, options.rounds(), SECONDS_IN_PROCESS), this::say);
            return 0;
        }
        if (!growth.isEmpty()) {
            Growth.Size size = new Growth.Size(growth, options.items(), options.history(), options.rounds(), LISTS);
            Workbench.tell(Growth.run(size, line -> elapsed.say(console.err(), line)), "feed-growth", console);
            return 0;
        }
        Consumer<String> progress = line -> elapsed.say(console.err(), line);
        Populace.Size people = new Populace.Size(residents, options.items(), options.history(), options.seed());
        try (Workbench bench = new Workbench("feed");
                Generator generator = Generator.here(progress);
                Populace populace =
                        Populace.make(bench.data(), people, setting.config(Map.of("database.url", "")), progress)) {
            FeedServing.Size size =
                    new FeedServing.Size(Math.min(warm, residents), options.alternating(), options.heap());
            Report report = FeedServing.run(size, populace, generator, bench.data(), progress);
            Workbench.tell(report.and(shared(bench, progress)), "feed", console);
            return 0;
        }
    }

    /** Through the Redis that is configured, or one of its own. */
    private Report shared(Workbench bench, Consumer<String> progress) throws IOException {
        SharedFeedBench.Size size = new SharedFeedBench.Size(
                options.items(),
                Math.min(warm, residents),
                IN_FLIGHT,
                options.alternating().warmUp(),
                options.rounds(),
                options.alternating().effort().seconds() * 1_000);
        Redis configured = setting.config().redis();
        if (configured.servers() != Redis.Servers.NONE) {
            return SharedFeedBench.run(size, configured, progress);
        }
        Optional<RedisProgram> own = RedisProgram.start(bench.data().resolve("redis"));
        if (own.isEmpty()) {
            return new Report(List.of(), List.of("There is no Redis here: feeds through one were not measured."));
        }
        try (RedisProgram redis = own.get()) {
            return SharedFeedBench.run(size, redis.config(), progress);
        }
    }

    private void say(FeedCost cost) {
        console.out()
                .println(String.format(
                        Locale.ROOT,
                        "benchmark=%s cpu_us=%.1f alloc_bytes=%.0f",
                        cost.benchmark(),
                        cost.micros(),
                        cost.bytes()));
    }
}
