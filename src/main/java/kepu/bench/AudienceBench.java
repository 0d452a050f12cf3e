package kepu.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kepu.base.Coded;
import kepu.base.Folders;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceSql;
import kepu.push.audience.Laying;
import kepu.push.audience.ResidentIndex;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/**
 * What it costs to count an audience, beside PostgreSQL's {@code count(*)} of the same predicate over the same rows, with an index on every
 * column that is asked for; and what the index of residents takes in memory.
 */
public final class AudienceBench {
    /**
     * What is measured.
     *
     * @param residents in the largest index
     * @param rows in PostgreSQL, and in the index beside it
     * @param rounds each of which asks both, one after the other
     * @param counts of the index in a round, whose median is the round's
     */
    public record Size(int residents, int rows, int rounds, int counts, long seed) {}

    private static final ResidentIndex.Limits LIMITS = new ResidentIndex.Limits(100_000, 64);
    private static final int SHARED_MEBIBYTES = 1_024;

    private final Size size;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Figure> figures = new ArrayList<>();

    private AudienceBench(Size size, Path folder, Consumer<String> progress) {
        this.size = size;
        this.folder = folder;
        this.progress = progress;
    }

    /** Measures in a folder for its database, which is emptied before and after. Blocking, for minutes. */
    public static Report run(Size size, Path folder, Consumer<String> progress) throws IOException, SQLException {
        AudienceBench bench = new AudienceBench(size, folder, progress);
        bench.besidePostgres();
        if (size.residents() > size.rows()) {
            bench.alone();
        }
        return new Report(bench.figures);
    }

    /** Audiences of four terms each, from wide to narrow, and one with a union inside. */
    private static Map<String, Audience> audiences() {
        Audience people = new Audience.InGroup(Set.of(Group.FARMER, Group.ELDER));
        Audience old = new Audience.Aged(60, null);
        Audience notFraud = new Audience.Not(new Audience.Interested(Set.of(Topic.FRAUD)));
        Map<String, Audience> audiences = new LinkedHashMap<>();
        for (String region : List.of("51", "5101", "510101")) {
            audiences.put(
                    "region " + region + ", 2 groups, age ≥ 60, not interested",
                    new Audience.All(List.of(region(region), people, old, notFraud)));
        }
        audiences.put(
                "region 51, (group or 2 interests), age 18–59, 3 occupations",
                new Audience.All(List.of(
                        region("51"),
                        new Audience.Any(List.of(
                                new Audience.InGroup(Set.of(Group.FARMER)),
                                new Audience.Interested(Set.of(Topic.CROPS, Topic.PESTS)))),
                        new Audience.Aged(18, 59),
                        new Audience.Occupied(Set.of("务农", "种粮大户", "果农")))));
        return audiences;
    }

    private static Audience region(String code) {
        return new Audience.InRegion(List.of(RegionCode.of(code)));
    }

    private void besidePostgres() throws IOException, SQLException {
        Folders.delete(folder);
        EmbeddedPostgres.Settings settings =
                new EmbeddedPostgres.Settings(0, 20, SHARED_MEBIBYTES, Duration.ofMinutes(2));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder, settings)) {
            EmbeddedPostgres.Address at = postgres.address();
            DatabaseAddress address =
                    new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
            Bulk.migrate(address);
            try (Bulk bulk = Bulk.open(address)) {
                fill(bulk);
                compare(bulk, laid(bulk));
            }
        }
        Folders.delete(folder);
    }

    private void fill(Bulk bulk) throws IOException, SQLException {
        SyntheticCrowd crowd = new SyntheticCrowd(size.seed(), size.rows());
        progress.accept("loading %,d residents into PostgreSQL".formatted(crowd.residents()));
        bulk.transact(() -> {
            bulk.execute("drop index resident_village");
            try (Bulk.Rows rows = bulk.copy(
                    "resident (id, village, groups, birth_year, occupation, interests, language, consent_version, consent_at)")) {
                for (int number = 0; number < crowd.residents(); number++) {
                    Laying.Row one = crowd.resident(number);
                    rows.row(
                            one.id(),
                            one.village(),
                            words(Group.values(), one.groups()),
                            one.birthYear() == 0 ? null : one.birthYear(),
                            one.occupation(),
                            words(Topic.values(), one.topics()),
                            one.language(),
                            "1",
                            "2026-01-01T00:00:00Z");
                }
            }
            for (String index : List.of(
                    "(village)", "using gin (groups)", "using gin (interests)", "(birth_year)", "(occupation)")) {
                bulk.execute("create index on resident " + index);
            }
            return crowd.residents();
        });
        bulk.outside("vacuum analyze resident");
    }

    private ResidentIndex laid(Bulk bulk) throws IOException, SQLException {
        progress.accept("laying the index from PostgreSQL");
        long before = heap();
        long start = System.nanoTime();
        ResidentIndex index = bulk.transact(() -> Laying.lay(bulk, LIMITS));
        figures.add(Figure.alone("laying an index of %,d from PostgreSQL".formatted(size.rows()), "s", seconds(start)));
        memory(index, before);
        return index;
    }

    private void compare(Bulk bulk, ResidentIndex index) throws IOException, SQLException {
        for (Map.Entry<String, Audience> named : audiences().entrySet()) {
            progress.accept(named.getKey());
            Audience audience = named.getValue();
            long expected = counted(bulk, audience);
            count(index, audience, expected);
            double[] ours = new double[size.rounds()];
            double[] theirs = new double[size.rounds()];
            for (int round = 0; round < size.rounds(); round++) {
                long start = System.nanoTime();
                counted(bulk, audience);
                theirs[round] = seconds(start) * 1e3;
                ours[round] = count(index, audience, expected);
            }
            figures.add(Figure.beside("%,d: %s".formatted(size.rows(), named.getKey()), "ms", ours, theirs));
        }
    }

    /** The median time of some counts, in milliseconds. */
    private double count(ResidentIndex index, Audience audience, long expected) {
        double[] millis = new double[size.counts()];
        for (int i = 0; i < millis.length; i++) {
            long start = System.nanoTime();
            long count = index.count(audience, SyntheticCrowd.YEAR).orElseThrow();
            millis[i] = seconds(start) * 1e3;
            if (expected >= 0 && count != expected) {
                throw new IllegalStateException("the index counts %d, PostgreSQL %d".formatted(count, expected));
            }
        }
        return Figure.median(millis);
    }

    private static long counted(Bulk bulk, Audience audience) throws IOException, SQLException {
        AudienceSql sql = new AudienceSql(audience, SyntheticCrowd.YEAR);
        String statement =
                "select count(*) from resident where " + sql.condition().replaceAll("\\$[0-9]+", "?");
        return bulk.transact(() -> bulk.read(statement, row -> row.getLong(1), sql.parameters()))
                .getFirst();
    }

    private void alone() {
        SyntheticCrowd crowd = new SyntheticCrowd(size.seed(), size.residents());
        progress.accept("laying an index of %,d residents".formatted(crowd.residents()));
        long before = heap();
        long start = System.nanoTime();
        Laying laying = new Laying(crowd.villages(), crowd.sizes(), LIMITS);
        for (int number = 0; number < crowd.residents(); number++) {
            laying.resident(crowd.resident(number));
        }
        ResidentIndex index = laying.laid();
        figures.add(Figure.alone("making and laying %,d".formatted(crowd.residents()), "s", seconds(start)));
        memory(index, before);
        audiences().forEach((name, audience) -> {
            progress.accept(name);
            count(index, audience, -1);
            double[] rounds = new double[size.rounds()];
            Arrays.setAll(rounds, round -> count(index, audience, -1));
            figures.add(Figure.alone("%,d: %s".formatted(crowd.residents(), name), "ms", rounds));
        });
    }

    private void memory(ResidentIndex index, long before) {
        String of = " of an index of %,d".formatted(index.residents());
        figures.add(Figure.alone(
                "bytes a resident" + of + ", by its arrays", "B", (double) index.bytes() / index.residents()));
        double heap = heap() - before;
        figures.add(Figure.alone("bytes a resident" + of + ", on the heap", "B", heap / index.residents()));
        figures.add(Figure.alone("heap" + of, "MiB", heap / (1 << 20)));
        progress.accept("%,d residents are in".formatted(index.residents()));
    }

    /** What is in use after everything was cleared away. */
    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }

    private static List<String> words(Coded[] words, long bits) {
        return Stream.of(words)
                .filter(word -> (bits >>> ((Enum<?>) word).ordinal() & 1) != 0)
                .map(Coded::code)
                .toList();
    }
}
