package kepu.content.film;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.store.Database;

/** The SQL of what is on its way in. */
final class FilmStore {
    private static final String COLUMNS =
            "id, staff, role, scope, name, bytes, received, expires_at, state, about, type, detail, draft, media,"
                    + " poster, seconds, renditions, notes, use";

    private static final String DUE = """
            select u.id, coalesce(array_agg(brought.medium) filter (where not brought.named and not brought.later), '{}'), bool_or(brought.named)
            from (
                select * from film_upload where state = 'done' and expires_at < $1 order by expires_at limit $2
            ) as u
            cross join lateral (
                select medium,
                    exists (select from item_version v where version_media(v.content) @> array[medium])
                        or exists (select from item i where array_remove(array[i.media, i.poster, i.audio], null) @> array[medium]) as named,
                    exists (
                        select from film_upload o
                        where o.state = 'done' and medium in (o.media, o.poster) and (o.created_at, o.id) > (u.created_at, u.id)
                    ) as later
                from unnest(array_remove(array[u.media, u.poster], null)) as names (medium)
            ) as brought
            group by u.id
            """;

    /** One that this node makes ready: {@code turn} is its lease. */
    record Claimed(Film film, long turn) {}

    private final Database database;

    FilmStore(Database database) {
        this.database = database;
    }

    /** Begins an upload when its owner has less than {@code most} others, of less than {@code mostBytes} together with it; false otherwise. */
    static Future<Boolean> begin(SqlClient transaction, Film film, int most, long mostBytes) {
        return Database.query(
                        transaction,
                        "select 1 from staff where id = $1 for update",
                        film.staff().id())
                .compose(held -> Database.query(
                        transaction,
                        "insert into film_upload (id, staff, role, scope, name, bytes, expires_at, use) select $1, $2::bigint, $3, $4, $5, $6::bigint, $7, $10"
                                + " where (select count(*) < $8::bigint and coalesce(sum(bytes), 0) + $6::bigint <= $9::bigint from film_upload"
                                + " where staff = $2::bigint and state in ('open', 'waiting'))",
                        film.id(),
                        film.staff().id(),
                        film.staff().role().code(),
                        film.staff().scope().text(),
                        film.name(),
                        film.bytes(),
                        film.expiresAt().atOffset(ZoneOffset.UTC),
                        (long) most,
                        mostBytes,
                        film.use().code()))
                .map(rows -> rows.rowCount() > 0);
    }

    Future<Optional<Film>> find(String id) {
        return database.query("select " + COLUMNS + " from film_upload where id = $1", id)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(FilmStore::film)
                        .findFirst());
    }

    /** The same, kept from others until the transaction ends. */
    static Future<Optional<Film>> hold(SqlClient transaction, String id) {
        return Database.query(transaction, "select " + COLUMNS + " from film_upload where id = $1 for update", id)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(FilmStore::film)
                        .findFirst());
    }

    /** Notes that so many bytes are safe. */
    static Future<Void> received(SqlClient transaction, String id, long received, Instant expires) {
        return Database.query(
                        transaction,
                        "update film_upload set received = $2, expires_at = $3 where id = $1",
                        id,
                        received,
                        expires.atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }

    static Future<Void> complete(SqlClient transaction, String id, JsonObject about) {
        return Database.query(
                        transaction, "update film_upload set state = 'waiting', about = $2 where id = $1", id, about)
                .mapEmpty();
    }

    static Future<Void> remove(SqlClient transaction, String id) {
        return Database.query(transaction, "delete from film_upload where id = $1", id)
                .mapEmpty();
    }

    /** Takes the next that waits, of videos or of the rest, and leases it until {@code until}. */
    Future<Optional<Claimed>> claim(boolean videos, Instant now, Instant until) {
        return database.query(
                        "update film_upload set turn = turn + 1, lease_until = $2 where id = (select id from film_upload"
                                + " where state = 'waiting' and (use = 'video') = $3 and (lease_until is null or lease_until <= $1) order by created_at limit 1"
                                + " for update skip locked) returning " + COLUMNS + ", turn",
                        now.atOffset(ZoneOffset.UTC),
                        until.atOffset(ZoneOffset.UTC),
                        videos)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Claimed(film(row), row.getLong(19)))
                        .findFirst());
    }

    /** Gives a claimed one back, to be tried again from {@code due} on. */
    Future<Void> putBack(Claimed claimed, Instant due) {
        return database.query(
                        "update film_upload set lease_until = $3 where id = $1 and turn = $2",
                        claimed.film().id(),
                        claimed.turn(),
                        due.atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }

    /** Ends a claimed one, unless another node has taken over; what it brought is looked at again at {@code again}. */
    Future<Boolean> end(Claimed claimed, Film.State.Done done, Instant again) {
        return database.query(
                        "update film_upload set state = 'done', draft = $3, media = $4, poster = $5, seconds = $6, renditions = $7, notes = $8, expires_at = $9"
                                + " where id = $1 and turn = $2 and state = 'waiting'",
                        claimed.film().id(),
                        claimed.turn(),
                        done.draft(),
                        done.media(),
                        done.poster(),
                        done.seconds(),
                        done.renditions().toArray(Integer[]::new),
                        done.notes().toArray(String[]::new),
                        again.atOffset(ZoneOffset.UTC))
                .map(rows -> rows.rowCount() > 0);
    }

    Future<Boolean> fail(Claimed claimed, Film.State.Failed failed) {
        return database.query(
                        "update film_upload set state = 'failed', type = $3, detail = $4 where id = $1 and turn = $2 and state = 'waiting'",
                        claimed.film().id(),
                        claimed.turn(),
                        failed.type(),
                        failed.detail())
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * One that ended, whose time to be looked at has come.
     *
     * @param free the names under {@code /media/} that it brought and that no version, no item and no later upload has
     * @param isNamed whether a version or an item has another of its names
     */
    record Due(String id, List<String> free, boolean isNamed) {}

    /** So many of those whose time has come, the first first. */
    Future<List<Due>> due(Instant now, int most) {
        return database.query(DUE, now.atOffset(ZoneOffset.UTC), most)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Due(
                                row.getString(0),
                                Arrays.stream(row.getArrayOfStrings(1)).toList(),
                                row.getBoolean(2)))
                        .toList());
    }

    Future<Void> postpone(String id, Instant again) {
        return database.query(
                        "update film_upload set expires_at = $2 where id = $1", id, again.atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }

    /** Removes the record of one that ended; its files are another matter. */
    Future<Void> removeEnded(String id) {
        return database.query("delete from film_upload where id = $1 and state = 'done'", id)
                .mapEmpty();
    }

    /** Removes what was abandoned, and the records of what failed long ago; gives their ids. */
    Future<List<String>> sweep(Instant now) {
        return database.query(
                        "delete from film_upload where expires_at < $1 and state in ('open', 'failed') returning id",
                        now.atOffset(ZoneOffset.UTC))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    private static Film film(Row row) {
        Instant expires = row.getOffsetDateTime(7).toInstant();
        Caller.OfStaff staff = new Caller.OfStaff(
                row.getLong(1),
                Role.of(row.getString(2)).orElseThrow(),
                RegionCode.of(row.getString(3)),
                new UUID(0, 0),
                expires);
        return new Film(
                row.getString(0),
                Film.Use.of(row.getString(18)).orElseThrow(),
                staff,
                row.getString(4),
                row.getLong(5),
                row.getLong(6),
                expires,
                state(row));
    }

    private static Film.State state(Row row) {
        return switch (row.getString(8)) {
            case "open" -> new Film.State.Open();
            case "waiting" -> new Film.State.Waiting(row.getJsonObject(9));
            case "failed" -> new Film.State.Failed(row.getString(10), row.getString(11));
            default ->
                new Film.State.Done(
                        row.getString(12),
                        row.getString(13),
                        row.getString(14),
                        row.getInteger(15),
                        Arrays.stream(row.getArrayOfIntegers(16)).toList(),
                        Arrays.stream(row.getArrayOfStrings(17)).toList());
        };
    }
}
