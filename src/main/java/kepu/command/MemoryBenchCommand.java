package kepu.command;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import kepu.bench.ServingMemory;
import kepu.bench.load.Alternation;
import kepu.bench.load.Generator;
import kepu.bench.serve.MemoryServing;
import kepu.bench.serve.Populace;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench memory}. */
@Command(
        name = "memory",
        mixinStandardHelpOptions = true,
        description = "heap and resident memory of a node as residents come, and bytes for each; Linux only")
public final class MemoryBenchCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 64;
    private static final int SECONDS = 5;

    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    private final Elapsed elapsed = new Elapsed();

    @Option(names = "--items", defaultValue = "20000", description = "in the catalogue (default: ${DEFAULT-VALUE})")
    private int items;

    @Option(
            names = "--residents",
            split = ",",
            defaultValue = "30000,300000",
            description = "who have come, step by step (default: ${DEFAULT-VALUE})")
    private List<Integer> residents = List.of();

    @Option(
            names = "--history",
            defaultValue = "10",
            description = "items that each opened (default: ${DEFAULT-VALUE})")
    private int history;

    @Option(names = "--heap", defaultValue = "3g", description = "of the node (default: ${DEFAULT-VALUE})")
    private String heap = "";

    @Option(names = "--seed", defaultValue = "5109", description = "of all that is made up (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--in-process",
            description =
                    "instead: the heap of the parts of the serving state of the last of the residents, without a database")
    private boolean inProcess;

    @Override
    public Integer call() throws Exception {
        if (inProcess) {
            return ServingMemory.fork(new ServingMemory.Size(items, residents.getLast(), history));
        }
        Consumer<String> progress = line -> elapsed.say(console.err(), line);
        Populace.Size people = new Populace.Size(Collections.max(residents), items, history, seed);
        try (Workbench bench = new Workbench("memory");
                Generator generator = Generator.here(progress);
                Populace populace =
                        Populace.make(bench.data(), people, setting.config(Map.of("database.url", "")), progress)) {
            Alternation.Rounds rounds = new Alternation.Rounds(0, 1, new Generator.Effort(1, CONNECTIONS, SECONDS));
            MemoryServing.Size size = new MemoryServing.Size(residents, rounds, heap);
            Workbench.tell(MemoryServing.run(size, populace, generator, bench.data(), progress), "memory", console);
            return 0;
        }
    }
}
