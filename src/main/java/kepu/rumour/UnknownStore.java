package kepu.rumour;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kepu.search.claim.Shingles;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of what nobody knows yet. */
final class UnknownStore {
    private static final String UNKNOWN = "u.id, u.text, u.state, u.claim, u.first_at, u.last_at, u.total,"
            + " coalesce((select d.count from claim_unknown_day d where d.unknown = u.id and d.day = $1), 0), u.surprise";
    private static final String ALARM = "select " + UNKNOWN
            + ", a.id, a.day, a.count, a.expected, a.surprise, a.at from claim_alarm a join claim_unknown u on u.id = a.unknown";
    /** The room of changes in which alarms are told. */
    static final String ALARMS = "claim-alarms";
    /** Taken by who looks for a like text and then adds one, so that two at once do not both add. */
    private static final long LOCK = 5_109_022;

    /** What is stored of a text. */
    record Part(String text, Integer[] signature, Long[] bands) {
        static Part of(String text) {
            Integer[] signature = Shingles.signature(text);
            return new Part(text, signature, Shingles.bands(signature));
        }
    }

    /** How often one was asked today and on the days before. */
    record Counts(long id, long today, List<Long> before) {}

    /** All that was asked today, and on the days before together. */
    record Level(long today, long before) {}

    private final Database database;

    UnknownStore(Database database) {
        this.database = database;
    }

    /** Counts a text under the one that is nearly the same, or adds it when there are fewer than {@code most}. False when it was left out. */
    Future<Boolean> note(Part part, Instant now, LocalDate day, int most) {
        return database.transact(transaction -> Database.query(transaction, "select pg_advisory_xact_lock($1)", LOCK)
                .compose(locked -> like(transaction, part))
                .compose(found -> found.isPresent()
                        ? counted(transaction, found.get(), now, day)
                        : added(transaction, part, now, day, most)));
    }

    private static Future<Optional<Long>> like(SqlClient transaction, Part part) {
        return Database.query(
                        transaction,
                        "select id, signature from claim_unknown where bands && $1 order by id limit 200",
                        (Object) part.bands())
                .map(rows -> {
                    Optional<Long> best = Optional.empty();
                    double most = Shingles.NEARLY_SAME;
                    for (Row row : rows) {
                        double alike = Shingles.alike(part.signature(), row.getArrayOfIntegers(1));
                        if (alike >= most) {
                            most = alike;
                            best = Optional.of(row.getLong(0));
                        }
                    }
                    return best;
                });
    }

    private static Future<Boolean> counted(SqlClient transaction, long id, Instant now, LocalDate day) {
        return Database.query(
                        transaction,
                        "update claim_unknown set total = total + 1, last_at = greatest(last_at, $2) where id = $1",
                        id,
                        at(now))
                .compose(done -> count(transaction, id, day));
    }

    private static Future<Boolean> added(SqlClient transaction, Part part, Instant now, LocalDate day, int most) {
        return Database.query(
                        transaction,
                        "insert into claim_unknown (text, signature, bands, first_at, last_at) select $1::text, $2::integer[], $3::bigint[], $4::timestamptz, $4"
                                + " where (select count(*) from claim_unknown) < $5 returning id",
                        part.text(),
                        part.signature(),
                        part.bands(),
                        at(now),
                        most)
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(false)
                        : count(transaction, rows.iterator().next().getLong(0), day));
    }

    private static Future<Boolean> count(SqlClient transaction, long id, LocalDate day) {
        return Database.query(
                        transaction,
                        "insert into claim_unknown_day (unknown, day, count) values ($1, $2, 1)"
                                + " on conflict (unknown, day) do update set count = claim_unknown_day.count + 1",
                        id,
                        day)
                .map(true);
    }

    /** Those of a state, the most rising first. */
    Future<List<Unknown>> list(Unknown.State state, LocalDate day, int from, int most) {
        return database.query(
                        "select " + UNKNOWN + " from claim_unknown u where u.state = $2"
                                + " order by u.surprise desc, u.total desc, u.id desc offset $3 limit $4",
                        day,
                        state.code(),
                        from,
                        most)
                .map(rows -> all(rows, UnknownStore::read));
    }

    Future<Optional<Unknown>> find(long id, LocalDate day) {
        return database.query("select " + UNKNOWN + " from claim_unknown u where u.id = $2", day, id)
                .map(rows -> all(rows, UnknownStore::read).stream().findFirst());
    }

    /** Closes one that is open; false when it is not. */
    static Future<Boolean> close(
            SqlClient transaction, long id, Unknown.State state, @Nullable String claim, long staff, Instant now) {
        return Database.query(
                        transaction,
                        "update claim_unknown set state = $2, claim = $3, handled_by = $4, handled_at = $5"
                                + " where id = $1 and state = 'open'",
                        id,
                        state.code(),
                        claim,
                        staff,
                        at(now))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Has all nodes read the claims again: what was answered is a way to say one. */
    static Future<Void> tellClaims(SqlClient transaction, String claim) {
        return Database.query(transaction, "insert into change (room, key) values ('claims', $1)", claim)
                .mapEmpty();
    }

    /** The open ones that were asked at least so often today. */
    Future<List<Counts>> counts(LocalDate day, int days, int least) {
        return database.query(
                        "select t.unknown, t.count, array(select coalesce(d.count, 0) from generate_series($1::date - $2::int, $1::date - 1, interval '1 day') g"
                                + " left join claim_unknown_day d on d.unknown = t.unknown and d.day = g::date)"
                                + " from claim_unknown_day t join claim_unknown u on u.id = t.unknown and u.state = 'open'"
                                + " where t.day = $1 and t.count >= $3",
                        day,
                        days,
                        least)
                .map(rows -> all(
                        rows,
                        row -> new Counts(
                                row.getLong(0),
                                row.getInteger(1),
                                Arrays.stream(row.getArrayOfIntegers(2))
                                        .map(Integer::longValue)
                                        .toList())));
    }

    Future<Level> level(LocalDate day, int days) {
        return database.query(
                        "select coalesce(sum(count) filter (where day = $1), 0), coalesce(sum(count) filter (where day < $1), 0)"
                                + " from claim_unknown_day where day between $1::date - $2::int and $1",
                        day,
                        days)
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Level(row.getLong(0), row.getLong(1));
                });
    }

    /** Sets how surprising these are today; nothing else is. */
    Future<Void> surprising(List<Long> ids, List<Double> surprises) {
        return database.query(
                        "update claim_unknown u set surprise = coalesce(s.value, 0) from claim_unknown o"
                                + " left join unnest($1::bigint[], $2::float8[]) as s (id, value) on s.id = o.id"
                                + " where u.id = o.id and (s.id is not null or o.surprise <> 0)",
                        ids.toArray(Long[]::new),
                        surprises.toArray(Double[]::new))
                .mapEmpty();
    }

    /** Raises an alarm, once a day for each, and has all nodes tell it; true when it is news. */
    Future<Boolean> raise(Counts counts, Rising rising, LocalDate day, Instant now) {
        return database.query(
                        "with raised as (insert into claim_alarm (unknown, day, count, expected, surprise, at) values ($1, $2, $3, $4, $5, $6)"
                                + " on conflict (unknown, day) do nothing returning id)"
                                + " insert into change (room, key) select '" + ALARMS + "', id::text from raised",
                        counts.id(),
                        day,
                        (int) counts.today(),
                        (float) rising.expected(),
                        (float) rising.surprise(),
                        at(now))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The newest first, before an id. */
    Future<List<Unknown.Alarm>> alarms(LocalDate day, long before, int most) {
        return database.query(ALARM + " where a.id < $2 order by a.id desc limit $3", day, before, most)
                .map(rows -> all(rows, UnknownStore::alarm));
    }

    /** Those of ids, in their order. */
    Future<List<Unknown.Alarm>> alarms(LocalDate day, Collection<Long> ids) {
        return database.query(ALARM + " where a.id = any($2) order by a.id", day, ids.toArray(Long[]::new))
                .map(rows -> all(rows, UnknownStore::alarm));
    }

    private static Unknown.Alarm alarm(Row row) {
        return new Unknown.Alarm(
                row.getLong(9),
                read(row),
                row.getLocalDate(10).toString(),
                row.getInteger(11),
                row.getFloat(12),
                row.getFloat(13),
                row.getOffsetDateTime(14).toInstant());
    }

    /** Forgets what nobody asked since then. */
    Future<Void> forgetBefore(Instant then) {
        return database.query("delete from claim_unknown where last_at < $1", at(then))
                .mapEmpty();
    }

    private static Unknown read(Row row) {
        return new Unknown(
                row.getLong(0),
                row.getString(1),
                Unknown.State.of(row.getString(2)).orElseThrow(),
                row.getString(3),
                row.getOffsetDateTime(4).toInstant(),
                row.getOffsetDateTime(5).toInstant(),
                row.getLong(6),
                row.getInteger(7),
                row.getFloat(8));
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
