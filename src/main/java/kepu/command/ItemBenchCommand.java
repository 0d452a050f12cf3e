package kepu.command;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import kepu.bench.load.Generator;
import kepu.bench.serve.ItemServing;
import kepu.bench.serve.Populace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench item}. */
@Command(
        name = "item",
        mixinStandardHelpOptions = true,
        description =
                "items over HTTP, beside a bare server with the same bytes, and media by Range, beside nginx; Linux only")
public final class ItemBenchCommand implements Callable<Integer> {
    private static final int MEBIBYTE = 1 << 20;
    private static final int KIBIBYTE = 1 << 10;

    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Mixin
    private final ServingOptions options = new ServingOptions();

    private final Elapsed elapsed = new Elapsed();

    @Option(names = "--residents", defaultValue = "2000", description = "who ask (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(names = "--video", defaultValue = "64", description = "mebibytes of a video (default: ${DEFAULT-VALUE})")
    private int video;

    @Option(names = "--piece", defaultValue = "256", description = "kibibytes of one range (default: ${DEFAULT-VALUE})")
    private int piece;

    @Override
    public Integer call() throws Exception {
        Consumer<String> progress = line -> elapsed.say(console.err(), line);
        Populace.Size people = new Populace.Size(residents, options.items(), options.history(), options.seed());
        try (Workbench bench = new Workbench("item");
                Generator generator = Generator.here(progress);
                Populace populace =
                        Populace.make(bench.data(), people, setting.config(Map.of("database.url", "")), progress)) {
            ItemServing.Size size =
                    new ItemServing.Size(video * MEBIBYTE, piece * KIBIBYTE, options.alternating(), options.heap());
            Workbench.tell(ItemServing.run(size, populace, generator, bench.data(), progress), "item", console);
            return 0;
        }
    }
}
