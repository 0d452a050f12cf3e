package kepu.content.source;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import kepu.store.Database;

/** The SQL by which entries come in. */
final class EntryStore {
    /** Any number that no other advisory lock of this program has: "entry" in ASCII. */
    private static final long LOCK = 0x656e747279L;

    /** An entry that is stored. */
    record Known(long id, byte[] digest) {}

    /** An entry with its number and what it is like; itself when it leads. */
    record Placed(long id, Sketched sketched, Leaders.Match match) {
        boolean leads() {
            return match.leader() == id;
        }
    }

    private EntryStore() {}

    /** Waits until nobody else adds entries; until the transaction ends, nobody else does. */
    static Future<Void> lock(SqlClient transaction) {
        return Database.query(transaction, "select pg_advisory_xact_lock($1)", LOCK)
                .mapEmpty();
    }

    /** Those of the batch that are stored, by the hash of their guid. */
    static Future<Map<ByteBuffer, Known>> known(SqlClient transaction, long source, List<Sketched> batch) {
        return Database.query(
                        transaction,
                        "select key_hash, id, digest from source_entry where source = $1 and key_hash = any($2)",
                        source,
                        (Object) buffers(batch, Sketched::keyHash))
                .map(rows -> {
                    Map<ByteBuffer, Known> known = new HashMap<>();
                    rows.forEach(row -> known.put(
                            ByteBuffer.wrap(row.getBuffer(0).getBytes()),
                            new Known(row.getLong(1), row.getBuffer(2).getBytes())));
                    return known;
                });
    }

    /** Writes what the source says now over what it said; what was decided of it stays decided. */
    static Future<Void> revise(SqlClient transaction, Map<Long, Sketched> others, Instant now) {
        if (others.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Sketched> all = List.copyOf(others.values());
        return Database.query(
                        transaction,
                        "update source_entry e set title = n.title, html = n.html, url = n.url, digest = n.digest, revised_at = $6"
                                + " from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::bytea[])"
                                + " as n (id, title, html, url, digest) where e.id = n.id",
                        others.keySet().toArray(Long[]::new),
                        texts(all, FeedEntry::title),
                        texts(all, FeedEntry::html),
                        texts(all, FeedEntry::url),
                        buffers(all, Sketched::digest),
                        SourceStore.utc(now))
                .mapEmpty();
    }

    /** Adds the stored leaders that share a band with one of these. */
    static Future<Void> leaders(SqlClient transaction, List<Sketched> fresh, Leaders into) {
        Long[] bands = fresh.stream()
                .flatMapToLong(one -> Arrays.stream(one.sketch().bands()))
                .distinct()
                .boxed()
                .toArray(Long[]::new);
        return Database.query(
                        transaction,
                        "select id, signature from source_entry where id in (select entry from source_band where band = any($1))",
                        (Object) bands)
                .map(rows -> {
                    StreamSupport.stream(rows.spliterator(), false)
                            .forEach(row -> into.add(
                                    row.getLong(0), Sketch.read(row.getBuffer(1).getBytes())));
                    return null;
                });
    }

    /** Fresh numbers, in ascending order. */
    static Future<List<Long>> ids(SqlClient transaction, int count) {
        return Database.query(
                        transaction,
                        "select nextval(pg_get_serial_sequence('source_entry', 'id')) as id from generate_series(1, $1) order by id",
                        count)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /** Stores entries, and the bands of those that lead. */
    static Future<Void> add(SqlClient transaction, long source, List<Placed> placed, Instant now) {
        List<Sketched> all = placed.stream().map(Placed::sketched).toList();
        return Database.query(
                        transaction,
                        "insert into source_entry (id, source, key_hash, guid, url, title, author, html, published_at, digest, signature,"
                                + " leader, similarity, fetched_at, state) select n.id, $1, n.key_hash, n.guid, n.url, n.title, n.author, n.html,"
                                + " n.published_at, n.digest, n.signature, n.leader, n.similarity, $14,"
                                + " case when n.id = n.leader then 'new' else 'duplicate' end"
                                + " from unnest($2::bigint[], $3::bytea[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],"
                                + " $9::timestamptz[], $10::bytea[], $11::bytea[], $12::bigint[], $13::real[]) as n (id, key_hash, guid, url,"
                                + " title, author, html, published_at, digest, signature, leader, similarity)",
                        source,
                        placed.stream().map(Placed::id).toArray(Long[]::new),
                        buffers(all, Sketched::keyHash),
                        texts(all, FeedEntry::guid),
                        texts(all, FeedEntry::url),
                        texts(all, FeedEntry::title),
                        texts(all, FeedEntry::author),
                        texts(all, FeedEntry::html),
                        all.stream()
                                .map(one -> one.entry().publishedAt())
                                .map(at -> at == null ? null : SourceStore.utc(at))
                                .toArray(OffsetDateTime[]::new),
                        buffers(all, Sketched::digest),
                        buffers(all, one -> one.sketch().bytes()),
                        placed.stream().map(one -> one.match().leader()).toArray(Long[]::new),
                        placed.stream()
                                .map(one -> (float) one.match().similarity())
                                .toArray(Float[]::new),
                        SourceStore.utc(now))
                .compose(done -> addBands(
                        transaction, placed.stream().filter(Placed::leads).toList()));
    }

    private static Future<Void> addBands(SqlClient transaction, List<Placed> leaders) {
        int each = Sketch.BANDS;
        Long[] bands = new Long[leaders.size() * each];
        Long[] entries = new Long[bands.length];
        for (int i = 0; i < leaders.size(); i++) {
            long[] own = leaders.get(i).sketched().sketch().bands();
            for (int band = 0; band < each; band++) {
                bands[i * each + band] = own[band];
                entries[i * each + band] = leaders.get(i).id();
            }
        }
        return Database.query(
                        transaction,
                        "insert into source_band (band, entry) select * from unnest($1::bigint[], $2::bigint[]) on conflict do nothing",
                        bands,
                        entries)
                .mapEmpty();
    }

    /** Stores the bands of one more leader. */
    static Future<Void> addBands(SqlClient transaction, long id, Sketch sketch) {
        return Database.query(
                        transaction,
                        "insert into source_band (band, entry) select band, $2 from unnest($1::bigint[]) band on conflict do nothing",
                        Arrays.stream(sketch.bands()).boxed().toArray(Long[]::new),
                        id)
                .mapEmpty();
    }

    private static String[] texts(List<Sketched> all, Function<FeedEntry, String> part) {
        return all.stream().map(Sketched::entry).map(part).toArray(String[]::new);
    }

    private static Buffer[] buffers(List<Sketched> all, Function<Sketched, byte[]> part) {
        return all.stream().map(part).map(Buffer::buffer).toArray(Buffer[]::new);
    }
}
