package kepu.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import kepu.base.Folders;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.content.Library;
import kepu.people.Secrets;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class SimulationIT {
    private static final int RESIDENTS = 500;
    private static final Path HOME = Path.of(System.getProperty("kepu.home", "."));
    private static final Secrets SECRETS = new Secrets(new byte[32]);
    private static final Settings SETTINGS = new Settings(
            RESIDENTS, 90, Scene.SEED, RegionCode.of("5109"), Instant.parse("2026-11-21T09:30:00Z"), "2026-1");

    private static Path data;
    private static EmbeddedPostgres postgres;
    private static DatabaseAddress address;
    private static Bulk bulk;
    private static Divisions divisions;
    private static Catalogue catalogue;

    @BeforeAll
    static void startPostgres() throws IOException, SQLException {
        data = Files.createTempDirectory(
                Files.createDirectories(Path.of(System.getProperty("kepu.target", "target"))), "simulation-");
        postgres = EmbeddedPostgres.start(data, new EmbeddedPostgres.Settings(0, 10, 32, Duration.ofMinutes(1)));
        var at = postgres.address();
        address = new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
        Bulk.migrate(address);
        bulk = Bulk.open(address);
        divisions = Regions.load(bulk);
        new Library(HOME.resolve("content"), data.resolve("media")).importInto(bulk, divisions);
        catalogue = Items.load(bulk);
    }

    @AfterAll
    static void stopPostgres() throws IOException, SQLException {
        bulk.close();
        postgres.close();
        Folders.delete(data);
    }

    @BeforeEach
    void empty() throws Exception {
        bulk.transact(() -> {
            // past the guard of the append-only record
            bulk.execute("set local session_replication_role = replica");
            bulk.execute("truncate event, service, service_block, service_total, resident cascade");
            return bulk.run("delete from installation where name like 'simulation%'");
        });
    }

    @Test
    void loadsResidentsAndWhatTheyDid() throws Exception {
        long named = named();

        Simulation.Report report = run();

        assertThat(report.residents()).isEqualTo(RESIDENTS);
        assertThat(report.events()).isEqualTo(count("event")).isGreaterThan(RESIDENTS * 20L);
        assertThat(report.services()).isEqualTo(count("service")).isPositive();
        assertThat(report.loaded().firstId()).isGreaterThan(named);
        assertThat(count("resident where synthetic and phone_hash is null and created_at = consent_at"))
                .isEqualTo(RESIDENTS);
        assertThat(count("event e join resident r on r.id = e.person where e.at > r.consent_at and e.id like 'sim-%'"))
                .isEqualTo(report.events());
        assertThat(count("event where at >= '%s' or at < '%s'".formatted(SETTINGS.now(), SETTINGS.from())))
                .isZero();
    }

    @Test
    void whatWasShownAndOpenedIsMarkedWithTheProbabilityOfItsPlace() throws Exception {
        run();

        assertThat(
                        count(
                                "event where type in ('impression', 'open', 'play') and not coalesce(propensity > 0 and propensity <= 1, false)"))
                .isZero();
        assertThat(count("event where type not in ('impression', 'open', 'play') and propensity is not null"))
                .isZero();
        assertThat(count("event o join event i on i.person = o.person and i.item = o.item and i.position = o.position"
                        + " and i.type = 'impression' and i.at < o.at and o.at < i.at + interval '10 minutes'"
                        + " where o.type = 'open' and o.propensity <> i.propensity"))
                .isZero();
    }

    @Test
    void aSecondRunAddsNothing() throws Exception {
        Loaded first = run().loaded();
        long events = count("event");

        Simulation.Report again = run();

        assertThat(again).isEqualTo(new Simulation.Report(first, 0, 0, 0));
        assertThat(count("event")).isEqualTo(events);
        assertThat(count("resident")).isEqualTo(RESIDENTS);
        assertThat(Simulation.loaded(bulk)).contains(first);
    }

    @Test
    void aCrashHalfWayIsClearedAwayByTheNextRun() throws Exception {
        long named = named();
        List<String> told = new ArrayList<>();
        assertThatThrownBy(() -> run(bulk, line -> {
                    told.add(line);
                    if (told.size() == 2) {
                        throw new IllegalStateException("crash");
                    }
                }))
                .hasMessage("crash");
        assertThat(count("resident where synthetic")).isEqualTo(RESIDENTS);
        assertThat(count("event")).isZero();
        assertThat(Simulation.loaded(bulk)).isEmpty();

        Simulation.Report report = run();

        assertThat(count("resident where synthetic")).isEqualTo(RESIDENTS);
        assertThat(count("resident where id = " + named)).isEqualTo(1);
        assertThat(count("event")).isEqualTo(report.events());
        assertThat(count("installation where name = 'simulation.begun'")).isZero();
    }

    @Test
    void ofTwoRunsAtOnceOneLoadsAndTheOtherFindsItDone() throws Exception {
        try (Bulk other = Bulk.open(address);
                var threads = Executors.newFixedThreadPool(2)) {
            Future<Simulation.Report> one = threads.submit(() -> run(bulk, line -> {}));
            Future<Simulation.Report> two = threads.submit(() -> run(other, line -> {}));

            assertThat(List.of(one.get().residents(), two.get().residents())).containsExactlyInAnyOrder(0L, 500L);
            assertThat(one.get().loaded()).isEqualTo(two.get().loaded());
        }
        assertThat(count("resident")).isEqualTo(RESIDENTS);
    }

    @Test
    void whoJoinsAfterwardsGetsANumberOfTheirOwn() throws Exception {
        Loaded loaded = run().loaded();

        assertThat(named()).isEqualTo(loaded.id(RESIDENTS - 1) + 1);
    }

    @Test
    void eventsStillNeedTheirItem() throws Exception {
        run();

        assertThatThrownBy(() -> bulk.transact(() -> bulk.run(
                        "insert into event (person, id, item, type, at) values (0, 'x', 2000000000, 'open', now())")))
                .hasMessageContaining("event_item_fkey");
    }

    @Test
    void loadsBesideWhatRealPeopleDid() throws Exception {
        bulk.transact(() -> bulk.run(
                "insert into event (person, id, item, type, at) select 0, 'guest', min(seq), 'open', now() from item"));

        long events = run().events();

        assertThat(count("event")).isEqualTo(events + 1);
    }

    @Test
    void servicesAreThoseThatTheProgramWouldCount() throws Exception {
        run();

        assertThat(count(
                        "(select person, item, 'feed', village, day from service except select e.person, e.item, 'feed', r.village,"
                                + " min((e.at at time zone 'Asia/Shanghai')::date) from event e join resident r on r.id = e.person"
                                + " where e.type in ('open', 'play') group by 1, 2, 4) different"))
                .isZero();
        assertThat(count("service"))
                .isEqualTo(count("(select distinct person, item from event where type in ('open', 'play')) opened"));
    }

    @Test
    void theTruthIsThatOfTheRows() throws Exception {
        Loaded loaded = run().loaded();
        Truth truth = loaded.truth(divisions, catalogue);

        List<Long> villages = bulk.transact(
                () -> bulk.read("select village from resident where id = ?", row -> row.getLong(1), loaded.id(17)));

        assertThat(villages).containsExactly(truth.person(17).home().code());
    }

    private static Simulation.Report run() throws SQLException, IOException {
        return run(bulk, line -> {});
    }

    private static Simulation.Report run(Bulk into, Consumer<String> progress) throws SQLException, IOException {
        return Simulation.run(into, SECRETS, divisions, catalogue, SETTINGS, progress);
    }

    /** Adds a resident as the demo does; gives the id. */
    private static long named() throws SQLException, IOException {
        return bulk.transact(() -> bulk.read(
                        "insert into resident (village, consent_version, consent_at) values (510903001002, '1', now()) returning id",
                        row -> row.getLong(1)))
                .getFirst();
    }

    private static long count(String from) throws SQLException, IOException {
        return bulk.transact(() -> bulk.read("select count(*) from " + from, row -> row.getLong(1)))
                .getFirst();
    }
}
