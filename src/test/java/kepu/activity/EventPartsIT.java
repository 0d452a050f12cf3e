package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events in parts of a month: made when they are needed, counted when they are over, dropped when they are too old. */
class EventPartsIT {
    private static final int KEEP_MONTHS = 2;
    private static final int OLDEST_DAYS = 30;

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestPostgres.fresh();
    private final Database database =
            new Database(vertx, address, new ConfigReader().config().database());
    private final EventStore store = new EventStore(database);
    private final List<EventParts> nodes = new ArrayList<>();
    private final ZonedDateTime now = Instant.now().atZone(Beijing.ZONE);
    private Bulk bulk;

    @BeforeEach
    void begin() throws Exception {
        bulk = Bulk.open(address);
        run(TestPostgres.items(5));
        run(
                "insert into resident (village, consent_version, consent_at)"
                        + " select case n % 2 when 0 then 510903100208 else 510921100200 end, '1', now() from generate_series(1, 6) n");
    }

    @AfterEach
    void end() throws Exception {
        nodes.forEach(EventParts::close);
        bulk.close();
        database.close();
        vertx.close().await();
    }

    @Test
    void aMonthThatHasNoPartGetsItFromTheFirstEventOfIt() throws Exception {
        List<Event> far = List.of(
                event(1, "far", now.plusMonths(9)), event(2, "farther", now.plusMonths(14)), event(0, "near", now));
        assertThat(stored(far)).isEqualTo(3);
        assertThat(count("select count(*) from event")).isEqualTo(3);
        assertThat(count("select count(*) from only " + part(now.plusMonths(9))))
                .isEqualTo(1);
        assertThat(count("select count(*) from only " + part(now.plusMonths(14))))
                .isEqualTo(1);
        assertThat(count("select count(*) from event_part where name = ?", part(now.plusMonths(11))))
                .as("a month between that nothing came to")
                .isZero();
    }

    @Test
    void aRetryInAnotherMonthThanTheFirstTryChangesNothing() throws Exception {
        List<Event> events =
                List.of(event(1, "a", now.minusDays(29)), event(1, "b", now), event(1, "c", now.plusMonths(1)));
        assertThat(stored(events)).isEqualTo(3);
        assertThat(stored(events.reversed())).isZero();
        assertThat(stored(List.of(events.get(1), event(1, "d", now), event(1, "d", now))))
                .as("a twin in the same batch")
                .isEqualTo(1);
        assertThat(count("select count(*) from event")).isEqualTo(4);
        assertThat(count("select count(*) from service"))
                .as("the item was met once")
                .isEqualTo(1);
    }

    @Test
    void nextMonthsAreThereBeforeTheyCome() throws Exception {
        ZonedDateTime later = now.plusMonths(6);
        node(later, KEEP_MONTHS).ahead().await(60, TimeUnit.SECONDS);
        for (int month = 0; month <= 3; month++) {
            assertThat(count("select count(*) from event_part where name = ?", part(later.plusMonths(month))))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatIsOverIsCountedAndWhatIsTooOldIsDropped() throws Exception {
        long seed = new Random().nextLong();
        fill(new Random(seed), 400);
        run("create table before as select * from event");

        ZonedDateTime later = now.plusMonths(4);
        settle(node(later, KEEP_MONTHS));

        String gone =
                "at < ((date_trunc('month', ?::timestamptz at time zone 'Asia/Shanghai')) at time zone 'Asia/Shanghai')";
        String edge = later.minusMonths(KEEP_MONTHS).toOffsetDateTime().toString();
        assertThat(count("select count(*) from event where " + gone, edge))
                .as("seed %d", seed)
                .isZero();
        assertThat(count("select count(*) from before where " + gone, edge))
                .as("seed %d", seed)
                .isPositive();
        assertThat(count("select count(*) from event"))
                .as("seed %d: the others are there", seed)
                .isEqualTo(count("select count(*) from before where not " + gone, edge))
                .isPositive();
        assertThat(count("select count(*) from pg_tables where tablename = ?", part(now)))
                .isZero();
        String rows = "select (at at time zone 'Asia/Shanghai')::date, coalesce(item, 0), type,"
                + " coalesce(r.village / 1000000, 0)::int, count(*), count(distinct nullif(person, 0)) from before e"
                + " left join resident r on r.id = e.person where at < (select coalesce(min(since), 'infinity') from event_part"
                + " where rolled_at is null) group by 1, 2, 3, 4";
        assertThat(count("select count(*) from ((" + rows + ") except table event_total) d"))
                .as("seed %d", seed)
                .isZero();
        assertThat(count("select count(*) from (table event_total except (" + rows + ")) d"))
                .as("seed %d", seed)
                .isZero();
        assertThat(count("select count(*) from event_total")).isPositive();
    }

    @Test
    void zeroMonthsKeepEverything() throws Exception {
        fill(new Random(1), 100);
        settle(node(now.plusMonths(5), 0));
        assertThat(count("select count(*) from event")).isEqualTo(100);
        assertThat(count("select sum(events) from event_total")).isEqualTo(100);
    }

    @Test
    void whatComesAfterTheCountIsCountedBeforeItIsDropped() throws Exception {
        assertThat(stored(List.of(event(1, "a", now), event(2, "b", now)))).isEqualTo(2);
        settle(node(now.plusMonths(3), 0));
        assertThat(count("select sum(events) from event_total")).isEqualTo(2);
        assertThat(stored(List.of(event(3, "late", now)))).isEqualTo(1);
        settle(node(now.plusMonths(6), KEEP_MONTHS));
        assertThat(count("select count(*) from event")).isZero();
        assertThat(count("select sum(events) from event_total")).isEqualTo(3);
    }

    @Test
    void aPartThatACrashLeftBesideTheTableIsDropped() throws Exception {
        assertThat(stored(List.of(event(1, "a", now)))).isEqualTo(1);
        ZonedDateTime later = now.plusMonths(6);
        settle(node(later, 0));
        bulk.outside("alter table event detach partition " + part(now) + " concurrently");
        settle(node(later, KEEP_MONTHS));
        assertThat(count("select count(*) from pg_tables where tablename = ?", part(now)))
                .isZero();
        assertThat(count("select count(*) from event_part where name = ?", part(now)))
                .isZero();
        assertThat(count("select sum(events) from event_total")).isEqualTo(1);
    }

    @Test
    void twoNodesSettleAPartOnce() throws Exception {
        fill(new Random(2), 200);
        ZonedDateTime later = now.plusMonths(8);
        Future.all(node(later, KEEP_MONTHS).tick(), node(later, KEEP_MONTHS).tick())
                .await(60, TimeUnit.SECONDS);
        settle(node(later, KEEP_MONTHS));
        assertThat(count("select count(*) from event")).isZero();
        assertThat(count("select sum(events) from event_total")).isEqualTo(200);
    }

    @Test
    void anItemThatEventsNameIsNotDeletedAndOneThatIsNotThereNotNamed() throws Exception {
        assertThat(stored(List.of(event(1, "a", now)))).isEqualTo(1);
        for (String sql : List.of(
                "delete from item where seq = (select item from event)",
                "insert into event (person, id, item, type, at) values (0, 'x', 999, 'open', now())")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> run(sql))
                    .as(sql)
                    .hasMessageContaining("event_item_fkey");
        }
        run("delete from item where seq = (select max(seq) from item)");
    }

    /** Events of residents and guests, from 20 days ago to two months ahead. */
    private void fill(Random random, int count) throws Exception {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new Event(
                    random.nextInt(7),
                    "e" + i,
                    random.nextInt(4) == 0 ? null : 1 + random.nextInt(5),
                    EventType.values()[random.nextInt(EventType.values().length)],
                    now.minusDays(20).plusMinutes(random.nextInt(80 * 24 * 60)).toInstant(),
                    null,
                    null,
                    null,
                    null));
        }
        assertThat(stored(events)).isEqualTo(count);
    }

    private static Event event(long person, String id, ZonedDateTime at) {
        return new Event(person, id, 1, EventType.OPEN, at.toInstant(), null, null, null, null);
    }

    private int stored(List<Event> events) throws Exception {
        return store.insert(events, Placing.Marking.NONE, 1)
                .await(60, TimeUnit.SECONDS)
                .news()
                .size();
    }

    private EventParts node(ZonedDateTime at, int keepMonths) {
        EventParts node = new EventParts(
                vertx,
                store,
                address,
                Clock.fixed(at.toInstant(), Beijing.ZONE),
                new Config.Events(100, 100, 100, OLDEST_DAYS, 5, keepMonths, 500, 2_000, 10),
                new SimpleMeterRegistry());
        nodes.add(node);
        return node;
    }

    private static void settle(EventParts node) throws Exception {
        node.tick().await(60, TimeUnit.SECONDS);
    }

    private static String part(ZonedDateTime month) {
        return "event_%d_%02d".formatted(month.getYear(), month.getMonthValue());
    }

    private void run(String sql) throws Exception {
        bulk.transact(() -> bulk.run(sql));
    }

    private long count(String sql, Object... parameters) throws Exception {
        return bulk.transact(() -> bulk.read(sql, EventPartsIT::number, parameters))
                .getFirst();
    }

    private static Long number(java.sql.ResultSet row) throws SQLException {
        return row.getLong(1);
    }
}
