package kepu.simulate;

import java.io.IOException;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.activity.Route;
import kepu.base.Coded;
import kepu.store.Bulk;

/** The SQL of the simulation. */
final class SimulationStore {
    /** A first opening, as the program counts it. */
    record Service(long person, int item, long village, LocalDate day, int groups) {}

    /** Stands in {@code installation} when all of a simulation is there. */
    private static final String WHOLE = "simulation";
    /** Stands there from the first row on, until all is there: what to clear after a crash. */
    private static final String BEGUN = "simulation.begun";

    private static final String RESIDENT =
            "resident (id, village, groups, birth_year, occupation, interests, language, large_print,"
                    + " personalised, consent_version, consent_at, synthetic, created_at)";
    private static final String EVENT = "event (person, id, item, type, at, feed, position, millis, value, propensity)";
    private static final String SERVICE = "service (person, item, route, village, day, groups)";

    /** The number of our advisory lock: "kepu sim" in ASCII. */
    private static final long TURN = 0x6b657075_2073696dL;

    private final Bulk bulk;

    SimulationStore(Bulk bulk) {
        this.bulk = bulk;
    }

    /** One simulation at a time: ends with {@link #close}, or with the connection. */
    final class Turn implements AutoCloseable {
        private Turn() throws SQLException, IOException {
            lock("select pg_advisory_lock(?)");
        }

        @Override
        public void close() throws SQLException, IOException {
            lock("select pg_advisory_unlock(?)");
        }

        private void lock(String sql) throws SQLException, IOException {
            bulk.transact(() -> bulk.read(sql, row -> row.getString(1), TURN));
        }
    }

    /** Waits until no other process simulates. */
    Turn turn() throws SQLException, IOException {
        return new Turn();
    }

    Optional<Loaded> whole() throws SQLException {
        return read(WHOLE);
    }

    /** Deletes the rows of a simulation that did not come to its end; services come only with the end. */
    void clear() throws SQLException {
        Optional<Loaded> begun = read(BEGUN);
        if (begun.isPresent()) {
            long first = begun.get().firstId();
            long last = begun.get().id(begun.get().settings().residents() - 1);
            bulk.run("delete from event where person between ? and ?", first, last);
            bulk.run("delete from resident where id between ? and ? and synthetic", first, last);
            bulk.run("delete from installation where name = ?", BEGUN);
        }
    }

    /** Takes a run of ids for {@code count} residents; gives the first. Nobody else can add residents until the transaction ends. */
    long reserve(int count) throws SQLException {
        bulk.execute("lock table resident in share row exclusive mode");
        List<Long> last = bulk.read(
                "select setval(sequence, nextval(sequence) + ?) from (select pg_get_serial_sequence('resident', 'id')::regclass as sequence) s",
                row -> row.getLong(1),
                count - 1);
        return last.getFirst() - count + 1;
    }

    void begin(Loaded loaded) throws SQLException {
        bulk.run("insert into installation values (?, ?)", BEGUN, loaded.json());
    }

    void end() throws SQLException {
        bulk.run("update installation set name = ? where name = ?", WHOLE, BEGUN);
    }

    Bulk.Rows residents() throws SQLException {
        return bulk.copy(RESIDENT);
    }

    /** COPY gives an identity column the value it brings. */
    static void write(Bulk.Rows rows, long id, Person person, String consentVersion) throws SQLException {
        Person.Profile told = person.profile();
        rows.row(
                id,
                person.home().code(),
                told.groups().stream().map(Coded::code).sorted().toList(),
                told.birthYear(),
                told.occupation(),
                told.interests().stream().map(Coded::code).sorted().toList(),
                told.language(),
                told.largePrint(),
                told.personalised(),
                consentVersion,
                told.consentAt(),
                true,
                told.consentAt());
    }

    Bulk.Rows events() throws SQLException {
        return bulk.copy(EVENT);
    }

    /** As feeds do, only what was shown and opened is marked with the probability of its place. */
    static void write(Bulk.Rows rows, Event event, float propensity) throws SQLException {
        rows.row(
                event.person(),
                event.id(),
                event.item(),
                event.type().code(),
                event.at(),
                event.feed(),
                event.position(),
                event.millis(),
                event.value(),
                isJudged(event.type()) ? propensity : null);
    }

    private static boolean isJudged(EventType type) {
        return switch (type) {
            case IMPRESSION, OPEN, PLAY -> true;
            case PROGRESS, FINISH, LIKE, SHARE, NOT_INTERESTED, ANSWER -> false;
        };
    }

    void services(List<Service> services) throws SQLException {
        try (Bulk.Rows rows = bulk.copy(SERVICE)) {
            for (Service service : services) {
                rows.row(
                        service.person(),
                        service.item(),
                        Route.FEED.code(),
                        service.village(),
                        service.day(),
                        service.groups());
            }
        }
    }

    void analyse() throws SQLException {
        bulk.execute("analyze resident, event, service");
    }

    private Optional<Loaded> read(String name) throws SQLException {
        return bulk.read("select value from installation where name = ?", row -> row.getString(1), name).stream()
                .findFirst()
                .map(Loaded::of);
    }
}
