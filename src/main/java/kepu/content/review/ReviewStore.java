package kepu.content.review;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.content.Draft;
import kepu.content.DraftJson;
import kepu.content.Trust;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * The SQL of versions and of what is done to them. Who changes one holds its item first, then its versions ({@link #hold}), so that a
 * withdrawal and a publication wait for each other.
 */
final class ReviewStore {
    private static final String VERSION =
            "v.item, v.number, v.state, v.content, v.revision, v.origin, v.note, v.corrects, v.created_at, v.due_at, v.published_at,"
                    + " (select json_agg(json_build_object('stage', p.stage, 'staff', p.staff, 'name', s.name, 'claimed', p.claimed_at,"
                    + " 'opinion', p.opinion, 'comment', p.comment, 'diff', p.diff, 'done', p.done_at) order by p.claimed_at, p.stage)"
                    + " from review_part p join staff s on s.id = p.staff where p.item = v.item and p.version = v.number),"
                    + " (select json_agg(json_build_object('what', c.what, 'revision', c.revision, 'staff', c.staff, 'name', s.name,"
                    + " 'note', c.note, 'at', c.at) order by c.at, c.what)"
                    + " from review_check c join staff s on s.id = c.staff where c.item = v.item and c.version = v.number), v.trust";
    private static final String NUMBERED =
            "select " + VERSION + " from item_version v where v.item = $1 and v.number = $2";
    private static final String WITHIN =
            "($1 = '0' or cardinality(v.regions) > 0 and not exists (select from unnest(v.regions) r where r not like $1 || '%')"
                    + " or exists (select from review_part p where p.item = v.item and p.version = v.number and p.staff = $2))";

    /** A version that begins: a draft. */
    record Beginning(
            String item,
            int number,
            Draft content,
            Version.Origin origin,
            String note,
            @Nullable Integer corrects,
            byte @Nullable [] asked) {}

    /** A member of staff who may be given a task. */
    record Colleague(long id, Role role, RegionCode scope) {}

    private final Database database;

    ReviewStore(Database database) {
        this.database = database;
    }

    /** The newest version of an item, which nobody else changes before this transaction is over. */
    static Future<Optional<Version>> hold(SqlClient transaction, String item) {
        return Database.query(transaction, "select 1 from item where id = $1 for update", item)
                .compose(held -> Database.query(
                        transaction, "select 1 from item_version where item = $1 order by number for update", item))
                .compose(held -> newest(transaction, item));
    }

    static Future<Optional<Version>> newest(SqlClient client, String item) {
        return Database.query(
                        client,
                        "select " + VERSION + " from item_version v where v.item = $1 order by v.number desc limit 1",
                        item)
                .map(ReviewStore::one);
    }

    /** The version of an item that is published. */
    static Future<Optional<Version>> live(SqlClient client, String item) {
        return Database.query(
                        client,
                        "select " + VERSION + " from item_version v where v.item = $1 and v.state = 'published'",
                        item)
                .map(ReviewStore::one);
    }

    /** False when there is such a version already; any of the table's keys may tell so first, as two that come at once meet at the one of open versions too. */
    static Future<Boolean> add(SqlClient transaction, Beginning beginning) {
        return Database.query(
                        transaction,
                        "insert into item_version (item, number, state, content, regions, origin, note, corrects, asked, trust)"
                                + " values ($1, $2, 'draft', $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
                        beginning.item(),
                        beginning.number(),
                        DraftJson.write(beginning.content()),
                        regions(beginning.content()),
                        beginning.origin().name(),
                        beginning.note(),
                        beginning.corrects(),
                        beginning.asked() == null ? null : Buffer.buffer(beginning.asked()),
                        code(beginning.origin().trust()))
                .map(rows -> rows.rowCount() > 0);
    }

    /** What the first version of an item was asked for with. */
    static Future<byte[]> asked(SqlClient transaction, String item) {
        return Database.query(transaction, "select asked from item_version where item = $1 and number = 1", item)
                .map(rows -> rows.iterator().next().getBuffer(0).getBytes());
    }

    /** Puts other contents and another note into an open version. */
    static Future<Void> rewrite(SqlClient transaction, Version version, Draft content, String note) {
        return Database.query(
                        transaction,
                        "update item_version set content = $3, regions = $4, note = $5, revision = revision + 1"
                                + " where item = $1 and number = $2",
                        version.item(),
                        version.number(),
                        DraftJson.write(content),
                        regions(content),
                        note)
                .mapEmpty();
    }

    /** Moves a held version on; {@code dueAt} is for stages of the review. */
    static Future<Void> move(SqlClient transaction, Version version, State to, @Nullable Instant dueAt) {
        return Database.query(
                        transaction,
                        "update item_version set state = $4, due_at = $5,"
                                + " published_at = case when $4 = 'published' then now() else published_at end"
                                + " where item = $1 and number = $2 and state = $3",
                        version.item(),
                        version.number(),
                        version.state().code(),
                        to.code(),
                        dueAt == null ? null : dueAt.atOffset(ZoneOffset.UTC))
                .compose(rows -> rows.rowCount() == 1
                        ? Future.succeededFuture()
                        : Future.failedFuture(new IllegalStateException(version.item() + " was not held")));
    }

    /** The version that is live gives way to a correction. */
    static Future<Void> giveWay(SqlClient transaction, String item) {
        return Database.query(
                        transaction,
                        "update item_version set state = 'corrected' where item = $1 and state = 'published'",
                        item)
                .mapEmpty();
    }

    static Future<Void> takePart(SqlClient transaction, Version version, State stage, long staff) {
        return takePart(transaction, version.item(), version.number(), stage, staff);
    }

    static Future<Void> takePart(SqlClient transaction, String item, int number, State stage, long staff) {
        return Database.query(
                        transaction,
                        "insert into review_part (item, version, stage, staff) values ($1, $2, $3, $4)",
                        item,
                        number,
                        stage.code(),
                        staff)
                .mapEmpty();
    }

    static Future<Void> leavePart(SqlClient transaction, Version version, State stage) {
        return Database.query(
                        transaction,
                        "delete from review_part where item = $1 and version = $2 and stage = $3",
                        version.item(),
                        version.number(),
                        stage.code())
                .mapEmpty();
    }

    static Future<Void> decide(
            SqlClient transaction, Version version, Version.Opinion opinion, String comment, String diff) {
        return Database.query(
                        transaction,
                        "update review_part set opinion = $4, comment = $5, diff = $6, done_at = now()"
                                + " where item = $1 and version = $2 and stage = $3",
                        version.item(),
                        version.number(),
                        version.state().code(),
                        opinion.name().toLowerCase(Locale.ROOT),
                        comment,
                        diff)
                .mapEmpty();
    }

    /** Vouches for a revision; somebody who did before stays. */
    static Future<Void> sign(
            SqlClient transaction, Version version, int revision, Check what, long staff, String note) {
        return Database.query(
                        transaction,
                        "insert into review_check (item, version, revision, what, staff, note) values ($1, $2, $3, $4, $5, $6)"
                                + " on conflict do nothing",
                        version.item(),
                        version.number(),
                        revision,
                        what.code(),
                        staff,
                        note)
                .mapEmpty();
    }

    static Future<Optional<Colleague>> colleague(SqlClient transaction, String account) {
        return Database.query(transaction, "select id, role, scope from staff where account = $1 and active", account)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Colleague(
                                row.getLong(0),
                                Role.of(row.getString(1)).orElseThrow(),
                                RegionCode.of(row.getString(2))))
                        .findFirst());
    }

    static Future<Optional<Version>> numbered(SqlClient client, String item, int number) {
        return Database.query(client, NUMBERED, item, number).map(ReviewStore::one);
    }

    Future<Optional<Version>> find(String item, int number) {
        return database.query(NUMBERED, item, number).map(ReviewStore::one);
    }

    /** All versions of an item, the newest first. */
    Future<List<Version>> versions(String item) {
        return database.query(
                        "select " + VERSION + " from item_version v where v.item = $1 order by v.number desc", item)
                .map(ReviewStore::all);
    }

    /** Versions within a scope or that {@code staff} has a part in, the newest first. */
    Future<List<Version>> list(RegionCode scope, long staff, Reviews.Wanted wanted, int limit) {
        Reviews.Mark after = wanted.after();
        return database.query(
                        "select " + VERSION + " from item_version v where " + WITHIN
                                + " and ($3::text is null or v.state = $3)"
                                + " and (not $4 or exists (select from review_part p where p.item = v.item and p.version = v.number and p.staff = $2))"
                                + " and ($5::text is null or v.due_at < case when $5 = 'OVERDUE' then now() else 'infinity' end)"
                                + " and ($6::text is null or (v.created_at, v.item, v.number) < (select o.created_at, o.item, o.number"
                                + " from item_version o where o.item = $6 and o.number = $7))"
                                + " and ($9::text is null or v.trust = $9)"
                                + " and ($10::text is null or v.content->>'topic' = $10)"
                                + " and ($11::text is null or position(lower($11) in lower(v.content->>'title')) > 0)"
                                + " order by v.created_at desc, v.item desc, v.number desc limit $8",
                        scope.text(),
                        staff,
                        wanted.state() == null ? null : wanted.state().code(),
                        wanted.mine(),
                        wanted.due() == null ? null : wanted.due().name(),
                        after == null ? null : after.item(),
                        after == null ? null : after.number(),
                        limit,
                        code(wanted.trust()),
                        wanted.topic() == null ? null : wanted.topic().code(),
                        wanted.words())
                .map(ReviewStore::all);
    }

    /** The title of an item that is live or was. */
    Future<Optional<String>> title(String item) {
        return database.query("select title from item where id = $1", item)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .findFirst());
    }

    /** How many versions wait at each stage, and how many of them are overdue. */
    Future<Map<State, long[]>> waiting() {
        return database.query("select state, count(*), count(*) filter (where due_at < now()) from item_version"
                        + " where due_at is not null group by state")
                .map(rows -> {
                    Map<State, long[]> waiting = new EnumMap<>(State.class);
                    rows.forEach(row -> waiting.put(
                            State.of(row.getString(0)).orElseThrow(), new long[] {row.getLong(1), row.getLong(2)}));
                    return waiting;
                });
    }

    private static @Nullable String code(@Nullable Trust trust) {
        return trust == null ? null : trust.code();
    }

    private static String[] regions(Draft content) {
        return content.regions().stream().map(RegionCode::text).toArray(String[]::new);
    }

    private static Optional<Version> one(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Version> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(ReviewStore::read)
                .toList();
    }

    private static Version read(Row row) {
        OffsetDateTime due = row.getOffsetDateTime(9);
        OffsetDateTime published = row.getOffsetDateTime(10);
        return new Version(
                row.getString(0),
                row.getInteger(1),
                State.of(row.getString(2)).orElseThrow(),
                DraftJson.read((JsonObject) row.getJson(3)),
                row.getInteger(4),
                new Version.Origin(
                        row.getString(5),
                        Optional.ofNullable(row.getString(13))
                                .flatMap(Trust::of)
                                .orElse(null)),
                row.getString(6),
                row.getInteger(7),
                row.getOffsetDateTime(8).toInstant(),
                due == null ? null : due.toInstant(),
                published == null ? null : published.toInstant(),
                objects((JsonArray) row.getJson(11)).stream()
                        .map(ReviewStore::part)
                        .toList(),
                objects((JsonArray) row.getJson(12)).stream()
                        .map(ReviewStore::signature)
                        .toList());
    }

    private static Version.Part part(JsonObject json) {
        String opinion = json.getString("opinion");
        String done = json.getString("done");
        return new Version.Part(
                State.of(json.getString("stage")).orElseThrow(),
                json.getLong("staff"),
                json.getString("name"),
                time(json.getString("claimed")),
                opinion == null ? null : Version.Opinion.valueOf(opinion.toUpperCase(Locale.ROOT)),
                json.getString("comment"),
                json.getString("diff"),
                done == null ? null : time(done));
    }

    private static Version.Signature signature(JsonObject json) {
        return new Version.Signature(
                Check.of(json.getString("what")).orElseThrow(),
                json.getInteger("revision"),
                json.getLong("staff"),
                json.getString("name"),
                json.getString("note"),
                time(json.getString("at")));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static List<JsonObject> objects(@Nullable JsonArray array) {
        List<JsonObject> objects = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            objects.add(array.getJsonObject(i));
        }
        return objects;
    }
}
