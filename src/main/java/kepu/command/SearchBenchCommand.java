package kepu.command;

import java.util.Map;
import java.util.concurrent.Callable;
import kepu.bench.SearchBench;
import kepu.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench search}. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        description =
                "search over HTTP beside the same Lucene query in process, suggestions, and the size of the index")
public final class SearchBenchCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Option(names = "--items", defaultValue = "100000", description = "in the index (default: ${DEFAULT-VALUE})")
    private int items;

    @Option(names = "--rounds", defaultValue = "5", description = "alternating (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "10", description = "a turn (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Option(names = "--seed", defaultValue = "5109", description = "of the items (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws Exception {
        try (Workbench workbench = new Workbench("search")) {
            Config config = setting.config(Map.of(
                    "database.url", "",
                    "redis.url", "",
                    "data", workbench.data().toString(),
                    "http.port", 0,
                    "http.guestRequestsPerMinute", 1_000_000,
                    "management.port", 0,
                    "search.similarItems", 0,
                    // what is measured is finding
                    "search.keptQuestions", 0,
                    "questions.items", 0));
            SearchBench.Size size = new SearchBench.Size(items, rounds, seconds, seed);
            try (SearchBench bench = new SearchBench(size, config, console.err()::println)) {
                Workbench.tell(bench.run(), "search", console);
            }
        }
        return 0;
    }
}
