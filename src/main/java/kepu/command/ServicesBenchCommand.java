package kepu.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import kepu.bench.ServicesBench;
import kepu.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench services}. The exit code is 0 only when the totals are the rows. */
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        description = "record and total services, beside COPY of the same rows")
public final class ServicesBenchCommand implements Callable<Integer> {
    private static final int ITEMS = 200;
    private static final int EACH = 10;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Setting setting;

    @Option(names = "--services", defaultValue = "30000000", description = "how many (default: ${DEFAULT-VALUE})")
    private long services;

    @Option(names = "--batch", defaultValue = "5000", description = "in one statement (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--rounds", defaultValue = "3", description = "parts of the run (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        Config config = setting.config(Map.of("database.url", "", "database.statementMillis", 600_000));
        Path target = Files.createDirectories(Setting.home().resolve("target/bench"));
        Path folder = Files.createTempDirectory(target, "services-data");
        int people = Math.toIntExact(Math.max(1, services / EACH));
        ServicesBench.Size size = new ServicesBench.Size(services, people, ITEMS, batch, rounds);
        try (ServicesBench bench = new ServicesBench(size, config, folder, out::println)) {
            ServicesBench.Result result = bench.run();
            result.report().print(out);
            result.report().write(target.resolve("services.json"));
            out.println(result.isRight() ? "the totals are the rows" : "WRONG: the totals are not the rows");
            return result.isRight() ? 0 : 1;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws java.io.IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        }
    }
}
