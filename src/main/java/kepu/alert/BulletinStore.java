package kepu.alert;

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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of bulletins and their chains. */
final class BulletinStore {
    /** Held while a message finds its chain and changes are numbered, so that their order is the order of commits. */
    private static final long CHANGE_LOCK = 0x63617031;

    private static final String COLUMNS =
            "b.id, b.change, b.segments, b.regions, b.unresolved, b.posted_by, b.posted_scope, b.posted_at, b.ended_by, b.xml";
    private static final String SHOWN = "b.status = 'actual' and b.scope = 'public' and b.kind in ('alert', 'update')";

    /** A row: all of a bulletin but the message, which is in the bytes. */
    record Stored(
            String id,
            long change,
            JsonArray segments,
            List<RegionCode> regions,
            List<Areas.Unresolved> unresolved,
            Bulletin.Posted posted,
            @Nullable String endedBy,
            Buffer xml) {}

    /** A key by which staff make a request once, and what they asked for. */
    record Once(String key, JsonObject form) {}

    private final Database database;

    BulletinStore(Database database) {
        this.database = database;
    }

    static Future<Void> lock(SqlClient transaction) {
        return Database.query(transaction, "select pg_advisory_xact_lock($1)", CHANGE_LOCK)
                .mapEmpty();
    }

    /** False when the message, or one for the same request, is here already. */
    static Future<Boolean> add(SqlClient transaction, Bulletin bulletin, @Nullable Once once) {
        CapMessage message = bulletin.message();
        return Database.query(
                        transaction,
                        "insert into bulletin (id, sender, identifier, sent, status, kind, scope, segments, regions, unresolved, until, xml,"
                                + " chain, change, posted_by, posted_scope, posted_at, request_key, form)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $1, nextval('bulletin_change'), $13, $14, $15,"
                                + " $16, $17) on conflict do nothing",
                        bulletin.id(),
                        message.key().sender(),
                        message.key().identifier(),
                        utc(message.key().sent()),
                        word(message.status()),
                        word(message.kind()),
                        word(message.scope()),
                        segments(bulletin),
                        texts(bulletin.regions()),
                        unresolved(bulletin),
                        until(bulletin),
                        bulletin.xml(),
                        bulletin.posted().staff(),
                        bulletin.posted().scope().text(),
                        utc(bulletin.posted().at()),
                        once == null ? null : once.key(),
                        once == null ? null : once.form())
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Void> addReferences(SqlClient transaction, Bulletin bulletin) {
        List<CapMessage.Key> keys = bulletin.message().references();
        return Database.query(
                        transaction,
                        "insert into bulletin_reference (bulletin, sender, identifier, sent)"
                                + " select $1, s, i, t from unnest($2::text[], $3::text[], $4::timestamptz[]) as r (s, i, t) on conflict do nothing",
                        bulletin.id(),
                        keys.stream().map(CapMessage.Key::sender).toArray(String[]::new),
                        keys.stream().map(CapMessage.Key::identifier).toArray(String[]::new),
                        keys.stream().map(key -> utc(key.sent())).toArray(OffsetDateTime[]::new))
                .mapEmpty();
    }

    /** Whether one of the messages that this one names is for other people than it: a test cannot end what is real. */
    static Future<Boolean> isMixed(SqlClient transaction, Bulletin bulletin) {
        return Database.query(
                        transaction,
                        "select from bulletin_reference r join bulletin b using (sender, identifier, sent)"
                                + " where r.bulletin = $1 and (b.status <> $2 or (b.scope = 'public') <> $3) limit 1",
                        bulletin.id(),
                        word(bulletin.message().status()),
                        bulletin.message().scope() == CapMessage.Scope.PUBLIC)
                .map(rows -> rows.size() > 0);
    }

    /** All members of the chains that a message touches, of its own kind of circle. */
    static Future<List<Chains.Member>> touched(SqlClient transaction, Bulletin bulletin) {
        CapMessage message = bulletin.message();
        return Database.query(
                        transaction,
                        "with keys as (select sender, identifier, sent from bulletin_reference where bulletin = $1"
                                + " union select $2::text, $3::text, $4::timestamptz),"
                                + " named as (select b.id, b.chain from bulletin b join keys k using (sender, identifier, sent)),"
                                + " naming as (select b.id, b.chain from bulletin_reference r join keys k using (sender, identifier, sent)"
                                + " join bulletin b on b.id = r.bulletin where b.kind in ('update', 'cancel')),"
                                + " chains as (select chain from named union select chain from naming)"
                                + " select b.id, b.chain, b.sender, b.identifier, b.sent, b.kind, b.regions, b.posted_scope, b.ended_by,"
                                + " b.id in (select id from named)"
                                + " from bulletin b join chains using (chain)"
                                + " where b.id <> $1 and b.status = $5 and (b.scope = 'public') = $6 and b.kind in ('alert', 'update', 'cancel')",
                        bulletin.id(),
                        message.key().sender(),
                        message.key().identifier(),
                        utc(message.key().sent()),
                        word(message.status()),
                        message.scope() == CapMessage.Scope.PUBLIC)
                .map(rows -> list(rows, BulletinStore::member));
    }

    static Future<Void> chain(SqlClient transaction, String id, List<String> chains) {
        return Database.query(
                        transaction,
                        "update bulletin set chain = $2 where id = $1 or chain = any($3)",
                        id,
                        chains.isEmpty() ? id : chains.getFirst(),
                        chains.toArray(String[]::new))
                .mapEmpty();
    }

    /** Sets by whom messages are ended; those for which nothing changes are left alone. */
    static Future<Void> end(SqlClient transaction, String id, @Nullable String by, Instant now) {
        return Database.query(
                        transaction,
                        "update bulletin set ended_by = $2, ended_at = case when $2::text is null then null else $3::timestamptz end,"
                                + " change = nextval('bulletin_change') where id = $1 and ended_by is distinct from $2",
                        id,
                        by,
                        utc(now))
                .mapEmpty();
    }

    Future<Optional<Stored>> find(String id) {
        return one("select " + COLUMNS + " from bulletin b where b.id = $1", id);
    }

    Future<Optional<Stored>> find(CapMessage.Key key) {
        return one(
                "select " + COLUMNS + " from bulletin b where b.sender = $1 and b.identifier = $2 and b.sent = $3",
                key.sender(),
                key.identifier(),
                utc(key.sent()));
    }

    /** What a member of staff made with this key, and what they asked for then. */
    Future<Optional<Once>> once(long staff, String key) {
        return database.query(
                        "select id, form from bulletin where posted_by = $1 and request_key = $2 and form is not null",
                        staff,
                        key)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(row -> new Once(row.getString(0), (JsonObject) row.getJson(1))));
    }

    /** Those of a scope and around it, the newest first, those posted before the cursor's one. */
    Future<List<Stored>> list(RegionCode scope, boolean live, Instant now, @Nullable String before, int limit) {
        return database.query(
                        "select " + COLUMNS + " from bulletin b where (b.posted_scope = any($1)"
                                + " or b.posted_scope like $2 or b.regions && $1 or exists (select from unnest(b.regions) r where r like $2))"
                                + " and (not $3::boolean or (b.ended_by is null and b.until > $4 and b.kind in ('alert', 'update')))"
                                + " and ($5::text is null or (b.posted_at, b.id) < (select posted_at, id from bulletin where id = $5))"
                                + " order by b.posted_at desc, b.id desc limit $6",
                        scope.path().stream().map(RegionCode::text).toArray(String[]::new),
                        scope.equals(RegionCode.COUNTRY) ? "%" : scope.text() + "%",
                        live,
                        utc(now),
                        before,
                        limit)
                .map(rows -> list(rows, BulletinStore::stored));
    }

    /** Messages for everybody that live, and those of them that were cancelled since: what other systems read, the newest first. */
    Future<List<Stored>> feed(Instant now, Instant since, int limit) {
        return database.query(
                        "select " + COLUMNS + " from bulletin b where b.status = 'actual' and b.scope = 'public'"
                                + " and ((b.kind in ('alert', 'update') and b.ended_by is null and b.until > $1)"
                                + " or (b.kind = 'cancel' and b.sent > $2)) order by b.sent desc, b.id limit $3",
                        utc(now),
                        utc(since),
                        limit)
                .map(rows -> list(rows, BulletinStore::stored));
    }

    /** The number of the last change. */
    Future<Long> lastChange() {
        return database.query("select coalesce(max(change), 0) from bulletin")
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** What may be shown now or later, and what ended after {@code since}. */
    Future<List<Stored>> window(Instant now, Instant since) {
        return database.query(
                        "select " + COLUMNS + " from bulletin b where " + SHOWN
                                + " and ((b.ended_by is null and b.until > $1) or b.ended_at > $2) order by b.change",
                        utc(now),
                        utc(since))
                .map(rows -> list(rows, BulletinStore::stored));
    }

    /** What changed after a change, in order. */
    Future<List<Stored>> changed(long after) {
        return database.query(
                        "select " + COLUMNS + " from bulletin b where b.change > $1 and " + SHOWN
                                + " order by b.change",
                        after)
                .map(rows -> list(rows, BulletinStore::stored));
    }

    private Future<Optional<Stored>> one(String sql, Object... parameters) {
        return database.query(sql, parameters)
                .map(rows -> list(rows, BulletinStore::stored).stream().findFirst());
    }

    private static <T> List<T> list(RowSet<Row> rows, java.util.function.Function<Row, T> read) {
        List<T> all = new ArrayList<>();
        rows.forEach(row -> all.add(read.apply(row)));
        return all;
    }

    private static Chains.Member member(Row row) {
        return new Chains.Member(
                row.getString(0),
                row.getString(1),
                new CapMessage.Key(
                        row.getString(2),
                        row.getString(3),
                        row.getOffsetDateTime(4).toInstant()),
                CapMessage.Kind.valueOf(row.getString(5).toUpperCase(Locale.ROOT)),
                regions(row.getArrayOfStrings(6)),
                RegionCode.of(row.getString(7)),
                row.getBoolean(9),
                row.getString(8));
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getString(0),
                row.getLong(1),
                (JsonArray) row.getJson(2),
                regions(row.getArrayOfStrings(3)),
                unresolved((JsonArray) row.getJson(4)),
                new Bulletin.Posted(
                        row.getLong(5),
                        RegionCode.of(row.getString(6)),
                        row.getOffsetDateTime(7).toInstant()),
                row.getString(8),
                row.getBuffer(9));
    }

    /** The bulletin of a row and of the message in its bytes. */
    static Bulletin bulletin(Stored stored, CapMessage message) {
        List<Bulletin.Segment> segments = new ArrayList<>();
        for (int i = 0; i < stored.segments().size(); i++) {
            JsonObject segment = stored.segments().getJsonObject(i);
            segments.add(new Bulletin.Segment(
                    message.infos().get(i),
                    regions(segment.getJsonArray("regions").stream()
                            .map(String.class::cast)
                            .toArray(String[]::new)),
                    Instant.parse(segment.getString("from")),
                    Instant.parse(segment.getString("until"))));
        }
        return new Bulletin(
                stored.id(),
                stored.change(),
                message,
                segments,
                stored.regions(),
                stored.unresolved(),
                stored.posted(),
                stored.endedBy(),
                stored.xml());
    }

    private static JsonArray segments(Bulletin bulletin) {
        JsonArray array = new JsonArray();
        bulletin.segments()
                .forEach(segment -> array.add(new JsonObject()
                        .put("regions", new JsonArray(List.of(texts(segment.regions()))))
                        .put("from", segment.from().toString())
                        .put("until", segment.until().toString())));
        return array;
    }

    private static @Nullable OffsetDateTime until(Bulletin bulletin) {
        return bulletin.segments().stream()
                .map(Bulletin.Segment::until)
                .max(Instant::compareTo)
                .map(BulletinStore::utc)
                .orElse(null);
    }

    private static JsonArray unresolved(Bulletin bulletin) {
        JsonArray array = new JsonArray();
        bulletin.unresolved().forEach(part -> array.add(BulletinJson.unresolved(part)));
        return array;
    }

    private static List<Areas.Unresolved> unresolved(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(part ->
                        new Areas.Unresolved(part.getString("area"), part.getString("part"), part.getString("why")))
                .toList();
    }

    private static String[] texts(List<RegionCode> regions) {
        return regions.stream().map(RegionCode::text).toArray(String[]::new);
    }

    private static List<RegionCode> regions(String[] texts) {
        return Arrays.stream(texts).map(RegionCode::of).toList();
    }

    private static String word(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
