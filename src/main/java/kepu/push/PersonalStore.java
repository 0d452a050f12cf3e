package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import kepu.store.Database;

/** The SQL of publications to one person. */
final class PersonalStore {
    private static final String PERSONAL =
            "p.seq, p.resident, p.item, p.title, p.message, p.sender, p.sender_code, p.topic, p.published_at, p.expires_at, p.read_at is not null, r.village"
                    + " from personal_publication p join resident r on r.id = p.resident";

    private final Database database;

    PersonalStore(Database database) {
        this.database = database;
    }

    /** A publication to one person, and whether they read it. */
    record Kept(Posted posted, boolean isRead) {}

    static Future<Void> add(SqlClient transaction, Publication publication) {
        Handling handling = publication.handling();
        return Database.query(
                        transaction,
                        "insert into personal_publication (seq, resident, item, title, message, sender, sender_code, topic, published_at, expires_at)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        publication.seq(),
                        publication.resident(),
                        publication.item(),
                        publication.title(),
                        publication.message(),
                        publication.sender(),
                        handling.sender(),
                        handling.topic() == null ? null : handling.topic().code(),
                        publication.publishedAt().atOffset(ZoneOffset.UTC),
                        publication.expiresAt().atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }

    /** The newest live ones of a resident, by seq. */
    Future<List<Kept>> of(long resident, Instant now, int limit) {
        return database.query(
                        "select * from (select " + PERSONAL + " where p.resident = $1 and p.expires_at > $2"
                                + " order by p.seq desc limit $3) as newest order by seq",
                        resident,
                        now.atOffset(ZoneOffset.UTC),
                        limit)
                .map(PersonalStore::read);
    }

    /** The newest live ones of everybody since then, by seq. */
    Future<List<Kept>> since(Instant since, Instant now, int limit) {
        return database.query(
                        "select * from (select " + PERSONAL + " where p.published_at > $1 and p.expires_at > $2"
                                + " order by p.seq desc limit $3) as newest order by seq",
                        since.atOffset(ZoneOffset.UTC),
                        now.atOffset(ZoneOffset.UTC),
                        limit)
                .map(PersonalStore::read);
    }

    /** What went to one person after an offset. */
    static Future<List<Publication>> after(SqlClient transaction, long offset) {
        return Database.query(transaction, "select " + PERSONAL + " where p.seq > $1 order by p.seq", offset)
                .map(rows -> read(rows).stream()
                        .map(kept -> kept.posted().publication())
                        .toList());
    }

    /** Records receipts of those that are the resident's. Gives how many were news. */
    static Future<Integer> receive(SqlClient transaction, long resident, List<Long> seqs, boolean read, Instant now) {
        return Database.query(
                        transaction,
                        "update personal_publication set delivered_at = coalesce(delivered_at, $3), read_at = case when $4 then $3 end"
                                + " where resident = $1 and seq = any($2) and read_at is null and (delivered_at is null or $4)",
                        resident,
                        seqs.toArray(Long[]::new),
                        now.atOffset(ZoneOffset.UTC),
                        read)
                .map(RowSet::rowCount);
    }

    /** For the resident's own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query(
                        "select to_jsonb(p) - 'resident' from personal_publication p where resident = $1 order by seq",
                        resident)
                .map(Database::jsons);
    }

    private static List<Kept> read(RowSet<Row> rows) {
        List<Kept> kept = new ArrayList<>();
        rows.forEach(row -> kept.add(new Kept(Posted.of(publication(row)), row.getBoolean(10))));
        return kept;
    }

    private static Publication publication(Row row) {
        OffsetDateTime published = row.getOffsetDateTime(8);
        RegionCode village = RegionCode.village(row.getLong(11));
        return new Publication(
                row.getLong(0),
                "",
                row.getString(2),
                new Audience.InRegion(List.of(village)),
                List.of(village),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                published.toInstant(),
                row.getOffsetDateTime(9).toInstant(),
                row.getLong(1),
                null,
                Handling.personal(row.getString(6), PushStore.topic(row.getString(7))),
                Fate.OUT);
    }
}
