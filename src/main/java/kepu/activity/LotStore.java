package kepu.activity;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import kepu.store.Bulk;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of lots that other nodes stored. */
public final class LotStore {
    /**
     * $1 is the snapshot of the last reading and $2 its time, $3 the one up to which to read, or empty for now, $4 the transaction after
     * which to read, $5 the node that asks and $6 what it knows of its own, $7 how many, $8 how old a reading may be in minutes.
     */
    private static final String NEWS = """
            select s.present::text, s.at, s.lost, l.xid::text, l.node, l.persons, l.items, l.types, l.ats, l.villages, l.groups, l.firsts,
                l.served, l.days
            from (select case when $3 = '' then pg_current_snapshot() else $3::text::pg_snapshot end as present, now() as at,
                    coalesce((select not pg_visible_in_snapshot(xid, $1::text::pg_snapshot) from event_lot_life), true)
                    or pg_snapshot_xmax(pg_current_snapshot()) < pg_snapshot_xmin($1::text::pg_snapshot)
                    or now() - $2::timestamptz > make_interval(mins => $8) as lost) s
                left join lateral (
                    select * from event_lot e
                    where e.xid >= pg_snapshot_xmin($1::text::pg_snapshot) and e.xid > $4::text::xid8
                        and not pg_visible_in_snapshot(e.xid, $1::text::pg_snapshot) and pg_visible_in_snapshot(e.xid, s.present)
                        and not (e.node = $5 and e.xid = any ($6::text[]::xid8[]))
                    order by e.xid limit $7) l on not s.lost
            order by l.xid
            """;

    /** Up to where lots were read: what the snapshot saw, at some time by the database's clock. */
    public record Place(String snapshot, OffsetDateTime at) {}

    /**
     * What is asked for.
     *
     * @param to null for now
     * @param after the last transaction that was read on the way
     * @param known own transactions that are not wanted
     */
    record Wanted(
            Place from, @Nullable Place to, long after, long node, Collection<Long> known, int most, int minutes) {}

    /** A lot and who stored it. */
    record Told(long node, Lot lot) {}

    /** What was found; {@code isLost} when lots since the last reading may be gone. */
    record News(Place present, boolean isLost, List<Told> lots) {}

    private final Database database;

    public LotStore(Database database) {
        this.database = database;
    }

    /** Where to read on from for whoever reads events after this. Blocking, for the boot. */
    public static Place place(Bulk bulk) throws SQLException {
        return bulk.read(
                        "select pg_current_snapshot()::text, now()",
                        row -> new Place(row.getString(1), row.getObject(2, OffsetDateTime.class)))
                .getFirst();
    }

    Future<News> news(Wanted wanted) {
        return database.query(
                        NEWS,
                        wanted.from().snapshot(),
                        wanted.from().at(),
                        wanted.to() == null ? "" : wanted.to().snapshot(),
                        Long.toString(wanted.after()),
                        wanted.node(),
                        wanted.known().stream().map(String::valueOf).toArray(String[]::new),
                        wanted.most(),
                        wanted.minutes())
                .map(rows -> {
                    List<Told> lots = new ArrayList<>();
                    rows.forEach(row -> {
                        if (row.getValue(3) != null) {
                            lots.add(told(row));
                        }
                    });
                    Row first = rows.iterator().next();
                    return new News(
                            new Place(first.getString(0), first.getOffsetDateTime(1)), first.getBoolean(2), lots);
                });
    }

    /** Has lots begin anew when a crash of the database took them, and gives where to read on from. */
    Future<Place> begin() {
        return database.query("insert into event_lot_life default values on conflict do nothing")
                .compose(there -> database.query("select pg_current_snapshot()::text, now()"))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Place(row.getString(0), row.getOffsetDateTime(1));
                });
    }

    /** Deletes lots that are so old; gives how many. */
    Future<Integer> sweep(int minutes) {
        return database.query("delete from event_lot where at < now() - make_interval(mins => $1)", minutes)
                .map(rows -> rows.rowCount());
    }

    private static Told told(Row row) {
        Long[] persons = row.getArrayOfLongs(5);
        Integer[] items = row.getArrayOfIntegers(6);
        String[] types = row.getArrayOfStrings(7);
        OffsetDateTime[] ats = row.getArrayOfOffsetDateTimes(8);
        Long[] villages = row.getArrayOfLongs(9);
        Integer[] groups = row.getArrayOfIntegers(10);
        Boolean[] firsts = row.getArrayOfBooleans(11);
        List<Lot.Met> met = new ArrayList<>(persons.length);
        for (int i = 0; i < persons.length; i++) {
            // nobody learns of guests, nor of a type that only a newer release beside this one knows
            EventType type = villages[i] == null || items[i] == null
                    ? null
                    : EventType.of(types[i]).orElse(null);
            if (type != null) {
                Event event = new Event(persons[i], "", items[i], type, ats[i].toInstant(), null, null, null, null);
                met.add(new Lot.Met(event, items[i], villages[i], groups[i], firsts[i]));
            }
        }
        List<ServiceStore.Served> services =
                ServiceStore.Served.of(row.getArrayOfLongs(12), row.getArrayOfLocalDates(13));
        return new Told(row.getLong(4), Lot.of(Long.parseLong(row.getString(3)), met, services));
    }
}
