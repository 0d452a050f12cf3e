package kepu.content.source;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL by which staff see entries and decide of them. */
final class DeskStore {
    private static final String SELECT =
            "select e.id, e.source, s.name, s.trust, s.authority, s.licence, s.topic, s.groups, s.regions, e.guid,"
                    + " e.url, e.published_at, e.fetched_at, e.revised_at, e.title, e.author, e.html, e.state, e.leader, e.similarity,"
                    + " (select count(*) from source_entry a where a.leader = e.leader), e.main, e.draft, e.reason"
                    + " from source_entry e join source s on s.id = e.source where ($1 = '0' or s.scope like $1 || '%')";

    private final Database database;

    DeskStore(Database database) {
        this.database = database;
    }

    /** Entries of a state in sources of a scope, the newest first. */
    Future<List<Entry>> list(RegionCode scope, Entry.State state, @Nullable Long source, long before, int limit) {
        return database.query(
                        SELECT + " and e.state = $2 and e.id < $3 and ($4::bigint is null or e.source = $4)"
                                + " order by e.id desc limit $5",
                        scope.text(),
                        state.code(),
                        before,
                        source,
                        limit)
                .map(DeskStore::entries);
    }

    /** The entry and those with the same leader, the most trusted first, then the oldest; empty when it does not lie in the scope. At most {@code limit}. */
    Future<List<Entry>> alike(RegionCode scope, long id, int limit) {
        return database.query(
                        SELECT
                                + " and e.leader = (select leader from source_entry where id = $2) order by e.id = $2 desc,"
                                + " array_position(array['official', 'partner', 'open'], s.trust), e.id limit $3",
                        scope.text(),
                        id,
                        limit)
                .map(DeskStore::entries)
                .map(found -> found.isEmpty() || found.getFirst().id() != id ? List.of() : found);
    }

    /** The entries of these ids in the scope, kept from others until the transaction ends. */
    static Future<List<Entry>> held(SqlClient transaction, RegionCode scope, List<Long> ids) {
        return Database.query(
                        transaction,
                        SELECT + " and e.id = any($2) order by e.id for update of e",
                        scope.text(),
                        ids.toArray(Long[]::new))
                .map(DeskStore::entries);
    }

    /** The entries that were merged into one. */
    static Future<List<Entry>> mergedInto(SqlClient transaction, long main) {
        return Database.query(transaction, SELECT + " and e.main = $2 order by e.id", "0", main)
                .map(DeskStore::entries);
    }

    /** A decision of staff. */
    record Decision(long staff, Instant at, @Nullable String reason) {}

    static Future<Void> merge(SqlClient transaction, long main, List<Long> others, Decision by) {
        return Database.query(
                        transaction,
                        "update source_entry set state = case when id = $1 then 'new' else 'merged' end, main = case when id = $1 then null"
                                + " else $1 end, decided_by = $3, decided_at = $4, reason = null where id = $1 or id = any($2) or main = any($2)",
                        main,
                        others.toArray(Long[]::new),
                        by.staff(),
                        SourceStore.utc(by.at()))
                .mapEmpty();
    }

    static Future<Void> dismiss(SqlClient transaction, long id, Decision by) {
        return Database.query(
                        transaction,
                        "update source_entry set state = 'dismissed', decided_by = $2, decided_at = $3, reason = $4 where id = $1",
                        id,
                        by.staff(),
                        SourceStore.utc(by.at()),
                        by.reason())
                .mapEmpty();
    }

    static Future<Void> accept(SqlClient transaction, long id, String draft, Decision by) {
        return Database.query(
                        transaction,
                        "update source_entry set state = 'accepted', draft = $2, decided_by = $3, decided_at = $4 where id = $1",
                        id,
                        draft,
                        by.staff(),
                        SourceStore.utc(by.at()))
                .mapEmpty();
    }

    /** Makes it new and like no other: it leads, and later ones are compared with it. */
    static Future<Void> reopen(SqlClient transaction, long id, Decision by) {
        return Database.query(
                        transaction,
                        "update source_entry set state = 'new', leader = id, similarity = 1, main = null, reason = null, decided_by = $2,"
                                + " decided_at = $3 where id = $1 returning signature",
                        id,
                        by.staff(),
                        SourceStore.utc(by.at()))
                .compose(rows -> EntryStore.addBands(
                        transaction,
                        id,
                        Sketch.read(rows.iterator().next().getBuffer(0).getBytes())));
    }

    private static List<Entry> entries(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(DeskStore::entry)
                .toList();
    }

    private static Entry entry(Row row) {
        return new Entry(
                row.getLong(0),
                new Entry.Origin(
                        row.getLong(1),
                        row.getString(2),
                        SourceStore.given(row, 3),
                        row.getString(9),
                        row.getString(10),
                        instant(row.getOffsetDateTime(11)),
                        row.getOffsetDateTime(12).toInstant(),
                        instant(row.getOffsetDateTime(13))),
                new Entry.Text(row.getString(14), row.getString(15), row.getString(16)),
                new Entry.Standing(
                        Entry.State.of(row.getString(17)).orElseThrow(),
                        row.getLong(18),
                        row.getFloat(19),
                        row.getInteger(20),
                        row.getLong(21),
                        row.getString(22),
                        row.getString(23)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
