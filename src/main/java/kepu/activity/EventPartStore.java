package kepu.activity;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kepu.base.Beijing;
import kepu.store.Bulk;

/** The SQL of the parts of the table of events that are over. Blocking. */
final class EventPartStore {
    /** Held by the one node that settles parts. "kepuover" in ASCII. */
    private static final long LOCK = 0x6b657075_6f766572L;
    /** Waiting for a lock on a table that others use holds up whoever comes after: this much and no more, the job comes back. */
    private static final String BRIEFLY = "set lock_timeout = '2s'";

    /** Town, county and so on are prefixes of a village's number of 12 digits: a county's is the first 6. */
    private static final String TOTALS = "insert into event_total (day, item, type, county, events, people)"
            + " select (e.at at time zone '" + Beijing.ZONE + "')::date, coalesce(e.item, 0), e.type,"
            + " coalesce(r.village / 1000000, 0)::int, count(*), count(distinct e.person) filter (where e.person > 0)"
            + " from %s e left join resident r on r.id = e.person group by 1, 2, 3, 4";

    /** A part that ends {@code until}; {@code rolled} when its numbers are stored. */
    record Part(String name, Instant until, boolean rolled) {}

    private final Bulk bulk;

    EventPartStore(Bulk bulk) {
        this.bulk = bulk;
    }

    /** A lock while no other node settles parts; empty when one does. */
    Optional<Bulk.Lock> alone() throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.execute(BRIEFLY);
            return true;
        });
        return bulk.tryLock(LOCK);
    }

    /** The parts that ended by then, the earliest first. */
    List<Part> until(Instant closed) throws SQLException, IOException {
        return bulk.transact(() -> bulk.read(
                "select name, until, rolled_at is not null from event_part where until <= ? order by until",
                row -> new Part(row.getString(1), row.getTimestamp(2).toInstant(), row.getBoolean(3)),
                Timestamp.from(closed)));
    }

    /** Whether something came to a part after its numbers were stored. */
    boolean isLate(Part part) throws SQLException, IOException {
        return bulk.transact(() -> bulk.read(
                        "select exists (select from " + part.name() + " where received_at >="
                                + " (select rolled_at from event_part where name = ?))",
                        row -> row.getBoolean(1),
                        part.name()))
                .getFirst();
    }

    /** Stores the numbers a day of a part, as a whole, instead of those that were stored before. */
    void rollUp(Part part) throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.execute("set local work_mem = '128MB'");
            bulk.run(
                    "delete from event_total t using event_part p where p.name = ? and t.day >= (p.since at time zone '"
                            + Beijing.ZONE + "')::date and t.day < (p.until at time zone '" + Beijing.ZONE + "')::date",
                    part.name());
            bulk.execute(TOTALS.formatted(part.name()));
            return bulk.run("update event_part set rolled_at = now() where name = ?", part.name());
        });
    }

    /** Whether a part is still seen through the table, wholly or on its way out. */
    boolean isAttached(Part part) throws SQLException, IOException {
        return !leaving(part).isEmpty();
    }

    /**
     * Takes a part whose numbers are stored out of the table, letting events in meanwhile, and drops it. What a crash leaves half done is
     * taken up again by the next call.
     */
    void drop(Part part) throws SQLException, IOException {
        String name = part.name();
        List<Boolean> leaving = leaving(part);
        if (!leaving.isEmpty()) {
            bulk.outside("alter table event detach partition " + name
                    + (leaving.getFirst() ? " finalize" : " concurrently"));
        }
        bulk.transact(() -> {
            bulk.execute("drop table if exists " + name);
            return bulk.run("delete from event_part where name = ? and rolled_at is not null", name);
        });
    }

    /** Whether an earlier call began to take it out; empty when it is out. */
    private List<Boolean> leaving(Part part) throws SQLException, IOException {
        return bulk.transact(() -> bulk.read(
                "select inhdetachpending from pg_inherits where inhrelid = to_regclass(?) and inhparent = 'event'::regclass",
                row -> row.getBoolean(1),
                part.name()));
    }
}
