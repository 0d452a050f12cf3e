package kepu.insight;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import kepu.region.Kind;
import kepu.region.Level;
import kepu.store.Database;

/** The SQL that takes sealed services into the totals of outreach. */
final class RollUpStore {
    /** Held by the one node that rolls up. "kepuroll" in ASCII. */
    private static final long ROLL_LOCK = 0x6b657075_726f6c6cL;

    /** Nobody of whom services tell is erased before this transaction ends; of who is already, they tell nothing any more. */
    private static final String HOLD = """
            select count(*) from (
                select id from resident
                where id in (select person from service where seq > $1 and seq <= $2 and person > 0)
                order by id for key share) as held
            """;

    /**
     * Services after $1 up to $2, summed where they count alike, and their persons kept. {@code rows}: with month and kind of village, and
     * whether they are a person's first of a month and of a year; {@code fresh}: whether none before knew of one either. No two of these are
     * joined with each other: how large they are is what the planner knows least, while all is new.
     */
    private static final String TAKE =
            """
            with rows as materialized (
                select s.person, s.village, s.people, s.route, s.groups, d.year, d.month,
                    case when v.name ~ '%s' then '%s' when v.name is not null then '%s' end as kind,
                    s.person > 0 and row_number() over (partition by s.person, d.year, d.month order by s.seq) = 1 as of_month,
                    s.person > 0 and row_number() over (partition by s.person, d.year order by s.seq) = 1 as of_year
                from service s
                    cross join lateral (
                        select extract(year from s.day)::smallint as year, extract(month from s.day)::smallint as month) d
                    left join region v on v.first = s.village and v.level = %d
                where s.seq > $1 and s.seq <= $2),
            fresh as materialized (
                select r.person, r.village, r.people, r.route, r.groups, r.year, r.month, r.kind,
                    r.of_month and (o.person is null or o.months & (1 << r.month - 1) = 0) as of_month,
                    r.of_year and o.person is null as of_year
                from rows r left join outreach_person o on o.person = r.person and o.year = r.year),
            kept as (
                insert into outreach_person as o (person, year, months)
                select person, year, bit_or(1 << month - 1)::smallint from fresh where of_month group by 1, 2 order by 1, 2
                on conflict (person, year) do update set months = o.months | excluded.months)
            select village, year, month, kind, route, groups, sum(people),
                count(*) filter (where of_month), count(*) filter (where of_year)
            from fresh group by village, year, month, kind, route, groups
            """.formatted(Kind.IN_TOWN, Part.of(Kind.TOWN), Part.of(Kind.COUNTRY), Level.VILLAGE.ordinal());

    private static final String ADD = """
            insert into outreach_total as t (level, year, month, part, region, services, reached)
            select * from unnest($1::smallint[], $2::smallint[], $3::smallint[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[])
            on conflict (level, year, month, part, region) do update
            set services = t.services + excluded.services, reached = t.reached + excluded.reached
            """;

    private static final String LAST_DAYS = "insert into outreach_village as v (village, day)"
            + " select village, max(day) from service where seq > $1 and seq <= $2 group by 1 order by 1"
            + " on conflict (village) do update set day = excluded.day where v.day < excluded.day";

    /** Services after {@code after} up to {@code upTo} are the next, {@code rows} of them. */
    record Stretch(long after, long upTo, int rows) {
        boolean isEmpty() {
            return after == upTo;
        }

        /** What is left without a first part of it. */
        Stretch without(Stretch first) {
            return new Stretch(first.upTo, upTo, rows - first.rows);
        }
    }

    private RollUpStore() {}

    /** True when nobody else rolls up until this transaction ends. */
    static Future<Boolean> alone(SqlClient transaction) {
        return Database.query(transaction, "select pg_try_advisory_xact_lock($1)", ROLL_LOCK)
                .map(rows -> rows.iterator().next().getBoolean(0));
    }

    /** The number of the last service in the totals. */
    static Future<Long> last(Database database) {
        return database.query("select last from outreach_mark")
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** The sealed services that come next, at most so many. */
    static Future<Stretch> stretch(SqlClient transaction, int most) {
        return Database.query(
                        transaction,
                        "select m.last, coalesce(max(s.seq), m.last), count(s.seq)::int from outreach_mark m left join lateral"
                                + " (select seq from service where seq > m.last and seq <= (select coalesce(max(last), 0) from service_block)"
                                + " order by seq limit $1) s on true group by m.last",
                        most)
                .map(RollUpStore::stretch);
    }

    /** The first of them, at most so many. */
    static Future<Stretch> part(SqlClient transaction, Stretch whole, int most) {
        return Database.query(
                        transaction,
                        "select $1::bigint, coalesce(max(seq), $2), count(*)::int from"
                                + " (select seq from service where seq > $1 and seq <= $2 order by seq limit $3) s",
                        whole.after(),
                        whole.upTo(),
                        most)
                .map(RollUpStore::stretch);
    }

    private static Stretch stretch(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        return new Stretch(row.getLong(0), row.getLong(1), row.getInteger(2));
    }

    /** The codes of groups by their bit. */
    static Future<Map<Integer, String>> groups(SqlClient transaction) {
        return Database.query(transaction, "select bit, code from service_group")
                .map(rows -> {
                    Map<Integer, String> groups = new HashMap<>();
                    rows.forEach(row -> groups.put(row.getInteger(0), row.getString(1)));
                    return groups;
                });
    }

    /** Sums them, and keeps whom they reached. */
    static Future<List<Totals.Alike>> take(SqlClient transaction, Stretch stretch) {
        return Database.query(transaction, HOLD, stretch.after(), stretch.upTo())
                .compose(held -> Database.query(transaction, TAKE, stretch.after(), stretch.upTo()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(RollUpStore::alike)
                        .toList());
    }

    private static Totals.Alike alike(Row row) {
        return new Totals.Alike(
                row.getLong(0),
                row.getShort(1),
                row.getShort(2),
                row.getString(3),
                row.getString(4),
                row.getInteger(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8));
    }

    static Future<Void> add(SqlClient transaction, List<Totals.Total> totals) {
        return Database.query(
                        transaction,
                        ADD,
                        totals.stream().map(total -> total.key().level()).toArray(Short[]::new),
                        totals.stream().map(total -> total.key().year()).toArray(Short[]::new),
                        totals.stream().map(total -> total.key().month()).toArray(Short[]::new),
                        totals.stream().map(total -> total.key().part()).toArray(String[]::new),
                        totals.stream().map(total -> total.key().region()).toArray(Long[]::new),
                        totals.stream().map(Totals.Total::services).toArray(Long[]::new),
                        totals.stream().map(Totals.Total::reached).toArray(Long[]::new))
                .mapEmpty();
    }

    /** Keeps the last days of villages and moves the mark. */
    static Future<Void> end(SqlClient transaction, Stretch stretch) {
        return Database.query(transaction, LAST_DAYS, stretch.after(), stretch.upTo())
                .compose(done -> Database.query(
                        transaction, "update outreach_mark set last = $1, moved_at = now()", stretch.upTo()))
                .mapEmpty();
    }
}
