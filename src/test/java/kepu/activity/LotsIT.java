package kepu.activity;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.testing.OwnPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two nodes on one database learn of events. */
class LotsIT {
    private static final int MOST_LOTS = 30;
    private static final int PEOPLE = 5;
    private static final int ITEMS = 5;
    private static final OwnPostgres POSTGRES = new OwnPostgres();
    private static final DatabaseAddress ADDRESS = POSTGRES.get();
    private static List<Long> people = List.of();
    private static List<Integer> items = List.of();
    private static Instant moment = Instant.EPOCH;

    private final Vertx vertx = Vertx.vertx();
    private final Database database =
            new Database(vertx, ADDRESS, new ConfigReader().config().database());
    private Node here;
    private Node there;

    /** A node: its way in for events, and what it learned. */
    private final class Node {
        private final Ingest ingest;
        private final Queue<Long> learned = new ConcurrentLinkedQueue<>();
        private final Queue<Lot> lots = new ConcurrentLinkedQueue<>();
        private final AtomicInteger lost = new AtomicInteger();

        private Node(LotStore.Place from) {
            Config.Events config =
                    new ConfigReader().set("events.lots", MOST_LOTS).config().events();
            ingest = new Ingest(
                    vertx, new EventStore(database), new LotStore(database), from, config, new SimpleMeterRegistry());
            ingest.lots().onLot(lot -> {
                lots.add(lot);
                lot.met().forEach(met -> learned.add(met.event().at().toEpochMilli()));
            });
            ingest.lots().onLost(lost::incrementAndGet);
        }

        /** Whether the database answers. */
        private boolean looks() {
            return ingest.lots()
                    .tick()
                    .map(true)
                    .otherwise(false)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }

        private int served() {
            return lots.stream().mapToInt(lot -> lot.served().size()).sum();
        }

        private void tick() throws TimeoutException {
            await(ingest.lots().tick());
        }
    }

    @BeforeAll
    static void fill() throws SQLException {
        Bulk.migrate(ADDRESS);
        people = sql("insert into resident (phone_hash, phone_sealed, village, consent_version, consent_at, groups)"
                        + " select sha256(n::text::bytea), '', 510903100208, '1', now(), '{elder}' from generate_series(1, "
                        + PEOPLE + ") n returning id")
                .stream()
                .map(Long::valueOf)
                .toList();
        items = sql(
                        "insert into item (id, kind, title, summary, topic, source, authority, licence, language, body, chars,"
                                + " published_at, digest) select 'lots-item-' || n, 'article', 't', 's', 'health', 's', 'a', 'l', 'zh', 'b', 1,"
                                + " now(), '' from generate_series(1, " + ITEMS + ") n returning seq")
                .stream()
                .map(Integer::valueOf)
                .toList();
        moment = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofDays(1));
    }

    @AfterAll
    static void end() {
        POSTGRES.close();
    }

    @BeforeEach
    void nodes() throws SQLException {
        sql("delete from event");
        here = new Node(place());
        there = new Node(place());
    }

    @AfterEach
    void close() throws TimeoutException {
        database.close();
        await(vertx.close());
    }

    @Test
    void whatIsStoredHereIsKnownHereWhenItIsAcknowledgedAndThereAtTheNextLook() throws Exception {
        Event event = event(EventType.LIKE);
        await(here.ingest.submit(List.of(event)));
        assertThat(here.learned).containsExactly(event.at().toEpochMilli());
        assertThat(there.learned).isEmpty();
        there.tick();
        here.tick();
        there.tick();
        assertThat(here.learned).containsExactly(event.at().toEpochMilli());
        assertThat(there.learned).containsExactly(event.at().toEpochMilli());
        Lot.Met met = there.lots.element().met().getFirst();
        assertThat(met)
                .usingRecursiveComparison()
                .ignoringFields("event.id")
                .isEqualTo(here.lots.element().met().getFirst());
        assertThat(met.village()).isEqualTo(510903100208L);
        assertThat(met.groups()).isEqualTo(8);
    }

    @Test
    void atRandomAndWithRetriesElsewhereEveryNodeLearnsEachEventOnce() throws Exception {
        long seed = System.nanoTime();
        System.out.println("LotsIT seed " + seed);
        Random random = new Random(seed);
        List<Future<Ingest.Stored>> underWay = new ArrayList<>();
        List<Event> sent = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            List<Event> some = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                boolean again = !sent.isEmpty() && random.nextInt(3) == 0;
                some.add(again ? sent.get(random.nextInt(sent.size())) : event(random));
            }
            sent.addAll(some);
            underWay.add((random.nextBoolean() ? here : there).ingest.submit(some));
            if (random.nextInt(6) == 0) {
                (random.nextBoolean() ? here : there).tick();
            }
        }
        await(Future.all(underWay));
        here.tick();
        there.tick();
        List<Long> stored = sql(
                        "select (extract(epoch from at) * 1000)::bigint from event where person > 0 and item is not null")
                .stream()
                .map(Long::valueOf)
                .toList();
        assertThat(here.lost).hasValue(0);
        assertThat(here.learned).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(there.learned).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(stored).hasSizeGreaterThan(500).doesNotHaveDuplicates();
        assertThat(here.served()).as("seed %d", seed).isPositive().isEqualTo(there.served());
    }

    @Test
    void anOpeningIsTheFirstOnceWhateverNodeTakesTheNext() throws Exception {
        Event open = event(people.getFirst(), items.getLast(), EventType.OPEN);
        Event play = event(people.getFirst(), items.getLast(), EventType.PLAY);
        Event again = event(people.getFirst(), items.getLast(), EventType.OPEN);
        await(here.ingest.submit(List.of(open, play)));
        there.tick();
        await(there.ingest.submit(List.of(again)));
        here.tick();
        for (Node node : List.of(here, there)) {
            assertThat(node.lots.stream().flatMap(lot -> lot.met().stream()).map(Lot.Met::first))
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void aLotThatIsCommittedLateIsLearnedThoughLaterOnesWereBefore() throws Exception {
        try (Connection connection = connection();
                Statement late = connection.createStatement()) {
            connection.setAutoCommit(false);
            late.execute(lot(1, 17));
            Event quick = event(EventType.LIKE);
            await(there.ingest.submit(List.of(quick)));
            here.tick();
            here.tick();
            assertThat(here.learned).containsExactly(quick.at().toEpochMilli());
            connection.commit();
            here.tick();
            here.tick();
            assertThat(here.learned).containsExactly(quick.at().toEpochMilli(), 17L);
        }
    }

    @Test
    void anOwnLotWhoseAnswerDidNotComeIsLearnedFromItsRowAndNotAgainWhenItComes() throws Exception {
        long xid = Long.parseLong(
                sql(lot(here.ingest.lots().node(), 23) + " returning xid").getFirst());
        here.tick();
        here.tick();
        assertThat(here.learned).containsExactly(23L);
        here.ingest.lots().stored(here.lots.element());
        assertThat(here.lots.element().xid()).isEqualTo(xid);
        assertThat(here.learned).containsExactly(23L);
    }

    @Test
    void manyLotsAreLearnedInOneLook() throws Exception {
        List<Long> stored = stored(there, MOST_LOTS);
        here.tick();
        assertThat(here.learned).containsExactlyElementsOf(stored);
        assertThat(here.lost).hasValue(0);
    }

    @Test
    void whoIsTooFarBehindReadsAgainAndGoesOnFromThere() throws Exception {
        stored(there, MOST_LOTS + 1);
        here.tick();
        assertThat(here.lost).hasValue(1);
        List<Long> later = stored(there, 2);
        here.learned.clear();
        here.tick();
        assertThat(here.learned).containsExactlyElementsOf(later);
        assertThat(here.lost).hasValue(1);
    }

    @Test
    void whoDidNotLookForTooLongReadsAgain() throws Exception {
        LotStore.Place now = place();
        Node slept = new Node(new LotStore.Place(now.snapshot(), now.at().minusMinutes(6)));
        slept.tick();
        assertThat(slept.lost).hasValue(1);
        slept.tick();
        assertThat(slept.lost).hasValue(1);
    }

    @Test
    void oldLotsAreSwept() throws Exception {
        stored(there, 2);
        sql("update event_lot set at = at - interval '11 minutes'");
        stored(there, 1);
        await(here.ingest.lots().sweep());
        assertThat(sql("select 1 from event_lot")).hasSize(1);
        here.tick();
        assertThat(here.learned).hasSize(1);
    }

    @Test
    void whenTheDatabaseCrashesEveryNodeReadsAgainOnceAndLearnsWhatComes() throws Exception {
        stored(there, 1);
        long pid = POSTGRES.pid();
        POSTGRES.killAll();
        eventually("it is up again", () -> POSTGRES.isUpAfter(pid));
        assertThat(sql("select 1 from event_lot")).isEmpty();
        for (Node node : List.of(here, there)) {
            eventually("it looks", node::looks);
            assertThat(node.lost).hasValue(1);
        }
        here.learned.clear();
        List<Long> later = stored(there, 2);
        here.tick();
        there.tick();
        assertThat(here.learned).containsExactlyElementsOf(later);
        assertThat(here.lost).hasValue(1);
        assertThat(there.lost).hasValue(1);
    }

    /** Stores as many lots, one after the other; gives when their events were. */
    private static List<Long> stored(Node node, int count) throws TimeoutException {
        List<Long> stored = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Event event = event(EventType.LIKE);
            stored.add(event.at().toEpochMilli());
            await(node.ingest.submit(List.of(event)));
        }
        return stored;
    }

    private static String lot(long node, long atMillis) {
        return "insert into event_lot (node, persons, items, types, ats, villages, groups, firsts, served, days) values ("
                + node + ", '{1}', '{1}', '{like}', array[to_timestamp(" + atMillis / 1e3
                + ")], '{1}', '{1}', '{false}', '{}', '{}')";
    }

    private static Event event(Random random) {
        EventType type = EventType.values()[random.nextInt(EventType.values().length)];
        Event event = event(people.get(random.nextInt(PEOPLE)), items.get(random.nextInt(ITEMS - 1)), type);
        return switch (random.nextInt(10)) {
            case 0 -> new Event(Event.GUEST, event.id(), event.item(), type, event.at(), null, null, null, null);
            case 1 -> new Event(event.person(), event.id(), null, EventType.ANSWER, event.at(), null, null, null, null);
            default -> event;
        };
    }

    private static Event event(EventType type) {
        return event(people.getFirst(), items.getFirst(), type);
    }

    /** An event at a time that no other has. */
    private static synchronized Event event(long person, int item, EventType type) {
        moment = moment.plusMillis(1);
        return new Event(person, "e" + moment.toEpochMilli(), item, type, moment, null, null, null, null);
    }

    private static LotStore.Place place() throws SQLException {
        try (Bulk bulk = Bulk.open(ADDRESS)) {
            return LotStore.place(bulk);
        }
    }

    private static Connection connection() throws SQLException {
        return DriverManager.getConnection(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password());
    }

    /** Runs a statement; gives its first column. */
    private static List<String> sql(String sql) throws SQLException {
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            Stream.Builder<String> rows = Stream.builder();
            if (statement.execute(sql)) {
                var set = statement.getResultSet();
                while (set.next()) {
                    rows.add(set.getString(1));
                }
            }
            return rows.build().toList();
        }
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(60, TimeUnit.SECONDS);
    }
}
