package kepu.store;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which changes a node hears of, in whatever order transactions come to their end. */
class ChangesIT {
    private static final int MOST = 20;
    private static final String ALL = "everything";

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestPostgres.fresh();
    private final Database database =
            new Database(vertx, address, new ConfigReader().config().database());
    private final MemoryBus bus = new MemoryBus();
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Changes target;

    @BeforeEach
    void follow() throws SQLException {
        target = changes(bus);
        target.follow("rooms", this::take, this::takeAll);
        bus.start();
    }

    @AfterEach
    void close() throws TimeoutException {
        database.close();
        await(vertx.close());
    }

    @Test
    void eachCommittedChangeIsHeardOnce() throws Exception {
        insert("a");
        poll();
        assertThat(heard).containsExactly("a");
        insert("b");
        poll();
        poll();
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void whatCommitsLateIsHeardThoughLaterOnesWereHeardBefore() throws Exception {
        try (Connection early = connection();
                Statement late = early.createStatement()) {
            late.execute("insert into change (room, key) values ('rooms', 'late')");
            insert("quick");
            poll();
            insert("next");
            poll();
            poll();
            assertThat(heard).containsExactly("quick", "next");
            early.commit();
            poll();
            poll();
            assertThat(heard).containsExactly("quick", "next", "late");
        }
    }

    @Test
    void whatIsRolledBackIsNotHeardAndNotWaitedFor() throws Exception {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into change (room, key) values ('rooms', 'never')");
            connection.rollback();
        }
        insert("after");
        poll();
        assertThat(heard).containsExactly("after");
    }

    @Test
    void transactionsThatOverlapAtRandomAreAllHeardOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("ChangesIT seed " + seed);
        Random random = new Random(seed);
        Connection[] open = new Connection[8];
        int keys = 0;
        Queue<String> committed = new ConcurrentLinkedQueue<>();
        String[] pending = new String[open.length];
        for (int step = 0; step < 400; step++) {
            int i = random.nextInt(open.length);
            if (open[i] == null) {
                open[i] = connection();
                pending[i] = "k" + keys++;
                try (Statement statement = open[i].createStatement()) {
                    statement.execute("insert into change (room, key) values ('rooms', '" + pending[i] + "')");
                }
            } else {
                if (random.nextInt(4) == 0) {
                    open[i].rollback();
                } else {
                    open[i].commit();
                    committed.add(pending[i]);
                }
                open[i].close();
                open[i] = null;
            }
            if (random.nextInt(3) == 0) {
                poll();
            }
        }
        for (Connection connection : open) {
            if (connection != null) {
                connection.close();
            }
        }
        poll();
        assertThat(heard).containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void moreThanTheLimitAtOnceIsEverything() throws Exception {
        insert(IntStream.range(0, MOST + 1).mapToObj(i -> "k" + i).toArray(String[]::new));
        poll();
        assertThat(heard).containsExactly(ALL);
        insert("one");
        poll();
        assertThat(heard).containsExactly(ALL, "one");
    }

    @Test
    void anEmptyKeyIsTheWholeRoom() throws Exception {
        insert("");
        poll();
        assertThat(heard).containsExactly(ALL);
    }

    @Test
    void aChangeOfARoomThatNobodyFollowsHereIsPassedOver() throws Exception {
        sql("insert into change (room, key) values ('other', 'a')");
        insert("b");
        poll();
        assertThat(heard).containsExactly("b");
    }

    @Test
    void aRoomThatFailsHearsItAgainAndKeepsNoOtherWaiting() throws Exception {
        Queue<String> tries = new ConcurrentLinkedQueue<>();
        target.follow(
                "faulty",
                keys -> {
                    tries.addAll(keys);
                    return tries.size() < 3 ? Future.failedFuture("not yet") : Future.succeededFuture();
                },
                Future::succeededFuture);
        sql("insert into change (room, key) values ('faulty', 'x')");
        insert("a");
        poll();
        assertThat(heard).containsExactly("a");
        assertThat(tries).containsExactly("x");
        poll();
        poll();
        poll();
        assertThat(tries).containsExactly("x", "x", "x");
        assertThat(meters.get("kepu.changes.failed")
                        .tag("room", "faulty")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aNodeThatWasAsleepForLongerThanChangesAreKeptReadsEverything() throws Exception {
        insert("a");
        await(target.sweep());
        poll();
        assertThat(heard).as("kept for a day").containsExactly("a");
        insert("b");
        sql("update change set at = now() - interval '25 hours'");
        await(target.sweep());
        assertThat(text("select count(*) from change")).isEqualTo("0");
        poll();
        insert("c");
        poll();
        assertThat(heard).containsExactly("a", ALL, "c");
    }

    @Test
    void aDatabaseThatIsBehindWhatWasReadIsReadAnew() throws Exception {
        Changes ahead =
                new Changes(vertx, database, bus, config(), "900000000000:900000000000:", new SimpleMeterRegistry());
        ahead.follow("rooms", this::take, this::takeAll);
        await(ahead.poll());
        assertThat(heard).containsExactly(ALL);
        insert("a");
        await(ahead.poll());
        assertThat(heard).containsExactly(ALL, "a");
    }

    @Test
    void aHintIsFollowedAtOnce() throws Exception {
        MemoryBus beside = bus.beside();
        Changes elsewhere = changes(beside);
        Runnable tell = elsewhere.follow("rooms", Future::succeededFuture);
        beside.start();
        insert("a");
        tell.run();
        eventually("it is heard without a poll", () -> heard.contains("a"));
    }

    @Test
    void theTablesTellWhatChangesInThem() throws Exception {
        sql("insert into resident (village, consent_version, consent_at) values (510903100208, '1', now())");
        String resident = text("select id from resident");
        assertThat(told()).containsExactly("residents " + resident);
        sql("update resident set large_print = true");
        assertThat(told()).containsExactly("residents " + resident);
        sql("update resident set large_print = true where false");
        assertThat(told()).isEmpty();
        sql("insert into session (id, resident, refresh_hash, expires_at) values"
                + " ('00000000-0000-0000-0000-000000000001', " + resident + ", '\\x00', now() + interval '1 day')");
        assertThat(told()).isEmpty();
        sql("delete from resident");
        assertThat(told())
                .containsExactlyInAnyOrder("residents " + resident, "sessions 00000000-0000-0000-0000-000000000001");
    }

    @Test
    void manyRowsInOneStatementAreTheWholeRoom() throws Exception {
        sql("insert into resident (village, consent_version, consent_at)"
                + " select 510903100208, '1', now() from generate_series(1, 1000)");
        assertThat(told()).hasSize(1_000);
        sql("insert into resident (village, consent_version, consent_at)"
                + " select 510903100208, '1', now() from generate_series(1, 1001)");
        assertThat(told()).containsExactly("residents ");
    }

    private Future<Void> take(Set<String> keys) {
        keys.stream().sorted().forEach(heard::add);
        return Future.succeededFuture();
    }

    private Future<Void> takeAll() {
        heard.add(ALL);
        return Future.succeededFuture();
    }

    private Changes changes(Bus of) throws SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            return new Changes(vertx, database, of, config(), Changes.snapshot(bulk), meters);
        }
    }

    private static Config.Changes config() {
        return new ConfigReader().set("changes.most", MOST).config().changes();
    }

    private void poll() throws TimeoutException {
        await(target.poll());
    }

    private void insert(String... keys) throws SQLException, IOException {
        sql("insert into change (room, key) values "
                + String.join(
                        ", ",
                        Stream.of(keys).map(key -> "('rooms', '" + key + "')").toList()));
    }

    private void sql(String sql) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(address)) {
            bulk.transact(() -> bulk.run(sql));
        }
    }

    private List<String> told() throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(address)) {
            return bulk.transact(() -> {
                List<String> told = bulk.read("select room || ' ' || key from change", row -> row.getString(1));
                bulk.run("delete from change");
                return told;
            });
        }
    }

    private String text(String sql) throws SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            return bulk.read(sql, row -> row.getString(1)).getFirst();
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(60, TimeUnit.SECONDS);
    }
}
