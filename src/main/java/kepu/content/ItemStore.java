package kepu.content;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.base.Sha256;
import kepu.base.Topic;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of items. */
final class ItemStore {
    private static final String COLUMNS =
            "id, kind, title, summary, topic, groups, regions, months, terms, keywords, source, authority,"
                    + " licence, language, body, media, poster, audio, seconds, chars, published_at, digest";
    private static final String READ =
            "seq, id, kind, title, summary, topic, groups, regions, months, terms, keywords, source, authority,"
                    + " licence, language, media, poster, seconds, chars, published_at,"
                    + " (select json_build_object('at', v.published_at, 'note', v.note)::text from item_version v where v.item = item.id"
                    + " and v.number <= item.version and v.corrects is not null and v.published_at is not null"
                    + " order by v.number desc limit 1)";
    private static final String CHANGED = Arrays.stream(COLUMNS.split(",\\s*"))
            .filter(column -> !column.equals("id"))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));

    private static final String EDITED =
            "id, version, kind, title, summary, topic, groups, regions, months, terms, keywords, source, authority,"
                    + " licence, language, body, media, poster, audio, seconds, chars";
    private static final String PLACES =
            IntStream.rangeClosed(1, 21).mapToObj(place -> "$" + place).collect(Collectors.joining(", "));
    /** What was written for children stays so. */
    private static final String CORRECTED = PLACES.replace(
            "$7,",
            "case when item.groups[1] = 'child' and 'child' = any ($7::text[]) then array['child'] || array_remove($7::text[], 'child')"
                    + " else $7::text[] end,");

    private static final String REVIEWED =
            "exists (select from item_version v where v.item = item.id and v.number = item.version"
                    + " and v.origin <> 'library')";
    private static final String NEXT =
            "1 + greatest(item.version, coalesce((select max(number) from item_version v where v.item = item.id), 0))";
    /** The version of each file that was taken: it was vetted before it came into the library. */
    private static final String IMPORTED =
            "insert into item_version (item, number, state, content, regions, origin, note, published_at)"
                    + " select i.id, i.version, case when i.withdrawn_at is null then 'published' else 'withdrawn' end,"
                    + " jsonb_strip_nulls(jsonb_build_object('kind', n.kind, 'title', n.title, 'summary', n.summary, 'topic', n.topic,"
                    + " 'groups', n.groups, 'regions', n.regions, 'months', n.months, 'terms', n.terms, 'keywords', n.keywords,"
                    + " 'source', n.source, 'authority', n.authority, 'licence', n.licence, 'language', n.language,"
                    + " 'media', n.media, 'poster', n.poster, 'audio', n.audio,"
                    + " 'audioText', case when n.audio is not null then left(encode(sha256(convert_to(n.markdown, 'UTF8')), 'hex'), 40) end,"
                    + " 'seconds', coalesce(n.seconds, 0), 'text', n.markdown)),"
                    + " n.regions, 'library', '馆藏文章，入库前已审核', n.published_at"
                    + " from incoming n join item i on i.id = n.id and i.digest = n.digest on conflict (item, number) do nothing";

    /** {@code kept} are the ids of those that a review corrected since, which a file does not change. */
    record Merge(int added, int changed, List<String> kept) {}

    /** A body with its version, what was corrected in it, the newest last, and the name of its recording. */
    record Body(
            String html,
            int version,
            List<Correction> corrections,
            @Nullable String audio) {}

    private ItemStore() {}

    /** False when there is an item of this name. */
    static Future<Boolean> add(SqlClient transaction, Edition edition) {
        return Database.query(
                        transaction,
                        "insert into item (" + EDITED + ", published_at, digest) values (" + PLACES + ", now(), $22)"
                                + " on conflict (id) do nothing",
                        row(edition, Buffer.buffer(Sha256.of(edition.body()))))
                .map(rows -> rows.rowCount() > 0);
    }

    /** Puts a correction in the place of what is live; false when that was withdrawn. */
    static Future<Boolean> correct(SqlClient transaction, Edition edition) {
        return Database.query(
                        transaction,
                        "update item set (" + EDITED + ") = (" + CORRECTED + ")"
                                + " where id = $1 and withdrawn_at is null",
                        row(edition))
                .map(rows -> rows.rowCount() > 0);
    }

    /** The first is whom it is written for (docs/style-guide.md), which a draft does not say: children only where it is for nobody else. */
    private static String[] groups(Draft draft) {
        Comparator<Group> children = Comparator.comparing(group -> group == Group.CHILD);
        return draft.groups().stream()
                .sorted(children.thenComparing(Group::code))
                .map(Group::code)
                .toArray(String[]::new);
    }

    private static @Nullable Object[] row(Edition edition, Object... more) {
        Draft draft = edition.draft();
        List<@Nullable Object> row = new ArrayList<>(Arrays.asList(
                edition.item(),
                edition.version(),
                draft.kind().code(),
                draft.title(),
                draft.summary(),
                draft.topic().code(),
                groups(draft),
                draft.regions().stream().map(RegionCode::text).toArray(String[]::new),
                draft.season().months().stream()
                        .sorted()
                        .map(Integer::shortValue)
                        .toArray(Short[]::new),
                draft.season().terms().toArray(String[]::new),
                draft.keywords().toArray(String[]::new),
                draft.source(),
                draft.authority(),
                draft.licence(),
                draft.language(),
                edition.body(),
                draft.media(),
                draft.poster(),
                draft.recording(),
                draft.seconds() == 0 ? null : draft.seconds(),
                SafeHtml.length(draft.text())));
        row.addAll(Arrays.asList(more));
        return row.toArray();
    }

    /** The digest of each item's file as it was imported last; without those that have no version yet, being older than versions. */
    static Map<String, byte[]> digests(Bulk bulk) throws SQLException {
        Map<String, byte[]> digests = new HashMap<>();
        bulk.each(
                "select id, digest from item where exists (select from item_version v where v.item = item.id)",
                row -> digests.put(row.getString(1), row.getBytes(2)));
        return digests;
    }

    static Merge merge(Bulk bulk, Collection<Library.Incoming> items) throws SQLException, IOException {
        return bulk.transact(() -> {
            bulk.execute("create temporary table incoming (like item) on commit drop");
            bulk.execute("alter table incoming alter column seq drop not null, alter column version drop not null,"
                    + " add column markdown text");
            try (Bulk.Rows rows = bulk.copy("incoming (" + COLUMNS + ", markdown)")) {
                for (Library.Incoming item : items) {
                    write(rows, item);
                }
            }
            int added = bulk.run("insert into item (" + COLUMNS + ") select " + COLUMNS
                    + " from incoming order by id on conflict (id) do nothing");
            int changed = bulk.run("insert into item (" + COLUMNS + ") select " + COLUMNS
                    + " from incoming on conflict (id) do update set " + CHANGED + ", version = " + NEXT
                    + " where item.digest <> excluded.digest and not " + REVIEWED);
            List<String> kept = bulk.read(
                    "select id from incoming join item using (id) where item.digest <> incoming.digest order by id",
                    row -> row.getString(1));
            bulk.run("update item_version v set due_at = null,"
                    + " state = case v.state when 'published' then 'corrected' else 'discarded' end"
                    + " from incoming join item using (id) where v.item = id and v.number <> item.version"
                    + " and v.state in ('draft', 'first', 'second', 'final', 'published')"
                    + " and item.digest = incoming.digest");
            bulk.run(IMPORTED);
            return new Merge(added, changed, kept);
        });
    }

    static List<Item> live(Bulk bulk) throws SQLException {
        return bulk.read("select " + READ + " from item where withdrawn_at is null order by seq", ItemStore::read);
    }

    static Map<Integer, String> bodies(Bulk bulk) throws SQLException {
        Map<Integer, String> bodies = new HashMap<>();
        bulk.each(
                "select seq, body from item where withdrawn_at is null",
                row -> bodies.put(row.getInt(1), row.getString(2)));
        return bodies;
    }

    static Future<List<Item>> live(Database database) {
        return database.query("select " + READ + " from item where withdrawn_at is null order by seq")
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ItemStore::read)
                        .toList());
    }

    static Future<Optional<Body>> body(Database database, String id) {
        return database.query(
                        "select i.body, i.version, (select json_agg(json_build_object('at', v.published_at, 'note', v.note) order by v.number)"
                                + " from item_version v where v.item = i.id and v.number <= i.version and v.corrects is not null"
                                + " and v.published_at is not null), i.audio from item i where i.id = $1 and i.withdrawn_at is null",
                        id)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Body(
                                row.getString(0),
                                row.getInteger(1),
                                corrections((JsonArray) row.getJson(2)),
                                row.getString(3)))
                        .findFirst());
    }

    private static List<Correction> corrections(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : array.stream()
                        .map(JsonObject.class::cast)
                        .map(ItemStore::correction)
                        .toList();
    }

    private static Correction correction(JsonObject json) {
        return new Correction(OffsetDateTime.parse(json.getString("at")).toInstant(), json.getString("note"));
    }

    static Future<Map<Integer, String>> bodies(Database database, List<Item> items) {
        Integer[] seqs = items.stream().map(Item::seq).toArray(Integer[]::new);
        return database.query("select seq, body from item where seq = any($1) and withdrawn_at is null", (Object) seqs)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> row.getInteger(0), row -> row.getString(1))));
    }

    /** Those that are live, and stay so until the transaction is over. */
    static Future<Set<String>> live(SqlClient transaction, Collection<String> ids) {
        return Database.query(
                        transaction,
                        "select id from item where id = any($1) and withdrawn_at is null order by id for share",
                        (Object) ids.toArray(String[]::new))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.toSet()));
    }

    private static void write(Bulk.Rows rows, Library.Incoming item) throws SQLException {
        LibraryFile.FrontMatter front = item.file().front();
        rows.row(
                item.file().id,
                front.kind() == null ? "article" : front.kind(),
                front.title(),
                front.summary(),
                front.topic(),
                front.groups(),
                WrittenFile.list(front.regions()),
                WrittenFile.list(front.months()),
                WrittenFile.list(front.terms()),
                WrittenFile.list(front.keywords()),
                front.source(),
                front.authority(),
                front.licence(),
                front.language(),
                SafeHtml.of(item.file().text()),
                item.media(),
                item.poster(),
                item.audio(),
                front.seconds(),
                SafeHtml.length(item.file().text()),
                item.file().published().atTime(8, 0).atZone(Beijing.ZONE).toInstant(),
                item.digest(),
                item.file().text());
    }

    private static Item read(ResultSet row) throws SQLException {
        return item(
                row.getInt(1),
                new String[] {
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(6),
                    row.getString(12),
                    row.getString(13),
                    row.getString(14),
                    row.getString(15)
                },
                strings(row, 7),
                strings(row, 8),
                Arrays.stream((Object[]) row.getArray(9).getArray())
                        .map(month -> ((Number) month).intValue())
                        .collect(Collectors.toSet()),
                strings(row, 10),
                strings(row, 11),
                row.getString(16),
                row.getString(17),
                row.getInt(18),
                row.getInt(19),
                row.getObject(20, OffsetDateTime.class).toInstant(),
                row.getString(21));
    }

    private static Item read(Row row) {
        Integer seconds = row.getInteger(17);
        return item(
                row.getInteger(0),
                new String[] {
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getString(5),
                    row.getString(11),
                    row.getString(12),
                    row.getString(13),
                    row.getString(14)
                },
                row.getArrayOfStrings(6),
                row.getArrayOfStrings(7),
                Arrays.stream(row.getArrayOfShorts(8)).map(Short::intValue).collect(Collectors.toSet()),
                row.getArrayOfStrings(9),
                row.getArrayOfStrings(10),
                row.getString(15),
                row.getString(16),
                seconds == null ? 0 : seconds,
                row.getInteger(18),
                row.getOffsetDateTime(19).toInstant(),
                row.getString(20));
    }

    /** {@code texts}: id, kind, title, summary, topic, source, authority, licence, language. */
    private static Item item(
            int seq,
            String[] texts,
            String[] groups,
            String[] regions,
            Set<Integer> months,
            String[] terms,
            String[] keywords,
            @Nullable String media,
            @Nullable String poster,
            int seconds,
            int chars,
            Instant publishedAt,
            @Nullable String corrected) {
        return new Item(
                seq,
                texts[0],
                Kind.of(texts[1]).orElseThrow(),
                texts[2],
                texts[3],
                Topic.of(texts[4]).orElseThrow(),
                Arrays.stream(groups)
                        .flatMap(code -> Group.of(code).stream())
                        .collect(Collectors.toCollection(LinkedHashSet::new)),
                Arrays.stream(regions).map(RegionCode::of).toList(),
                new Season(months, Set.of(terms)),
                List.of(keywords),
                texts[5],
                texts[6],
                texts[7],
                texts[8],
                media,
                poster,
                seconds,
                chars,
                publishedAt,
                corrected == null ? null : correction(new JsonObject(corrected)));
    }

    private static String[] strings(ResultSet row, int column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
