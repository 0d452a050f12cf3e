package kepu.command;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import kepu.bench.ServicesBench;
import kepu.config.Config;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench services}. The exit code is 0 only when the totals are the rows. */
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        description = "record and total services, beside COPY of the same rows")
public final class ServicesBenchCommand implements Callable<Integer> {
    private static final int ITEMS = 200;
    private static final int EACH = 10;

    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Option(names = "--services", defaultValue = "30000000", description = "how many (default: ${DEFAULT-VALUE})")
    private long services;

    @Option(names = "--batch", defaultValue = "5000", description = "in one statement (default: ${DEFAULT-VALUE})")
    private int batch;

    @Option(names = "--rounds", defaultValue = "3", description = "parts of the run (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = console.out();
        Config config = setting.config(Map.of("database.url", "", "database.statementMillis", 600_000));
        int people = Math.toIntExact(Math.max(1, services / EACH));
        ServicesBench.Size size = new ServicesBench.Size(services, people, ITEMS, batch, rounds);
        try (Workbench workbench = new Workbench("services");
                ServicesBench bench = new ServicesBench(size, config, workbench.data(), out::println)) {
            ServicesBench.Result result = bench.run();
            Workbench.tell(result.report(), "services", console);
            out.println(result.isRight() ? "the totals are the rows" : "WRONG: the totals are not the rows");
            return result.isRight() ? 0 : 1;
        }
    }
}
