package kepu.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import kepu.bench.Report;
import kepu.bench.fanout.FanoutBench;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench fanout}. */
@Command(
        name = "fanout",
        mixinStandardHelpOptions = true,
        description =
                "one publication to many live lines, beside nginx with nchan, and the memory of idle lines; Linux only")
public final class FanoutBenchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

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
        PrintWriter out = spec.commandLine().getOut();
        Path target = Files.createDirectories(Setting.home().toAbsolutePath().resolve("target/bench"));
        Path folder = Files.createTempDirectory(target, "fanout-data");
        // what nginx's workers write, they write as another user
        folder.toFile().setExecutable(true, false);
        try {
            FanoutBench.Size size = new FanoutBench.Size(clients, warmUp, rounds, idle, heap);
            Report report = FanoutBench.run(size, folder, this::say);
            report.print(out);
            report.write(target.resolve("fanout.json"));
            return 0;
        } finally {
            delete(folder);
        }
    }

    private void say(String progress) {
        spec.commandLine().getErr().printf("%4.0f s  %s%n", (System.nanoTime() - start) / 1e9, progress);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
