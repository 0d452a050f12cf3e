package kepu.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kepu.activity.Route;
import kepu.activity.Sealer;
import kepu.activity.ServiceAudit;
import kepu.activity.ServiceStore;
import kepu.base.Group;
import kepu.config.Config;
import kepu.people.Secrets;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.Storage;

/**
 * Records services by the statement that the program records them by, seals and totals them while they come, and compares the totals with
 * the rows. Beside it, COPY of the same rows into a table with the same indexes. Blocking; on an embedded PostgreSQL of its own.
 */
public final class ServicesBench implements AutoCloseable {
    /** How much: each person meets {@code services / people} items; one record of 33 is a repeat that must not count. */
    public record Size(long services, int people, int items, int batch, int rounds) {
        public Size {
            if (people < 1 || items < 1 || batch < 1 || rounds < 1 || services / rounds < 1) {
                throw new IllegalArgumentException("nothing to record");
            }
            if ((services + people - 1) / people > items) {
                throw new IllegalArgumentException("a person can meet an item once: more people or items are needed");
            }
        }
    }

    /** Seconds of each round, ours and COPY's; what the audits found, and how long they took. */
    public record Result(
            Size size,
            double[] ours,
            double[] copy,
            long rows,
            ServiceAudit.Totals totals,
            double totalsSeconds,
            ServiceAudit.Finding chain,
            double chainSeconds) {
        /** Whether every service counted once, in the rows and in the totals, and the chain is whole. */
        public boolean isRight() {
            return rows == size.services()
                    && totals.people() == rows
                    && totals.wrong().isEmpty()
                    && chain instanceof ServiceAudit.Finding.Sound sound
                    && sound.rows() == rows
                    && sound.unsealed() == 0;
        }

        double seconds() {
            return Arrays.stream(ours).sum();
        }

        public Report report() {
            return new Report(List.of(
                    Figure.alone("services recorded, sealed and totalled", "rows", (double) rows),
                    Figure.alone("wall time", "s", seconds()),
                    Figure.alone("rows a second", "1/s", rows / seconds()),
                    Figure.beside("one round, beside COPY", "s", ours, copy),
                    Figure.alone(
                            "totals that are not their rows",
                            "totals",
                            totals.wrong().size()),
                    Figure.alone("comparison of totals and rows", "s", totalsSeconds),
                    Figure.alone("verification of the chain", "s", chainSeconds)));
        }
    }

    private static final int REPEAT_EVERY = 33;
    private static final int DAYS = 1_461;
    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private static final long MOST_HOURS = 24;

    private final Size size;
    private final Consumer<String> progress;
    private final Storage storage;
    private final DatabaseAddress address;
    private final Bulk bulk;
    private final Secrets secrets;
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private final Sealer sealer;
    private List<Long> villages = List.of();

    /** Starts a database in {@code folder}, which must be empty or not there. */
    public ServicesBench(Size size, Config config, Path folder, Consumer<String> progress)
            throws IOException, SQLException {
        this.size = size;
        this.progress = progress;
        this.storage = Storage.open(Files.createDirectories(folder), config.database());
        this.address = storage.address();
        Bulk.migrate(address);
        this.bulk = Bulk.open(address);
        this.secrets = new Secrets(new byte[32]);
        this.database = new Database(vertx, address, config.database());
        this.sealer = new Sealer(vertx, database, secrets, config.services(), new SimpleMeterRegistry());
    }

    public Result run() throws IOException, SQLException {
        people();
        double[] ours = new double[size.rounds()];
        double[] copy = new double[size.rounds()];
        for (int round = 0; round < size.rounds(); round++) {
            long from = size.services() * round / size.rounds();
            long to = size.services() * (round + 1) / size.rounds();
            ours[round] = seconds(() -> record(from, to));
            copy[round] = seconds(() -> copy(from, to));
            progress.accept("round %d: %,d services in %.1f s, COPY in %.1f s"
                    .formatted(round + 1, to - from, ours[round], copy[round]));
        }
        ServiceAudit audit = new ServiceAudit(bulk, secrets);
        long start = System.nanoTime();
        ServiceAudit.Totals totals = audit.check();
        long checked = System.nanoTime();
        ServiceAudit.Finding chain = audit.verify(null);
        long verified = System.nanoTime();
        long rows =
                bulk.read("select count(*) from service", row -> row.getLong(1)).getFirst();
        return new Result(size, ours, copy, rows, totals, (checked - start) / 1e9, chain, (verified - checked) / 1e9);
    }

    @Override
    public void close() throws SQLException {
        try (storage) {
            bulk.close();
            database.close();
            vertx.close().await();
        }
    }

    /** Items, residents of real villages with one to three groups, and the table to copy into. */
    private void people() throws IOException, SQLException {
        List<Region> real = Regions.load(bulk).within(RegionCode.of("5109"), Level.VILLAGE, 10_000);
        villages = real.stream().map(region -> region.code().first()).toList();
        bulk.transact(() -> {
            bulk.run(
                    "insert into item (id, kind, title, summary, topic, source, authority, licence, language, body, chars,"
                            + " published_at, digest) select 'bench-' || n, 'article', '文', '文', 'health', '', '', '', 'zh-CN', '', 1,"
                            + " now(), '' from generate_series(1, ?) n",
                    size.items());
            try (Bulk.Rows rows = bulk.copy("resident (id, village, groups, consent_version, consent_at)")) {
                for (int i = 0; i < size.people(); i++) {
                    rows.row(person(i), village(i), groups(i), "1", "2026-01-01");
                }
            }
            bulk.execute("create table service_copy (like service including all)");
            bulk.execute("analyze resident, item");
            return size;
        });
        progress.accept("%,d residents of %,d villages".formatted(size.people(), villages.size()));
    }

    /** Records a stretch, two batches at a time as two nodes would, and seals beside it until all is sealed. */
    private void record(long from, long to) {
        Future<Void> one = batches(from, to);
        Future<Void> other = batches(from + size.batch(), to);
        Future<Void> recorded = Future.join(one, other).mapEmpty();
        await(sealUntil(recorded));
    }

    /** Every second batch from {@code from} on. */
    private Future<Void> batches(long from, long to) {
        if (from >= to) {
            return Future.succeededFuture();
        }
        List<ServiceStore.Met> met = new ArrayList<>();
        for (long k = from; k < Math.min(to, from + size.batch()); k++) {
            met.add(met(k));
            if (k % REPEAT_EVERY == 0) {
                met.add(met(k));
            }
        }
        return database.transact(transaction -> ServiceStore.count(transaction, Route.FEED, met))
                .compose(done -> batches(from + 2L * size.batch(), to));
    }

    /** Rows become final when their writers have ended, and that may be a while after they told so. */
    private Future<Void> sealUntil(Future<Void> recorded) {
        boolean last = recorded.isComplete();
        return sealer.seal()
                .compose(rows -> recorded.failed()
                        ? recorded
                        : unsealed(last)
                                .compose(left -> left ? later(rows).compose(done -> sealUntil(recorded)) : recorded));
    }

    private Future<Boolean> unsealed(boolean last) {
        return last
                ? database.query(
                                "select coalesce(max(seq), 0) > (select coalesce(max(last), 0) from service_block) from service")
                        .map(rows -> rows.iterator().next().getBoolean(0))
                : Future.succeededFuture(true);
    }

    /** At once when there was much to seal. */
    private Future<Void> later(int rows) {
        return rows > 0
                ? Future.succeededFuture()
                : vertx.timer(100, TimeUnit.MILLISECONDS).mapEmpty();
    }

    private void copy(long from, long to) throws SQLException, IOException {
        bulk.transact(() -> {
            try (Bulk.Rows rows = bulk.copy("service_copy (person, item, route, village, day, groups)")) {
                for (long k = from; k < to; k++) {
                    ServiceStore.Met met = met(k);
                    int person = (int) (k % size.people());
                    rows.row(met.person(), met.item(), Route.FEED.code(), village(person), met.day(), mask(person));
                }
            }
            return size;
        });
    }

    /** The kth service: people take turns, and meet another item each time; days go on. */
    private ServiceStore.Met met(long k) {
        long turn = k / size.people();
        int person = (int) (k % size.people());
        int item = (int) ((person * 7L + turn) % size.items()) + 1;
        return new ServiceStore.Met(person(person), item, FIRST_DAY.plusDays(k * DAYS / size.services()));
    }

    private static long person(int index) {
        return index + 1L;
    }

    private long village(int person) {
        return villages.get((int) (person * 2_654_435_761L % villages.size()));
    }

    private static List<String> groups(int person) {
        return Group.unmask(mask(person)).stream().map(Group::code).toList();
    }

    private static int mask(int person) {
        int size = Group.values().length;
        return 1 << person % size | (person % 3 == 0 ? 1 << person / 3 % size : 0) | (person % 7 == 0 ? 8 : 0);
    }

    private interface Work {
        void run() throws SQLException, IOException;
    }

    private static double seconds(Work work) throws SQLException, IOException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void await(Future<Void> future) {
        try {
            future.await(MOST_HOURS, TimeUnit.HOURS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException("not within " + MOST_HOURS + " hours", e);
        }
    }
}
