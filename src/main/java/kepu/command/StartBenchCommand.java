package kepu.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import kepu.App;
import kepu.Ground;
import kepu.bench.start.StartBench;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.PrivacyText;
import kepu.people.Secrets;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import kepu.simulate.Settings;
import kepu.simulate.Simulation;
import kepu.store.Bulk;
import kepu.store.Storage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench start}. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description =
                "time until serve on a filled database is ready, and its memory, with other options of Java beside each other")
public final class StartBenchCommand implements Callable<Integer> {
    private static final int DAYS = 90;
    private static final long SEED = 5109;
    private static final List<String> OFF = List.of("-XX:AOTMode=off");

    /** Collectors and headers, each in place of the launcher's own. */
    private static final Map<String, List<String>> FLAGS = Map.of(
            "Serial", List.of("-XX:+UseSerialGC"),
            "Parallel", List.of("-XX:+UseParallelGC"),
            "ZGC", List.of("-XX:+UseZGC"),
            "G1, compact headers", List.of("-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders"),
            "G1, shared strings", List.of("-XX:+UseG1GC", "-XX:+UseStringDeduplication"));

    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Option(
            names = "--on",
            paramLabel = "DIR",
            description = "a data folder that nobody holds, such as the demo's; without it one is filled first")
    private @Nullable Path on;

    @Option(names = "--rounds", defaultValue = "5", description = "that count (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--residents",
            defaultValue = "20000",
            description = "in the folder that is filled, with 90 days of behaviour (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(names = "--feeds", defaultValue = "2000", description = "asked for in a start (default: ${DEFAULT-VALUE})")
    private int feeds;

    @Option(names = "--flags", description = "collectors and object headers beside G1, instead of the rehearsed start")
    private boolean flags;

    @Override
    public Integer call() throws Exception {
        String name = flags ? "start-flags" : "start";
        try (Workbench workbench = new Workbench(name)) {
            Path data = on == null ? filled(workbench.data()) : on;
            Path log = Workbench.folder().resolve(name + ".log");
            Files.deleteIfExists(log);
            StartBench.Effort effort = new StartBench.Effort(rounds, feeds, flags ? flags() : rehearsed());
            Workbench.tell(new StartBench(effort, data, log, console.err()::println).run(), name, console);
        }
        return 0;
    }

    private static Map<String, List<String>> rehearsed() {
        String prepared = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:AOTCache="))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "no rehearsal fits: the launcher makes one after a build (target/rehearsal.log)"));
        Map<String, List<String>> sets = new LinkedHashMap<>();
        sets.put("without a rehearsal", with(OFF, option -> false));
        sets.put("rehearsed", with(List.of(prepared), option -> false));
        return sets;
    }

    private static Map<String, List<String>> flags() {
        Map<String, List<String>> sets = new LinkedHashMap<>();
        sets.put(
                "G1",
                with(Stream.concat(OFF.stream(), Stream.of("-XX:+UseG1GC")).toList(), StartBenchCommand::isFlag));
        FLAGS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(set -> sets.put(
                        set.getKey(),
                        with(
                                Stream.concat(OFF.stream(), set.getValue().stream())
                                        .toList(),
                                StartBenchCommand::isFlag)));
        return sets;
    }

    /** The launcher's options but for a rehearsal and {@code compared}. */
    private static List<String> with(List<String> more, Predicate<String> compared) {
        List<String> options =
                new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
        options.removeIf(compared.or(option -> option.startsWith("-XX:AOT")));
        options.addAll(more);
        return options;
    }

    private static boolean isFlag(String option) {
        return option.endsWith("GC")
                || option.endsWith("UseCompactObjectHeaders")
                || option.endsWith("UseStringDeduplication");
    }

    private Path filled(Path data) throws IOException, SQLException {
        Config config = setting.config(Map.of("data", data.toString(), "database.url", "", "redis.url", ""));
        try (Storage storage = Storage.open(config.data(), config.database())) {
            Ground.lay(storage.address(), (bulk, divisions) -> fill(config, bulk, divisions));
        }
        return data;
    }

    private void fill(Config config, Bulk bulk, Divisions divisions) throws IOException, SQLException {
        App.importLibrary(config, bulk, divisions);
        App.importClaims(config, bulk);
        Instant now = Clock.systemUTC().instant();
        Settings settings = new Settings(residents, DAYS, SEED, RegionCode.of("5109"), now, PrivacyText.VERSION);
        Simulation.run(
                bulk,
                Secrets.of(config.people().secret(), config.data()),
                divisions,
                Items.load(bulk),
                settings,
                console.err()::println);
    }
}
