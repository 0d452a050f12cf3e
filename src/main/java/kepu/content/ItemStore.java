package kepu.content;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of items. */
final class ItemStore {
    private static final String COLUMNS =
            "id, kind, title, summary, topic, groups, regions, months, terms, keywords, source, authority,"
                    + " licence, language, body, media, poster, seconds, chars, published_at, digest";
    private static final String READ =
            "seq, id, kind, title, summary, topic, groups, regions, months, terms, keywords, source, authority,"
                    + " licence, language, media, poster, seconds, chars, published_at";
    private static final String CHANGED = Arrays.stream(COLUMNS.split(",\\s*"))
            .filter(column -> !column.equals("id"))
            .map(column -> column + " = excluded." + column)
            .collect(Collectors.joining(", "));

    record Merge(int added, int changed) {}

    /** Why and since when an item is withdrawn. */
    record Withdrawn(String reason) {}

    private ItemStore() {}

    /** The digest of each item's file as it was imported last. */
    static Map<String, byte[]> digests(Bulk bulk) throws SQLException {
        Map<String, byte[]> digests = new HashMap<>();
        bulk.each("select id, digest from item", row -> digests.put(row.getString(1), row.getBytes(2)));
        return digests;
    }

    static Merge merge(Bulk bulk, Collection<Library.Incoming> items) throws SQLException, IOException {
        return bulk.transact(() -> {
            bulk.execute("create temporary table incoming (like item) on commit drop");
            bulk.execute("alter table incoming alter column seq drop not null");
            try (Bulk.Rows rows = bulk.copy("incoming (" + COLUMNS + ")")) {
                for (Library.Incoming item : items) {
                    write(rows, item);
                }
            }
            int added = bulk.run("insert into item (" + COLUMNS + ") select " + COLUMNS
                    + " from incoming order by id on conflict (id) do nothing");
            int changed = bulk.run("insert into item (" + COLUMNS + ") select " + COLUMNS
                    + " from incoming on conflict (id) do update set " + CHANGED
                    + " where item.digest <> excluded.digest");
            return new Merge(added, changed);
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

    static Future<Optional<String>> body(Database database, String id) {
        return database.query("select body from item where id = $1 and withdrawn_at is null", id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getString(0)));
    }

    static Future<Map<Integer, String>> bodies(Database database, List<Item> items) {
        Integer[] seqs = items.stream().map(Item::seq).toArray(Integer[]::new);
        return database.query("select seq, body from item where seq = any($1) and withdrawn_at is null", (Object) seqs)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> row.getInteger(0), row -> row.getString(1))));
    }

    static Future<Optional<Withdrawn>> withdrawn(Database database, String id) {
        return database.query("select withdrawn_reason from item where id = $1 and withdrawn_at is not null", id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(new Withdrawn(rows.iterator().next().getString(0))));
    }

    /** True when it was live until now. */
    static Future<Boolean> withdraw(SqlClient transaction, String id, long staff, String reason) {
        return Database.query(
                        transaction,
                        "update item set withdrawn_at = now(), withdrawn_by = $2, withdrawn_reason = $3"
                                + " where id = $1 and withdrawn_at is null",
                        id,
                        staff,
                        reason)
                .map(rows -> rows.rowCount() > 0);
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
                LibraryFile.list(front.regions()),
                LibraryFile.list(front.months()),
                LibraryFile.list(front.terms()),
                LibraryFile.list(front.keywords()),
                front.source(),
                front.authority(),
                front.licence(),
                front.language(),
                SafeHtml.of(item.file().text()),
                item.media(),
                item.poster(),
                front.seconds(),
                SafeHtml.length(item.file().text()),
                item.file().published().atTime(8, 0).atZone(Beijing.ZONE).toInstant(),
                item.digest());
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
                row.getObject(20, OffsetDateTime.class).toInstant());
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
                row.getOffsetDateTime(19).toInstant());
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
            Instant publishedAt) {
        return new Item(
                seq,
                texts[0],
                Kind.of(texts[1]).orElseThrow(),
                texts[2],
                texts[3],
                Topic.of(texts[4]).orElseThrow(),
                Arrays.stream(groups).flatMap(code -> Group.of(code).stream()).collect(Collectors.toSet()),
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
                publishedAt);
    }

    private static String[] strings(ResultSet row, int column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
