package kepu.bench.city;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import kepu.bench.load.FixedRate;
import kepu.bench.load.Measured;
import kepu.bench.load.Usage;
import kepu.store.Bulk;

/**
 * An evening in a city on one node: feeds opened at a fixed rate, with what their readers report, read, search and look up, while live lines
 * listen and campaigns and a bulletin go out to everybody. Blocking, for as long as the evening is, and before it for minutes when the city
 * is large; Linux only.
 */
public final class CityBench {
    /**
     * What is measured.
     *
     * @param feedsPerMinute feeds opened in a minute; everything else follows
     * @param events in each report of a client
     * @param evening how long
     * @param warmUp before it, at a third of the rate; not counted
     * @param lines live lines that listen
     * @param connections from which requests are sent
     * @param heap of the node, such as {@code 4g}
     * @param options more for the node's Java, with spaces between them
     */
    public record Size(
            City.Size city,
            int feedsPerMinute,
            int events,
            Duration evening,
            Duration warmUp,
            int lines,
            int connections,
            String heap,
            String options) {
        public Size {
            if (feedsPerMinute < 1 || events < 1 || lines > city.visitors()) {
                throw new IllegalArgumentException("nobody comes");
            }
        }
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int HEARING_SECONDS = 30;
    private static final double WARM_UP_SHARE = 1 / 3.0;

    private final Size size;
    private final Consumer<String> progress;
    private final AtomicLong memory = new AtomicLong();

    private CityBench(Size size, Consumer<String> progress) {
        this.size = size;
        this.progress = progress;
    }

    /** Measures in an empty folder, with the library in {@code content}. Ends every process that it started. */
    public static CityResult run(Size size, Path folder, Path content, Consumer<String> progress)
            throws IOException, SQLException {
        try (City city = City.make(size.city(), folder, content, progress)) {
            progress.accept("the city is there after %.0f s".formatted(city.fillingSeconds()));
            return run(size, city, folder.resolve("node"), progress);
        }
    }

    /** The same in a city that is there, with a node in {@code folder}. */
    static CityResult run(Size size, City city, Path folder, Consumer<String> progress)
            throws IOException, SQLException {
        return new CityBench(size, progress).run(city, folder);
    }

    private CityResult run(City city, Path folder) throws IOException, SQLException {
        progress.accept("starting a node with a heap of " + size.heap());
        try (CityNode node = CityNode.start(city, folder, size.heap(), size.options())) {
            progress.accept("it serves after %.1f s".formatted(node.startTime().toMillis() / 1e3));
            return evening(city, node);
        }
    }

    private CityResult evening(City city, CityNode node) throws IOException, SQLException {
        Duration searches = node.awaitSearch();
        Duration counted = node.awaitCounted();
        progress.accept("what people did is counted after %.1f s".formatted(counted.toMillis() / 1e3));
        long heapBefore = node.collect();
        Reports reports = new Reports(size.events());
        Evening evening = new Evening(city, reports);
        try (Operator operator = new Operator(node, city);
                Lines lines = Lines.open(node, city, size.lines())) {
            progress.accept("%,d lines are open; warming up".formatted(lines.open()));
            send(node, evening, WARM_UP_SHARE, size.warmUp());
            Pauses pausesBefore = node.pauses();
            long nodeCpu = Usage.cpuMillis(List.of(node.process()));
            long databaseCpu = Usage.cpuMillis(city.processes());
            progress.accept("the evening begins: %,d feeds a minute for %d s"
                    .formatted(size.feedsPerMinute(), size.evening().toSeconds()));
            Measured measured;
            try (Happenings happenings = new Happenings(operator, city, Duration.ZERO, size.evening())) {
                measured = send(node, evening, 1, size.evening());
                happenings.await();
            }
            // before a collection that is ours
            Pauses pauses = node.pauses().since(pausesBefore);
            long nodeMillis = Usage.cpuMillis(List.of(node.process())) - nodeCpu;
            long databaseMillis = Usage.cpuMillis(city.processes()) - databaseCpu;
            return new CityResult(
                    size,
                    measured,
                    new CityResult.Told(
                            lines.open(),
                            lines.await("publication", (long) size.lines() * Happenings.CAMPAIGNS, HEARING_SECONDS),
                            lines.await("bulletin", (long) size.lines() * Happenings.BULLETINS, HEARING_SECONDS)),
                    new CityResult.Stored(reports.accepted(), rows(city)),
                    new CityResult.Taken(
                            city.fillingSeconds(),
                            node.startTime(),
                            searches,
                            counted,
                            heapBefore,
                            node.collect(),
                            memory.get(),
                            pauses,
                            nodeMillis,
                            databaseMillis));
        }
    }

    private Measured send(CityNode node, Evening evening, double share, Duration time) {
        double perSecond = size.feedsPerMinute() / 60.0 * Evening.requestsPerFeed() * share;
        return new FixedRate(
                        new FixedRate.Target(
                                node.url().getHost(), node.url().getPort(), size.connections(), 1, TIMEOUT),
                        new FixedRate.Rate(perSecond, Duration.ZERO, time),
                        evening.kinds(),
                        size.city().seed())
                .run(at -> {
                    memory.accumulateAndGet(node.memory(), Math::max);
                    progress.accept("%4.0f s: %,d answered, %,d wrong, %,d late, p99 %,.0f ms; the node holds %,d MiB"
                            .formatted(
                                    at.seconds(), at.answered(), at.errors(), at.late(), at.p99(), memory.get() >> 20));
                });
    }

    /** What clients reported, as it is stored. */
    private static long rows(City city) throws SQLException {
        try (Bulk bulk = Bulk.open(city.address())) {
            return bulk.read("select count(*) from event where id like 'c%'", row -> row.getLong(1))
                    .getFirst();
        }
    }
}
