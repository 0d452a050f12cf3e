package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import kepu.activity.ServiceAudit.Finding;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.config.Config;
import kepu.people.Secrets;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.testing.AtOnce;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service record is sealed: nothing in it can be changed unseen, and its totals are its rows. */
class SealIT {
    private static final String VILLAGE = "510903100208";
    private static final int BLOCK_ROWS = 7;
    private static final int ROUND_ROWS = 30;

    /** Its own job does not seal. */
    @RegisterExtension
    static final House house = new House().with("services.sealSeconds", 3_600);

    private Vertx vertx;
    private Database database;
    private Sealer sealer;
    private List<Integer> items;

    /** Each test has a record of its own: a broken one stays broken. */
    @BeforeEach
    void begin() throws Exception {
        past("truncate service, service_block, service_total, service_gone, service_past restart identity");
        vertx = Vertx.vertx();
        database = new Database(vertx, house.address(), house.config().database());
        sealer = sealer();
        items = house.sql("select seq from item order by seq limit 50").stream()
                .map(row -> Integer.valueOf(row.getFirst()))
                .toList();
    }

    @AfterEach
    void end() {
        database.close();
        vertx.close().await();
    }

    @Test
    void anUntouchedRecordIsSound() throws Exception {
        List<Long> people = people(5);
        meet(people, 10);
        seal();
        meet(people, 20);
        seal();
        assertThat(audit().verify(null)).isInstanceOfSatisfying(Finding.Sound.class, sound -> {
            assertThat(sound.rows()).isEqualTo(100);
            assertThat(sound.blocks()).isEqualTo(house.count("select count(*) from service_block"));
            assertThat(sound.erased()).isZero();
            assertThat(sound.unsealed()).isZero();
        });
        assertThat(audit().check().wrong()).isEmpty();
        assertThat(audit().check().people()).isEqualTo(100);
    }

    @Test
    void faceToFaceServicesWithAllTheirTextsAreSealedAsTheAuditReadsThem() throws Exception {
        String disseminator = house.staff(kepu.people.Role.DISSEMINATOR, VILLAGE);
        for (String note : Arrays.asList("讲了秋收防火 \"引号\" \\ 反斜线", "", null)) {
            JsonObject body = new JsonObject()
                    .put("item", house.items(1).getFirst())
                    .put("people", 40)
                    .put("groups", new JsonArray().add("elder").add("farmer"))
                    .put("place", "村委会𠮷")
                    .put("at", Instant.now().toString());
            if (note != null) {
                body.put("note", note);
            }
            assertThat(house.post("/v1/village/services", body, disseminator).status())
                    .isEqualTo(201);
        }
        seal();
        assertThat(audit().verify(null)).isInstanceOf(Finding.Sound.class);
        assertThat(total("elder", 0)).isEqualTo(120);
        assertThat(total("", 4)).isEqualTo(120);
    }

    @Test
    void everyGroupHasItsBitInTheDatabaseAndItsWord() {
        for (Group group : Group.values()) {
            assertThat(house.count("select group_mask(array[?])", group.code()))
                    .as(group.code())
                    .isEqualTo(1L << group.ordinal());
            assertThat(house.sql("select code from service_group where bit = ?", 1 << group.ordinal()))
                    .containsExactly(List.of(group.code()));
        }
        assertThat(house.count("select count(*) from service_group")).isEqualTo(Group.values().length);
    }

    @Test
    void aPersonOfSeveralGroupsCountsInEachAndOnceInAll() throws Exception {
        house.sql("insert into resident (village, groups, consent_version, consent_at)"
                + " values (510903100208, '{farmer,elder}', '1', now()), (510903100208, '{elder}', '1', now())");
        meet(ids("select id from resident order by id desc limit 2"), 1);
        seal();
        assertThat(total("", 0)).isEqualTo(2);
        assertThat(total("elder", 0)).isEqualTo(2);
        assertThat(total("farmer", 0)).isEqualTo(1);
        assertThat(audit().check().wrong()).isEmpty();
    }

    @Test
    void aNumberThatIsStillOnItsWayHoldsTheSealBack() throws Exception {
        List<Long> people = people(3);
        try (Connection slow = connect()) {
            insert(slow, people.get(0));
            insertAtOnce(people.get(1));
            assertThat(seal())
                    .as("a later number is there, an earlier one is not")
                    .isZero();
            slow.commit();
        }
        assertThat(seal()).isEqualTo(2);
        try (Connection slow = connect()) {
            insert(slow, people.get(2));
            insertAtOnce(people(1).getFirst());
            assertThat(seal()).isZero();
            slow.rollback();
        }
        assertThat(seal()).as("the other never came").isEqualTo(1);
        assertThat(audit().verify(null)).isInstanceOf(Finding.Sound.class);
        assertThat(audit().check().people()).isEqualTo(3);
    }

    @Test
    void aWriterThatCameAfterTheLookDoesNotHoldUpWhatIsFinal() throws Exception {
        List<Long> people = people(3);
        try (Connection slow = connect();
                Connection slower = connect()) {
            insert(slow, people.get(0));
            assertThat(seal()).isZero();
            insert(slower, people.get(1));
            slow.commit();
            assertThat(seal()).isEqualTo(1);
            slower.commit();
        }
        assertThat(seal()).isEqualTo(1);
    }

    @Test
    void oneCallSealsAllThatIsFinalHoweverManyRoundsItTakesAndWhoeverWritesMeanwhile() throws Exception {
        List<Long> people = people(32);
        try (Connection slow = connect();
                Connection slower = connect()) {
            int met = meet(people.subList(2, 32), 4);
            assertThat(met).isGreaterThan(3 * ROUND_ROWS);
            insert(slow, people.get(0));
            assertThat(seal()).isZero();
            insert(slower, people.get(1));
            slow.commit();
            assertThat(seal()).isEqualTo(met + 1);
            slower.commit();
        }
        assertThat(seal()).isEqualTo(1);
        assertThat(audit().verify(null)).isInstanceOf(Finding.Sound.class);
        assertThat(audit().check().people()).isEqualTo(people.size() * 4 - 6);
    }

    @Test
    void manyWritersAndManySealersLeaveOneChainAndRightTotals() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Long> people = people(40);
        List<java.util.concurrent.Callable<Integer>> works = new ArrayList<>();
        for (int writer = 0; writer < 6; writer++) {
            List<Long> own = people.subList(writer * 5, writer * 5 + 10);
            long mixed = random.nextLong();
            works.add(() -> write(own, new Random(mixed)));
        }
        for (int i = 0; i < 3; i++) {
            Sealer another = sealer();
            works.add(() -> {
                int rows = 0;
                for (int round = 0; round < 20; round++) {
                    rows += another.seal().await(60, TimeUnit.SECONDS);
                }
                return rows;
            });
        }
        AtOnce.results(works);
        seal();
        seal();
        assertThat(audit().verify(null)).as("seed %d", seed).isInstanceOfSatisfying(Finding.Sound.class, sound -> {
            assertThat(sound.unsealed()).isZero();
            assertThat(sound.rows()).isEqualTo(house.count("select count(*) from service"));
        });
        assertThat(audit().check().wrong()).as("seed %d", seed).isEmpty();
    }

    @Test
    void erasingAPersonLeavesTheChainWholeAndNothingOfThePerson() throws Exception {
        String token = house.resident(VILLAGE);
        long person = Long.parseLong(house.get("/v1/me", token).json().getString("id"));
        List<Long> all = new ArrayList<>(people(2));
        all.add(person);
        meet(all, 5);
        seal();
        meet(all, 8);
        assertThat(house.send("DELETE", "/v1/me", null, token).status()).isEqualTo(204);
        seal();
        assertThat(house.count("select count(*) from service where person = ?", person))
                .isZero();
        assertThat(house.count("select count(distinct commitment) from service where person < 0"))
                .as("two services of theirs have nothing in common")
                .isEqualTo(8);
        assertThat(audit().verify(null))
                .isInstanceOfSatisfying(
                        Finding.Sound.class, sound -> assertThat(sound.erased()).isEqualTo(8));
        assertThat(audit().check().people()).isEqualTo(24);
    }

    @Test
    void whoIsErasedWhileBeingServedIsNotCountedAfterwards() throws Exception {
        for (int i = 0; i < 20; i++) {
            String token = house.resident(VILLAGE);
            long person = Long.parseLong(house.get("/v1/me", token).json().getString("id"));
            AtOnce.results(List.of(
                    () -> meet(List.of(person), 20),
                    () -> house.send("DELETE", "/v1/me", null, token).status()));
            assertThat(house.count("select count(*) from service where person = ?", person))
                    .isZero();
        }
        seal();
        assertThat(audit().verify(null)).isInstanceOf(Finding.Sound.class);
    }

    @Test
    void aServiceIsNeitherChangedNorDeleted() throws Exception {
        meet(people(2), 3);
        seal();
        for (String sql : List.of(
                "update service set people = 9",
                "update service set person = -seq",
                "update service set person = -seq, commitment = '\\x00', day = day - 1",
                "delete from service",
                "truncate service cascade",
                "delete from service_block",
                "update service_block set rows = rows")) {
            assertThatThrownBy(() -> house.sql(sql)).as(sql).hasMessageContainingAll("service");
        }
        assertThat(audit().verify(null)).isInstanceOf(Finding.Sound.class);
    }

    @ParameterizedTest
    @CsvSource({
        "update service set people = 1 where seq = 12; update service set day = day - 1 where seq = 12, 12, this row was changed",
        "update service set item = (select max(seq) from item) where seq = 12, 12, this row was changed",
        "update service set recorded_at = recorded_at + interval '1 microsecond' where seq = 1, 1, this row was changed",
        "delete from service where seq = 12, 13, a row before this one is missing",
        "delete from service where seq = 14, 13, a row after this one is missing",
        "delete from service where seq = 1, 2, a row before this one is missing",
        "update resident set salt = '\\x00' where id = (select person from service where seq = 12), 11, this row was changed",
        "delete from service_block where number = 2, 8, the block is missing",
        "update service_block set mac = '\\x00' where number = 2, , the block was not sealed by this installation",
        "update service_block set body = '\\x00' where number = 2, , the block is not that of its rows",
        "update service_block set hash = '\\x00' where number = 2, , the block does not stand on the one before",
    })
    void whatIsTouchedPastTheGuardIsNamed(String touch, Long seq, String what) throws Exception {
        meet(people(3), 10);
        seal();
        past(touch);
        assertThat(audit().verify(null)).isInstanceOfSatisfying(Finding.Broken.class, broken -> {
            assertThat(broken.seq()).isEqualTo(seq);
            assertThat(broken.what()).isEqualTo(what);
        });
    }

    @Test
    void aRowThatIsPutInLaterIsNamed() throws Exception {
        List<Long> people = people(3);
        meet(people, 10);
        seal();
        past(
                "delete from service where seq = 12",
                "insert into service (seq, person, item, route, village, day)"
                        + " overriding system value select 12, person, item, 'share', village, day from service where seq = 13");
        assertThat(audit().verify(null))
                .isInstanceOfSatisfying(
                        Finding.Broken.class, broken -> assertThat(broken.seq()).isEqualTo(12));
    }

    @Test
    void aChainThatWasMadeAnewOrCutOffDoesNotHoldAnEarlierHead() throws Exception {
        meet(people(3), 10);
        seal();
        String head = assertSound().head();
        meet(people(2), 5);
        seal();
        assertThat(audit().verify(head)).as("an earlier head").isInstanceOf(Finding.Sound.class);
        past(
                "delete from service where seq > 14",
                "delete from service_block where number > 2",
                "delete from service_total");
        assertSound();
        assertThat(audit().verify(head)).isEqualTo(new Finding.Another(head));
        assertThat(audit().check().wrong()).isNotEmpty();
    }

    @Test
    void aTotalThatIsNotItsRowsIsNamed() throws Exception {
        meet(people(2), 3);
        seal();
        house.sql("update service_total set people = people + 1 where level = 2 and grp = ''");
        assertThat(audit().check().wrong())
                .containsExactly(new ServiceAudit.Wrong(
                        "5109", Beijing.day(Instant.now()).toString(), "feed", "", 7, 6));
    }

    @Test
    void aPersonWhoWentWithoutATraceIsSealedAsErased() throws Exception {
        meet(people(2), 3);
        past("delete from resident where id = (select max(person) from service)");
        seal();
        assertThat(assertSound().erased()).isEqualTo(3);
    }

    private Finding.Sound assertSound() throws Exception {
        Finding finding = audit().verify(null);
        assertThat(finding).isInstanceOf(Finding.Sound.class);
        return (Finding.Sound) finding;
    }

    /** Writers of one or two rows, some of which change their mind. */
    private Integer write(List<Long> people, Random random) throws SQLException {
        int written = 0;
        for (int i = 0; i < 40; i++) {
            try (Connection connection = connect()) {
                insert(connection, people.get(random.nextInt(people.size())));
                insert(connection, people.get(random.nextInt(people.size())));
                if (random.nextInt(4) == 0) {
                    connection.rollback();
                } else {
                    connection.commit();
                    written++;
                }
            }
        }
        return written;
    }

    private void insertAtOnce(long person) throws SQLException {
        try (Connection connection = connect()) {
            insert(connection, person);
            connection.commit();
        }
    }

    private void insert(Connection connection, long person) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("insert into service (person, item, route, village, day) values (" + person + ", "
                    + items.get((int) (Math.random() * items.size())) + ", 'search', 510903100208, current_date)"
                    + " on conflict do nothing");
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(
                house.address().jdbcUrl(),
                house.address().user(),
                house.address().password());
        connection.setAutoCommit(false);
        return connection;
    }

    /** What somebody does who holds the database, and not the program. */
    private void past(String... touches) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set session_replication_role = replica");
            for (String touch : touches) {
                statement.execute(touch);
            }
            connection.commit();
        }
    }

    private List<Long> people(int count) {
        house.sql(
                "insert into resident (village, groups, consent_version, consent_at)"
                        + " select 510903100208 + n % 3, case n % 2 when 0 then '{elder}'::text[] else '{youth,worker}' end, '1', now()"
                        + " from generate_series(1, ?) n",
                count);
        return ids("select id from resident order by id desc limit " + count);
    }

    private List<Long> ids(String sql) {
        return house.sql(sql).stream().map(row -> Long.valueOf(row.getFirst())).toList();
    }

    /** Each person meets the first items in the feed, today; gives how many services were news. */
    private int meet(List<Long> people, int count) {
        LocalDate today = Beijing.day(Instant.now());
        List<ServiceStore.Met> met = people.stream()
                .flatMap(person -> items.stream().limit(count).map(item -> new ServiceStore.Met(person, item, today)))
                .toList();
        return database.transact(transaction -> ServiceStore.count(transaction, Route.FEED, met))
                .await();
    }

    private int seal() throws Exception {
        return sealer.seal().await(60, TimeUnit.SECONDS);
    }

    private Sealer sealer() throws Exception {
        return new Sealer(
                vertx,
                database,
                secrets(),
                new Config.Services(1, BLOCK_ROWS, ROUND_ROWS, 5, 60),
                new SimpleMeterRegistry());
    }

    private Secrets secrets() throws Exception {
        return Secrets.of("", house.config().data());
    }

    private ServiceAuditing audit() {
        return new ServiceAuditing();
    }

    /** The audit on a connection of its own. */
    private final class ServiceAuditing {
        Finding verify(@Nullable String head) throws Exception {
            try (Bulk bulk = Bulk.open(house.address())) {
                return new ServiceAudit(bulk, secrets()).verify(head);
            }
        }

        ServiceAudit.Totals check() throws Exception {
            try (Bulk bulk = Bulk.open(house.address())) {
                return new ServiceAudit(bulk, secrets()).check();
            }
        }
    }

    private long total(String group, int level) {
        return house.count("select sum(people) from service_total where grp = ? and level = ?", group, level);
    }
}
