package kepu.bench.city;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import kepu.bench.Figure;
import kepu.bench.Report;
import kepu.bench.load.Ask;
import kepu.bench.load.FixedRate;
import kepu.bench.load.Kind;
import kepu.bench.load.Measured;
import kepu.bench.load.Usage;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;

/**
 * Events over HTTP, a batch of one resident in each request, acknowledged when they are durable; beside it, in rounds that take turns, COPY
 * of the same rows into a table of the same shape with the same indexes, in the same PostgreSQL. Blocking; Linux only.
 */
public final class EventsBench {
    /**
     * How much.
     *
     * @param residents who report in turn
     * @param requests of a round
     * @param batch events of a request
     * @param connections each with a request under way
     * @param rounds that count, after one of a quarter that does not
     */
    public record Size(int residents, int requests, int batch, int connections, int rounds, String heap, long seed) {
        public Size {
            if (requests < 4 || batch < 1 || rounds < 1) {
                throw new IllegalArgumentException("nothing to report");
            }
        }
    }

    /**
     * What came of it.
     *
     * @param ours rows a second of each round, and COPY's
     * @param acknowledged events in all, and what is in the database
     * @param used processor time of the rounds that count
     * @param pacer of the round in which the sender was busiest
     */
    public record Result(
            Size size,
            double[] ours,
            double[] copy,
            long acknowledged,
            long rows,
            Used used,
            List<String> faults,
            Measured.Pacer pacer) {
        /** Whether all that was sent was acknowledged, and all that was acknowledged is there, each once. */
        public boolean isRight() {
            long sent = (long) size.batch() * (size.requests() / 4 + (long) size.requests() * size.rounds());
            return faults.isEmpty() && acknowledged == sent && rows == sent;
        }

        public Report report() {
            List<String> notes = new ArrayList<>(List.of(
                    "%,d events were acknowledged and %,d are stored".formatted(acknowledged, rows),
                    "%,d connections, each with one request of %d events under way; %s"
                            .formatted(size.connections(), size.batch(), pacer.text()),
                    used.text((long) size.requests() * size.batch())));
            notes.addAll(faults);
            return new Report(
                    List.of(Figure.rate("events acknowledged when durable, beside COPY", "rows/s", ours, copy)
                            .reaching(REACH)),
                    notes);
        }
    }

    /** Processor time, by the side whose rows it stored: unlike the clock it does not depend on what else the machine does. */
    public static final class Used {
        private static final double MICROS = 1_000;
        private final List<long[]> rounds = new ArrayList<>();

        private void add(long[] begin, long[] between, long[] end) {
            rounds.add(new long[] {between[0] - begin[0], between[1] - begin[1], end[1] - between[1]});
        }

        private double median(int column, long rows) {
            long[] millis =
                    rounds.stream().mapToLong(round -> round[column]).sorted().toArray();
            return millis[millis.length / 2] * MICROS / rows;
        }

        /** Medians, of rounds of so many rows. */
        private String text(long rows) {
            return "processor time of a row, medians: node %.1f µs and database %.1f µs, COPY in the database %.1f µs"
                    .formatted(median(0, rows), median(1, rows), median(2, rows));
        }
    }

    private static final double REACH = 0.5;
    private static final int ACCEPTED = 202;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final Size size;
    private final Consumer<String> progress;
    private final City city;
    private final CityNode node;
    private final LongAdder acknowledged = new LongAdder();
    private final List<String> faults = new ArrayList<>();
    private final Used used = new Used();
    private int[] items = {};
    private Measured.@Nullable Pacer pacer;

    private EventsBench(Size size, Consumer<String> progress, City city, CityNode node) {
        this.size = size;
        this.progress = progress;
        this.city = city;
        this.node = node;
    }

    /** Measures in an empty folder, with the library in {@code content}. Ends every process that it started. */
    public static Result run(Size size, Path folder, Path content, String options, Consumer<String> progress)
            throws IOException, SQLException {
        City.Size people = new City.Size(size.residents(), 0, size.residents(), size.seed());
        try (City city = City.make(people, folder, content, progress)) {
            return run(size, city, folder.resolve("node"), options, progress);
        }
    }

    /** The same in a city that is there, with a node in {@code folder}. */
    static Result run(Size size, City city, Path folder, String options, Consumer<String> progress)
            throws IOException, SQLException {
        try (CityNode node = CityNode.start(city, folder, size.heap(), options)) {
            node.awaitSearch();
            return new EventsBench(size, progress, city, node).run();
        }
    }

    private Result run() throws IOException, SQLException {
        double[] ours = new double[size.rounds()];
        double[] copy = new double[size.rounds()];
        try (Bulk bulk = Bulk.open(city.address())) {
            items = bulk.read("select seq from item order by seq", row -> row.getInt(1)).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
            bulk.transact(() -> {
                bulk.execute("create table event_copy (like event including all, primary key (person, id))");
                return items;
            });
            long before = events(bulk);
            rows(0, size.requests() / 4);
            for (int round = 0; round < size.rounds(); round++) {
                long[] begin = usedMillis();
                ours[round] = rows(round + 1, size.requests());
                long[] between = usedMillis();
                copy[round] = copy(bulk, round + 1);
                used.add(begin, between, usedMillis());
                progress.accept(
                        "round %d: %,.0f rows/s, COPY %,.0f rows/s".formatted(round + 1, ours[round], copy[round]));
            }
            long rows = events(bulk) - before;
            Measured.Pacer sender = pacer;
            if (sender == null) {
                throw new IllegalStateException("nothing was sent");
            }
            return new Result(size, ours, copy, acknowledged.sum(), rows, used, List.copyOf(faults), sender);
        }
    }

    /** Sends the requests of a round, and gives the rows a second that were acknowledged. Bodies are made before. */
    private double rows(int round, int requests) {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        List<Ask> asks = IntStream.range(0, requests)
                .parallel()
                .mapToObj(number -> ask(round, number, at))
                .toList();
        AtomicInteger next = new AtomicInteger();
        Kind kind = new Kind("events", 1, random -> asks.get(next.getAndIncrement()), this::fault);
        Measured measured = new FixedRate(
                        new FixedRate.Target(
                                node.url().getHost(), node.url().getPort(), size.connections(), 1, TIMEOUT),
                        FixedRate.Rate.flood(requests),
                        List.of(kind),
                        size.seed())
                .run(status -> progress.accept(
                        "%,d requests answered, %,d wrong".formatted(status.answered(), status.errors())));
        measured.kinds().getFirst().faults().forEach((fault, count) -> faults.add("%,d × %s".formatted(count, fault)));
        Measured.Pacer before = pacer;
        if (round > 0 && (before == null || before.busy() < measured.pacer().busy())) {
            pacer = measured.pacer();
        }
        return measured.done() * size.batch();
    }

    /** What the node and the database used of the processors so far. */
    private long[] usedMillis() {
        List<ProcessHandle> nodes = Usage.trees(List.of(node.process()));
        List<ProcessHandle> database = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("postgres"))
                .toList();
        return new long[] {Usage.cpuMillis(nodes), Usage.cpuMillis(database)};
    }

    private static long events(Bulk bulk) throws SQLException {
        return bulk.read("select count(*) from event", row -> row.getLong(1)).getFirst();
    }

    private @Nullable String fault(Ask ask, int status, Buffer body) {
        if (status != ACCEPTED) {
            return "status " + status;
        }
        int accepted = body.toJsonObject().getInteger("accepted");
        acknowledged.add(accepted);
        return accepted == size.batch() ? null : "%d of %d events accepted".formatted(accepted, size.batch());
    }

    private double copy(Bulk bulk, int round) throws IOException, SQLException {
        Instant at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        long begin = System.nanoTime();
        bulk.transact(() -> {
            try (Bulk.Rows rows = bulk.copy("event_copy (person, id, item, type, at, feed, position)")) {
                for (int number = 0; number < size.requests(); number++) {
                    for (int k = 0; k < size.batch(); k++) {
                        Row row = row(round, number, k);
                        rows.row(row.person, row.id, row.seq, row.type, at, row.feed, row.position);
                    }
                }
            }
            return round;
        });
        return (double) size.requests() * size.batch() / ((System.nanoTime() - begin) / 1e9);
    }

    private record Row(long person, String id, int seq, String item, String type, String feed, int position) {}

    /** The kth event of a request: what a person was shown, opened and read to the end. */
    private Row row(int round, int number, int k) {
        int person = number % size.residents();
        int place = Math.floorMod(Arrays.hashCode(new int[] {round, number, k}), items.length);
        String type = k % 20 < 15 ? "impression" : k % 20 < 18 ? "open" : k % 20 == 18 ? "finish" : "like";
        return new Row(
                person + 1L,
                round + "-" + number + "-" + k,
                items[place],
                city.items().get(place),
                type,
                "feed-" + round + "-" + number,
                k);
    }

    private Ask ask(int round, int number, Instant at) {
        StringBuilder json = new StringBuilder(size.batch() * 160).append("{\"events\":[");
        for (int k = 0; k < size.batch(); k++) {
            Row row = row(round, number, k);
            json.append(k == 0 ? "" : ",");
            json.append("{\"id\":\"").append(row.id);
            json.append("\",\"item\":\"").append(row.item);
            json.append("\",\"type\":\"").append(row.type);
            json.append("\",\"at\":\"").append(at);
            json.append("\",\"feed\":\"").append(row.feed);
            json.append("\",\"position\":").append(row.position).append('}');
        }
        return Ask.post(
                "/v1/events",
                city.tokens().get(number % size.residents()),
                Buffer.buffer(json.append("]}").toString()));
    }
}
