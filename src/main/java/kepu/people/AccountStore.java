package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of accounts as their administrators and owners see and change them, and of the trace. */
final class AccountStore {
    private static final String ACCOUNT =
            "s.id, s.account, s.name, s.role, s.scope, s.active, s.password_temporary, s.created_at,"
                    + " (select count(*) from session x where x.staff = s.id and x.expires_at > now())::integer,"
                    + " (select max(x.used_at) from session x where x.staff = s.id and x.expires_at > now())";
    /** The session x of staff s within $1 that lasts after $2; of those whose names hold $3 and whose role is $4, where these are given. */
    private static final String WITHIN = "($1 = '0' or s.scope like $1 || '%')";

    private static final String LOGINS = " from session x join staff s on s.id = x.staff where " + WITHIN
            + " and x.expires_at > $2 and ($3::text is null or position(lower($3) in lower(s.account || ' ' || s.name)) > 0)"
            + " and ($4::text is null or s.role = $4)";

    private final Database database;

    AccountStore(Database database) {
        this.database = database;
    }

    <T> Future<T> transact(Function<SqlClient, Future<T>> work) {
        return database.transact(work);
    }

    Future<List<StaffAccount>> list(StaffAccount.Search search) {
        return database.query(
                        "select " + ACCOUNT + " from staff s where " + WITHIN
                                + " and ($2::text is null or position(lower($2) in lower(s.account || ' ' || s.name)) > 0)"
                                + " and ($3::text is null or s.role = $3) and ($4::boolean is null or s.active = $4)"
                                + " and s.id > $5 order by s.id limit $6",
                        search.within().text(),
                        search.words(),
                        code(search.role()),
                        search.active(),
                        search.after(),
                        search.limit())
                .map(rows -> all(rows, AccountStore::readAccount));
    }

    Future<Optional<StaffAccount>> account(long id) {
        return account(database::query, id);
    }

    static Future<Optional<StaffAccount>> account(SqlClient transaction, long id) {
        return account((sql, values) -> Database.query(transaction, sql, values), id);
    }

    private interface Asking {
        Future<RowSet<Row>> query(String sql, @Nullable Object... values);
    }

    private static Future<Optional<StaffAccount>> account(Asking asking, long id) {
        return asking.query("select " + ACCOUNT + " from staff s where s.id = $1", id)
                .map(rows -> first(rows).map(AccountStore::readAccount));
    }

    /** Those of the accounts that are open, by id, held until the transaction ends; always in the order of their ids. */
    static Future<Map<Long, Staff>> hold(SqlClient transaction, long... ids) {
        Long[] all = java.util.Arrays.stream(ids).boxed().toArray(Long[]::new);
        return Database.query(
                        transaction,
                        "select id, account, name, role, scope, active from staff where id = any($1) order by id for update",
                        (Object) all)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .filter(row -> row.getBoolean(5))
                        .map(AccountStore::readStaff)
                        .collect(Collectors.toMap(Staff::id, Function.identity())));
    }

    /** The id of a new account; empty when there is one of that name. */
    static Future<Optional<Long>> add(SqlClient transaction, StaffAccount.Draft draft, String passwordHash) {
        return Database.query(
                        transaction,
                        "insert into staff (account, name, password_hash, role, scope, password_temporary)"
                                + " values ($1, $2, $3, $4, $5, true) on conflict (account) do nothing returning id",
                        draft.account(),
                        draft.name(),
                        passwordHash,
                        draft.role().code(),
                        draft.scope().text())
                .map(rows -> first(rows).map(row -> row.getLong(0)));
    }

    static Future<Void> change(SqlClient transaction, long id, StaffAccount.Change change) {
        return Database.query(
                        transaction,
                        "update staff set name = coalesce($2, name), role = coalesce($3, role), scope = coalesce($4, scope)"
                                + " where id = $1",
                        id,
                        change.name(),
                        code(change.role()),
                        change.scope() == null ? null : change.scope().text())
                .mapEmpty();
    }

    static Future<Void> activate(SqlClient transaction, long id, boolean on) {
        return Database.query(transaction, "update staff set active = $2 where id = $1", id, on)
                .mapEmpty();
    }

    static Future<Void> givePassword(SqlClient transaction, long id, String passwordHash) {
        return Database.query(
                        transaction,
                        "update staff set password_hash = $2, password_temporary = true where id = $1",
                        id,
                        passwordHash)
                .mapEmpty();
    }

    /** The owner's own; false when the account is closed or has another password by now. */
    static Future<Boolean> ownPassword(SqlClient transaction, long id, String presentHash, String passwordHash) {
        return Database.query(
                        transaction,
                        "update staff set password_hash = $3, password_temporary = false"
                                + " where id = $1 and password_hash = $2 and active",
                        id,
                        presentHash,
                        passwordHash)
                .map(rows -> rows.rowCount() > 0);
    }

    /** Logins that last, the one used last first. */
    Future<List<StaffAccount.Login>> logins(long staff, Instant now) {
        return database.query(
                        "select id, created_at, used_at, expires_at from session where staff = $1 and expires_at > $2"
                                + " order by used_at desc, id limit 200",
                        staff,
                        utc(now))
                .map(rows -> all(rows, AccountStore::readLogin));
    }

    /** Ends the sessions of an account, but for one that is kept; gives those that ended. */
    static Future<List<UUID>> endSessions(SqlClient transaction, long staff, @Nullable UUID kept) {
        return Database.query(
                        transaction,
                        "delete from session where staff = $1 and ($2::uuid is null or id <> $2) returning id",
                        staff,
                        kept)
                .map(rows -> all(rows, row -> row.getUUID(0)));
    }

    /** Ends one session of an account; gives it, or nothing when it is not there. */
    static Future<List<UUID>> endSession(SqlClient transaction, long staff, UUID session) {
        return Database.query(
                        transaction, "delete from session where staff = $1 and id = $2 returning id", staff, session)
                .map(rows -> all(rows, row -> row.getUUID(0)));
    }

    /** Logins that last, after a place in their order. */
    Future<List<Logins.OfStaff>> logins(Logins.Whose whose, Logins.@Nullable Mark after, Instant now, int limit) {
        return database.query(
                        "select x.id, x.created_at, x.used_at, x.expires_at, s.id, s.account, s.name, s.role, s.scope"
                                + LOGINS
                                + " and ($5::timestamptz is null or (x.used_at, x.id) < ($5, $6::uuid))"
                                + " order by x.used_at desc, x.id desc limit $7",
                        whose.within().text(),
                        utc(now),
                        whose.words(),
                        code(whose.role()),
                        after == null ? null : utc(after.usedAt()),
                        after == null ? null : after.id(),
                        limit)
                .map(rows -> all(rows, row -> new Logins.OfStaff(readStaff(row, 4), readLogin(row))));
    }

    /** All of them but one. */
    Future<Logins.Count> countLogins(Logins.Whose whose, UUID but, Instant now) {
        return database.query(
                        "select count(*), count(distinct s.id)" + LOGINS + " and x.id <> $5",
                        whose.within().text(),
                        utc(now),
                        whose.words(),
                        code(whose.role()),
                        but)
                .map(rows -> rows.iterator().next())
                .map(row -> new Logins.Count(row.getLong(0), row.getLong(1)));
    }

    /** Ends at most so many of them but one, those used last; gives what ended. */
    static Future<List<UUID>> endLogins(SqlClient transaction, Logins.Whose whose, UUID but, Instant now, int most) {
        return Database.query(
                        transaction,
                        "delete from session where id in (select x.id" + LOGINS
                                + " and x.id <> $5 order by x.used_at desc, x.id desc limit $6) returning id",
                        whose.within().text(),
                        utc(now),
                        whose.words(),
                        code(whose.role()),
                        but,
                        most)
                .map(rows -> all(rows, row -> row.getUUID(0)));
    }

    /** What staff within a scope did, the latest first; deeds of the program itself are the country's. */
    Future<List<Trace>> traces(Trace.Search search) {
        return database.query(
                        "select a.seq, a.at, a.action, a.object, a.detail, s.id, s.account, s.name, s.role, s.scope"
                                + " from audit a left join staff s on s.id = a.staff where ($1 = '0' or s.scope like $1 || '%')"
                                + " and ($2::text is null or position(lower($2) in lower(s.account || ' ' || s.name)) > 0)"
                                + " and ($3::text is null or starts_with(a.action, $3)) and ($4::text is null or starts_with(a.object, $4))"
                                + " and ($5::timestamptz is null or a.at >= $5) and ($6::timestamptz is null or a.at < $6)"
                                + " and a.seq < $7 order by a.seq desc limit $8",
                        search.within().text(),
                        search.who(),
                        search.action(),
                        search.object(),
                        search.from() == null ? null : utc(search.from()),
                        search.until() == null ? null : utc(search.until()),
                        search.before(),
                        search.limit())
                .map(rows -> all(rows, AccountStore::readTrace));
    }

    private static Trace readTrace(Row row) {
        Long staff = row.getLong(5);
        JsonObject detail = row.getJsonObject(4);
        return new Trace(
                row.getLong(0),
                time(row, 1),
                row.getString(2),
                row.getString(3),
                detail == null ? new JsonObject() : detail,
                staff == null ? null : readStaff(row, 5));
    }

    /** From the first four columns. */
    private static StaffAccount.Login readLogin(Row row) {
        return new StaffAccount.Login(row.getUUID(0), time(row, 1), time(row, 2), time(row, 3));
    }

    private static StaffAccount readAccount(Row row) {
        OffsetDateTime used = row.getOffsetDateTime(9);
        return new StaffAccount(
                readStaff(row),
                row.getBoolean(5),
                row.getBoolean(6),
                time(row, 7),
                row.getInteger(8),
                used == null ? null : used.toInstant());
    }

    private static Staff readStaff(Row row) {
        return readStaff(row, 0);
    }

    /** A member of staff whose id stands in column {@code at}, and the rest after it. */
    private static Staff readStaff(Row row, int at) {
        return new Staff(
                row.getLong(at),
                row.getString(at + 1),
                row.getString(at + 2),
                Role.of(row.getString(at + 3)).orElseThrow(),
                RegionCode.of(row.getString(at + 4)));
    }

    private static @Nullable String code(@Nullable Role role) {
        return role == null ? null : role.code();
    }

    private static Instant time(Row row, int column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    private static <T> List<T> all(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
