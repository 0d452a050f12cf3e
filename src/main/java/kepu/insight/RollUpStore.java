package kepu.insight;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.util.Arrays;
import java.util.stream.Collectors;
import kepu.region.Kind;
import kepu.region.Level;
import kepu.store.Database;

/** The SQL that takes sealed services into the totals of outreach. */
final class RollUpStore {
    /** Held by the one node that rolls up. "kepuroll" in ASCII. */
    private static final long ROLL_LOCK = 0x6b657075_726f6c6cL;

    /**
     * Services after $1 up to $2. {@code rows}: with their month and parts. {@code known}: the first of each person and month. {@code there}:
     * who of them is not erased meanwhile; they stay until this transaction ends. {@code fresh}: those that no earlier round knew, and whether
     * their year is new too. Villages are summed before their ancestors, so that what is multiplied by the levels is little.
     */
    private static final String ROLL =
            "with rows as materialized (select s.seq, s.person, s.village, s.people, s.route, s.groups,"
                    + " extract(year from s.day)::smallint as year, extract(month from s.day)::smallint as month,"
                    + " case when v.name ~ '" + Kind.IN_TOWN + "' then '" + Part.of(Kind.TOWN)
                    + "' when v.name is not null then '"
                    + Part.of(Kind.COUNTRY) + "' end as kind"
                    + " from service s left join region v on v.first = s.village and v.level = "
                    + Level.VILLAGE.ordinal()
                    + " where s.seq > $1 and s.seq <= $2),"
                    + " known as materialized (select distinct on (person, year, month) seq, person, year, month from rows where person > 0"
                    + " order by person, year, month, seq),"
                    + " there as materialized (select id from resident where id in (select person from known) for key share),"
                    + " fresh as materialized (select k.seq, k.person, k.year, k.month,"
                    + " o.person is null and row_number() over (partition by k.person, k.year order by k.seq) = 1 as of_year"
                    + " from known k join there t on t.id = k.person left join outreach_person o on o.person = k.person and o.year = k.year"
                    + " where o.person is null or o.months & (1 << k.month - 1) = 0),"
                    + " kept as (insert into outreach_person as o (person, year, months)"
                    + " select person, year, bit_or(1 << month - 1)::smallint from fresh group by 1, 2"
                    + " on conflict (person, year) do update set months = o.months | excluded.months),"
                    + " villages as materialized (select r.village, r.year, m.month, p.part, sum(r.people) as services,"
                    + " count(*) filter (where m.reached and p.counts) as reached"
                    + " from rows r left join fresh f on f.seq = r.seq"
                    + " cross join lateral (values (r.month, f.seq is not null), (0::smallint, coalesce(f.of_year, false))) as m (month, reached)"
                    + " cross join lateral (select '" + Part.EVERYBODY + "' as part, true as counts"
                    + " union all select '" + Part.ROUTE + "' || r.route, false"
                    + " union all select r.kind, true where r.kind is not null"
                    + " union all select '" + Part.GROUP
                    + "' || code, true from service_group where bit & r.groups <> 0) p"
                    + " group by 1, 2, 3, 4)"
                    + " insert into outreach_total as t (level, year, month, part, region, services, reached)"
                    + " select l.level, v.year, v.month, v.part, v.village - v.village % l.span, sum(v.services), sum(v.reached)"
                    + " from villages v cross join (values " + levels() + ") as l (level, span)"
                    + " group by 1, 2, 3, 4, 5 order by 1, 2, 3, 4, 5"
                    + " on conflict (level, year, month, part, region) do update"
                    + " set services = t.services + excluded.services, reached = t.reached + excluded.reached";

    private static final String LAST_DAYS = "insert into outreach_village as v (village, day)"
            + " select village, max(day) from service where seq > $1 and seq <= $2 group by 1 order by 1"
            + " on conflict (village) do update set day = excluded.day where v.day < excluded.day";

    /** Services after {@code after} up to {@code upTo} are the next, {@code rows} of them. */
    record Stretch(long after, long upTo, int rows) {}

    private RollUpStore() {}

    private static String levels() {
        return Arrays.stream(Level.values())
                .map(level -> "(" + level.ordinal() + "::smallint, " + level.span() + "::bigint)")
                .collect(Collectors.joining(", "));
    }

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
                .map(rows -> stretch(rows.iterator().next()));
    }

    private static Stretch stretch(Row row) {
        return new Stretch(row.getLong(0), row.getLong(1), row.getInteger(2));
    }

    /** Adds them to the totals and moves the mark. */
    static Future<Void> roll(SqlClient transaction, Stretch stretch) {
        return Database.query(transaction, ROLL, stretch.after(), stretch.upTo())
                .compose(done -> Database.query(transaction, LAST_DAYS, stretch.after(), stretch.upTo()))
                .compose(done -> Database.query(
                        transaction, "update outreach_mark set last = $1, moved_at = now()", stretch.upTo()))
                .mapEmpty();
    }
}
