package kepu.command;

import java.util.Map;
import java.util.concurrent.Callable;
import kepu.bench.ImportBench;
import kepu.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench import}. The exit code is 0 only when nothing was lost or doubled and every reprint was found. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = "import feeds with near-duplicates over HTTP, beside COPY of the same rows")
public final class ImportBenchCommand implements Callable<Integer> {
    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Option(names = "--entries", defaultValue = "10000", description = "in all feeds (default: ${DEFAULT-VALUE})")
    private int entries;

    @Option(
            names = "--reprints",
            defaultValue = "30",
            description = "per cent that are near-duplicates (default: ${DEFAULT-VALUE})")
    private int reprints;

    @Option(names = "--feeds", defaultValue = "20", description = "they come in (default: ${DEFAULT-VALUE})")
    private int feeds;

    @Option(names = "--chars", defaultValue = "800", description = "of a text (default: ${DEFAULT-VALUE})")
    private int chars;

    @Option(names = "--seed", defaultValue = "5109", description = "of the texts (default: ${DEFAULT-VALUE})")
    private long seed;

    @Override
    public Integer call() throws Exception {
        Config config = setting.config(Map.of("database.url", "", "sources.allowedNetworks", "127.0.0.0/8"));
        ImportBench.Size size = new ImportBench.Size(entries, reprints, feeds, chars, seed);
        try (Workbench workbench = new Workbench("import");
                ImportBench bench = new ImportBench(size, config, workbench.data())) {
            ImportBench.Result result = bench.run();
            Workbench.tell(result.report(), "import", console);
            console.out().println(result.isRight() ? "nothing lost, nothing doubled" : "WRONG: see above");
            return result.isRight() ? 0 : 1;
        }
    }
}
