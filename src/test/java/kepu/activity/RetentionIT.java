package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import kepu.activity.ServiceAudit.Finding;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.people.Secrets;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.testing.AtOnce;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services that are older than is kept leave the record; the chain, the totals and a village's sums stay whole. */
class RetentionIT {
    private static final int KEEP_MONTHS = 12;
    private static final int BLOCK_ROWS = 7;
    private static final int ITEMS = 40;
    private static final RegionCode COUNTY = RegionCode.of("510903");
    private static final String SUMS =
            "select village, day, route, groups, sum(people)::bigint from %s group by 1, 2, 3, 4";

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestPostgres.fresh();
    private final Database database =
            new Database(vertx, address, new ConfigReader().config().database());
    private final ServiceStore services = new ServiceStore(database);
    private final Secrets secrets = new Secrets(new byte[32]);
    private final Sealer sealer = new Sealer(vertx, database, secrets, config(0), new SimpleMeterRegistry());
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final LocalDate today = Beijing.day(Instant.now());
    private Bulk bulk;

    @BeforeEach
    void begin() throws Exception {
        bulk = Bulk.open(address);
        run(TestPostgres.items(ITEMS));
        run("insert into resident (village, groups, consent_version, consent_at) select 510903100208 + n % 3,"
                + " case n % 3 when 0 then '{elder}'::text[] when 1 then '{farmer,woman}' else '{}' end, '1', now()"
                + " from generate_series(1, 9) n");
    }

    @AfterEach
    void end() throws Exception {
        bulk.close();
        database.close();
        vertx.close().await();
    }

    @Test
    void whatIsTooOldGoesAndWhatIsLeftOfItAddsUp() throws Exception {
        long seed = new Random().nextLong();
        fill(new Random(seed));
        run("create table before as select * from service");
        Object totals = services.totals(COUNTY).await();

        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);

        long gone = count("select count(*) from before") - count("select count(*) from service");
        assertThat(gone).as("seed %d", seed).isPositive().isEqualTo((long)
                meters.counter("kepu.services.gone").count());
        assertThat(count("select count(*) from service where day >= ?", today.plusMonths(2)))
                .as("seed %d: what is young enough is there", seed)
                .isEqualTo(count("select count(*) from before where day >= ?", today.plusMonths(2)))
                .isPositive();
        assertThat(count("select count(*) from service where day < ?", today.plusMonths(1)))
                .as("seed %d: of the old ones only those in a block with younger ones", seed)
                .isLessThan(BLOCK_ROWS);
        assertThat(sound()).satisfies(sound -> {
            assertThat(sound.gone()).isEqualTo(count("select count(*) from service_gone"));
            assertThat(sound.rows() + gone).isEqualTo(count("select count(*) from before"));
            assertThat(sound.unsealed()).isZero();
        });
        assertThat(audit().check().wrong()).as("seed %d", seed).isEmpty();
        assertThat(audit().check().people()).as("seed %d", seed).isEqualTo(count("select sum(people) from before"));
        assertSameSums();
        assertThat(services.totals(COUNTY).await()).isEqualTo(totals);
    }

    @Test
    void theRecordGoesOnAfterwards() throws Exception {
        meet(1, 0, 30, today);
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        assertThat(count("select count(*) from service")).isZero();
        assertThat(meet(2, 0, 10, today)).isEqualTo(10);
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        assertThat(count("select sum(people) from service_past")).isEqualTo(40);
        assertThat(sound().rows()).isZero();
        assertThat(audit().check().wrong()).isEmpty();
    }

    @Test
    void zeroMonthsKeepEverything() throws Exception {
        meet(1, 0, 20, today);
        let(after(1_000), 0);
        assertThat(count("select count(*) from service")).isEqualTo(20);
    }

    @Test
    void aPersonCountsOnceForAsLongAsServicesAreKept() throws Exception {
        meet(1, 0, BLOCK_ROWS, today);
        let(after(KEEP_MONTHS), KEEP_MONTHS);
        assertThat(meet(1, 0, BLOCK_ROWS, today.plusMonths(KEEP_MONTHS)))
                .as("a month before")
                .isZero();
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        assertThat(meet(1, 0, BLOCK_ROWS, today.plusMonths(KEEP_MONTHS + 1))).isEqualTo(BLOCK_ROWS);
    }

    @Test
    void aLateReportOfAnOldDayIsKeptFromWhenItWasRecorded() throws Exception {
        meet(1, 0, BLOCK_ROWS, today.minusMonths(KEEP_MONTHS + 3));
        let(after(1), KEEP_MONTHS);
        assertThat(count("select count(*) from service")).isEqualTo(BLOCK_ROWS);
    }

    @Test
    void rowsThatOtherTotalsDoNotHoldYetWait() throws Exception {
        meet(1, 0, 3 * BLOCK_ROWS, today);
        long second = count("select last from service_block where number = 2");
        new Retention(
                        database,
                        secrets,
                        clock(after(KEEP_MONTHS + 1)),
                        () -> Future.succeededFuture(second),
                        config(KEEP_MONTHS),
                        meters)
                .tick()
                .await(60, TimeUnit.SECONDS);
        assertThat(count("select count(*) from service")).isEqualTo(BLOCK_ROWS);
        assertThat(sound().gone()).isEqualTo(2);
    }

    @Test
    void aBlockThatWasTouchedKeepsItsRowsAndAllAfterIt() throws Exception {
        for (String touch : List.of(
                "update service set day = day - 1 where seq = (select min(seq) from service)",
                "delete from service where seq = (select min(seq) from service)",
                "delete from service where seq <= (select min(last) from service_block)")) {
            meet(1 + (int) count("select count(*) from service") % 9, 0, 3 * BLOCK_ROWS, today);
            past(touch);
            long rows = count("select count(*) from service");
            assertThatThrownBy(() -> let(after(KEEP_MONTHS + 1), KEEP_MONTHS))
                    .as(touch)
                    .hasMessageContaining("block 1 ");
            assertThat(count("select count(*) from service")).as(touch).isEqualTo(rows);
            assertThat(count("select count(*) from service_past")).as(touch).isZero();
        }
    }

    @Test
    void whoTakesRowsAwayAndSaysThatTheyWereTooOldIsFound() throws Exception {
        meet(1, 0, 3 * BLOCK_ROWS, today);
        run("insert into service_gone (block, last, mac) select number, last, mac from service_block where number = 1");
        run("delete from service where seq <= (select last from service_gone)");
        assertThat(audit().verify(null))
                .isEqualTo(new Finding.Broken(1, null, "its rows were not let go by this installation"));
    }

    @Test
    void aRowThatIsPutIntoABlockWhoseRowsHaveGoneIsFound() throws Exception {
        meet(1, 0, 2 * BLOCK_ROWS, today);
        run("create table before as select * from service");
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        assertThat(sound().gone()).isEqualTo(2);
        past("insert into service overriding system value select * from before where seq = 3");
        assertThat(audit().verify(null))
                .isInstanceOfSatisfying(
                        Finding.Broken.class, broken -> assertThat(broken.seq()).isEqualTo(3));
    }

    @Test
    void whatTellsThatRowsHaveGoneIsNeitherChangedNorDeleted() throws Exception {
        meet(1, 0, 2 * BLOCK_ROWS, today);
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        meet(2, 0, BLOCK_ROWS, today);
        for (String sql : List.of(
                "delete from service",
                "update service_gone set last = 1000",
                "delete from service_gone",
                "truncate service_gone")) {
            assertThatThrownBy(() -> run(sql)).as(sql).hasMessageContaining("append-only");
        }
    }

    @Test
    void twoNodesLetGoOnceAndErasuresMeanwhileLeaveTheChainWhole() throws Exception {
        long seed = new Random().nextLong();
        fill(new Random(seed));
        run("create table before as select * from service");
        long people = count("select sum(people) from service");
        AtOnce.results(List.of(() -> tick(after(KEEP_MONTHS + 1)), () -> tick(after(KEEP_MONTHS + 1)), () -> {
            try (Bulk other = Bulk.open(address)) {
                for (int person = 1; person <= 9; person++) {
                    int gone = person;
                    other.transact(() -> other.run("delete from resident where id = ?", (long) gone));
                }
                return 0;
            }
        }));
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        assertThat(sound().gone()).as("seed %d", seed).isPositive();
        assertThat(audit().check().wrong()).as("seed %d", seed).isEmpty();
        assertThat(audit().check().people()).as("seed %d", seed).isEqualTo(people);
        assertSameSums();
    }

    @Test
    void aVisitOutlivesTheRowOfItsService() throws Exception {
        meet(1, 0, BLOCK_ROWS, today);
        past("insert into bulletin_visit (service, bulletin, village, people) values (1, 'urn:old', 510903100208, 30)");
        let(after(KEEP_MONTHS + 1), KEEP_MONTHS);
        assertThat(count("select count(*) from service")).isZero();
        assertThat(count("select sum(people) from bulletin_visit")).isEqualTo(30);
    }

    /** Services of this month, then of the next ones, by two routes and face to face. */
    private void fill(Random random) throws Exception {
        for (int month = 0; month < 4; month++) {
            List<Integer> people = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9));
            Collections.shuffle(people, random);
            for (int person : people.subList(0, 4)) {
                meet(person, month * 10, 2 + random.nextInt(8), today.plusMonths(month));
            }
            past(
                    "insert into service (item, route, village, day, people, groups, disseminator) select 1 + n, 'face_to_face',"
                            + " 510903100208 + n % 3, date '" + today.plusMonths(month)
                            + "', 10 + n, n % 2 * 8, 1 from generate_series(1, 5) n");
        }
        seal();
    }

    /** What the rows and what is left of them say together is what the rows said before. */
    private void assertSameSums() throws Exception {
        String now = SUMS.formatted("(select village, day, route, groups, people from service union all"
                + " select village, day, route, groups, people from service_past) s");
        String then = SUMS.formatted("before");
        assertThat(count("select count(*) from ((" + now + ") except (" + then + ")) d"))
                .isZero();
        assertThat(count("select count(*) from ((" + then + ") except (" + now + ")) d"))
                .isZero();
    }

    /** A person meets so many items in the feed, and all is sealed; gives how many services were news. */
    private int meet(int person, int from, int count, LocalDate day) throws Exception {
        List<ServiceStore.Met> met = new ArrayList<>();
        for (int item = from; item < from + count; item++) {
            met.add(new ServiceStore.Met(person, 1 + item % ITEMS, day));
        }
        int news = database.transact(transaction -> ServiceStore.count(transaction, Route.FEED, met))
                .await(60, TimeUnit.SECONDS);
        seal();
        return news;
    }

    private void seal() throws Exception {
        sealer.seal().await(60, TimeUnit.SECONDS);
        assertThat(count("select count(*) from service where seq > (select coalesce(max(last), 0) from service_block)"))
                .isZero();
    }

    private Integer tick(ZonedDateTime at) throws Exception {
        let(at, KEEP_MONTHS);
        return 0;
    }

    private void let(ZonedDateTime at, int keepMonths) throws Exception {
        new Retention(
                        database,
                        secrets,
                        clock(at),
                        () -> Future.succeededFuture(Long.MAX_VALUE),
                        config(keepMonths),
                        meters)
                .tick()
                .await(60, TimeUnit.SECONDS);
    }

    private ZonedDateTime after(int months) {
        return today.withDayOfMonth(1).plusMonths(months).atStartOfDay(Beijing.ZONE);
    }

    private static Clock clock(ZonedDateTime at) {
        return Clock.fixed(at.toInstant(), Beijing.ZONE);
    }

    private static Config.Services config(int keepMonths) {
        return new Config.Services(1, BLOCK_ROWS, 1_000, 5, keepMonths);
    }

    private ServiceAudit audit() {
        return new ServiceAudit(bulk, secrets);
    }

    private Finding.Sound sound() throws Exception {
        Finding finding = audit().verify(null);
        assertThat(finding).isInstanceOf(Finding.Sound.class);
        return (Finding.Sound) finding;
    }

    /** What somebody does who holds the database, and not the program. */
    private void past(String touch) throws Exception {
        bulk.transact(() -> {
            bulk.execute("set local session_replication_role = replica");
            return bulk.run(touch);
        });
    }

    private void run(String sql) throws Exception {
        bulk.transact(() -> bulk.run(sql));
    }

    private long count(String sql, Object... parameters) throws SQLException {
        try {
            return bulk.transact(() -> bulk.read(sql, row -> row.getLong(1), parameters))
                    .getFirst();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
