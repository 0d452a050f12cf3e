package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceJson;
import kepu.push.audience.Members;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of publications and receipts. */
public final class PushStore {
    /** Held while offsets are given, so that their order is the order of commits. Any number that nobody else uses. */
    private static final long OFFSET_LOCK = 0x6b657075;

    private static final String PUBLICATION =
            "seq, campaign, coalesce(item, ''), audience, title, message, sender, published_at, expires_at, cancel_seq, cancelled_at, lane, sender_code,"
                    + " topic, arm, lots_held, lot_from, lot_to, pauses, members";

    /** Live and lately cancelled publications; the lowest offset that a reader can resume from, and the highest given. */
    public record Window(List<Publication> publications, long floor, long last) {}

    /** How far a campaign got, in one town, county … */
    public record Reached(RegionCode region, long delivered, long read) {}

    /** Until {@code at} so many residents had received, and read, something of a campaign. */
    public record Progress(Instant at, long delivered, long read) {}

    private final Database database;

    public PushStore(Database database) {
        this.database = database;
    }

    /** Those of the residents who are there, as audiences see them. */
    Future<List<Who>> residents(List<Long> ids, Instant now) {
        return database.query(
                        "select id, village, groups, birth_year, occupation, interests, language from resident where id = any($1) order by id",
                        (Object) ids.toArray(Long[]::new))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> who(row, now))
                        .toList());
    }

    private static Who who(Row row, Instant now) {
        Short born = row.getShort(3);
        return new Who(
                row.getLong(0),
                row.getLong(1),
                Group.mask(Arrays.stream(row.getArrayOfStrings(2))
                        .flatMap(code -> Group.of(code).stream())
                        .toList()),
                Topic.mask(Arrays.stream(row.getArrayOfStrings(5))
                        .flatMap(code -> Topic.of(code).stream())
                        .toList()),
                born == null ? Fits.UNKNOWN : Publications.year(now) - born,
                row.getString(4),
                row.getString(6));
    }

    /** Gives the next {@code count} offsets and keeps others from getting any until this transaction is over. */
    static Future<List<Long>> offsets(SqlClient transaction, int count) {
        return lockOffsets(transaction)
                .compose(locked -> Database.query(
                        transaction, "select nextval('publication_offset') from generate_series(1, $1)", count))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /** Waits until no other transaction gives offsets, and keeps others from it until this one is over. */
    static Future<Void> lockOffsets(SqlClient transaction) {
        return Database.query(transaction, "select pg_advisory_xact_lock($1)", OFFSET_LOCK)
                .mapEmpty();
    }

    /** What was published, withdrawn, paused or resumed after an offset, by seq. */
    static Future<List<Publication>> after(SqlClient transaction, long offset) {
        return Database.query(
                        transaction,
                        "select " + PUBLICATION
                                + " from publication where seq > $1 or cancel_seq > $1 or changed_seq > $1 order by seq",
                        offset)
                .map(PushStore::publications);
    }

    static Future<Void> publish(SqlClient transaction, List<Publication> publications) {
        Future<Void> all = Future.succeededFuture();
        for (Publication publication : publications) {
            all = all.compose(done -> Database.query(
                            transaction,
                            "insert into publication (seq, campaign, item, audience, title, message, sender, published_at, expires_at, lane,"
                                    + " sender_code, topic, arm, lots_held, lot_from, lot_to, members)"
                                    + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
                            row(publication))
                    .mapEmpty());
        }
        return all;
    }

    /** Begins a pause ({@code isPaused}) of those that are in none, or ends that of those that are in one. Gives those that changed. */
    static Future<List<Publication>> turn(SqlClient transaction, List<Long> seqs, boolean isPaused, Instant now) {
        return offsets(transaction, 1)
                .compose(offsets -> Database.query(
                        transaction,
                        "update publication set pauses = array_append(pauses, $2::timestamptz), changed_seq = $3"
                                + " where seq = any($1) and cancel_seq is null and cardinality(pauses) % 2 = $4 returning "
                                + PUBLICATION,
                        seqs.toArray(Long[]::new),
                        utc(now),
                        offsets.getFirst(),
                        isPaused ? 0 : 1))
                .map(PushStore::publications);
    }

    /** Marks a publication cancelled; empty when it was already. */
    static Future<Optional<Publication>> cancel(SqlClient transaction, long seq, long offset, Instant now) {
        return Database.query(
                        transaction,
                        "update publication set cancelled_at = $3, cancel_seq = $2 where seq = $1 and cancel_seq is null returning "
                                + PUBLICATION,
                        seq,
                        offset,
                        utc(now))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(readPublication(rows.iterator().next())));
    }

    static Future<List<Long>> publicationsOf(SqlClient client, String campaign) {
        return Database.query(client, "select seq from publication where campaign = $1 order by seq", campaign)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /** The publications of an item that are neither over nor taken back. */
    static Future<List<Long>> liveOf(SqlClient client, String item, Instant now) {
        return Database.query(
                        client,
                        "select seq from publication where item = $1 and cancel_seq is null and expires_at > $2 order by seq",
                        item,
                        utc(now))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /**
     * What is live at {@code now}, what was cancelled after {@code since}, and what was published after {@code remembered}. The highest offset
     * is read before them, so that they are whole up to it whatever is committed meanwhile.
     */
    Future<Window> window(Instant now, Instant since, Instant remembered) {
        return database.query(
                        "select coalesce(max(cancel_seq) filter (where cancelled_at <= $1), 0),"
                                + " greatest(max(seq), max(cancel_seq), (select max(seq) from personal_publication), 0) from publication",
                        utc(since))
                .map(rows -> rows.iterator().next())
                .compose(ends -> database.query(
                                "select " + PUBLICATION + " from publication"
                                        + " where (cancelled_at is null and expires_at > $1) or cancelled_at > $2 or published_at > $3"
                                        + " order by seq",
                                utc(now),
                                utc(since),
                                utc(remembered))
                        .map(live -> new Window(publications(live), ends.getLong(0), ends.getLong(1))));
    }

    /** The publications from an offset on that a resident read. */
    Future<long[]> readSince(long resident, long offset) {
        return database.query(
                        "select publication from receipt where resident = $1 and publication >= $2 and read_at is not null",
                        resident,
                        offset)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .mapToLong(row -> row.getLong(0))
                        .toArray());
    }

    /** Records receipts; a read one counts as delivered too. Gives how many were news. */
    static Future<Integer> receive(
            SqlClient transaction, long resident, List<Long> publications, boolean read, Instant now) {
        return Database.query(
                        transaction,
                        "insert into receipt (publication, resident, delivered_at, read_at)"
                                + " select p, $1, $3::timestamptz, case when $4 then $3::timestamptz end from unnest($2::bigint[]) p"
                                + " on conflict (publication, resident) do update set read_at = excluded.read_at"
                                + " where receipt.read_at is null and excluded.read_at is not null",
                        resident,
                        publications.toArray(Long[]::new),
                        utc(now),
                        read)
                .map(RowSet::rowCount);
    }

    /** Residents who received, and who read, anything of an arm of a campaign. */
    Future<Map<String, long[]>> reachedByArm(String campaign) {
        return database.query(
                        "select p.arm, count(distinct t.resident), count(distinct t.resident) filter (where t.read_at is not null)"
                                + " from receipt t join publication p on p.seq = t.publication where p.campaign = $1 group by p.arm",
                        campaign)
                .map(rows -> {
                    Map<String, long[]> byArm = new HashMap<>();
                    rows.forEach(row -> byArm.put(row.getString(0), new long[] {row.getLong(1), row.getLong(2)}));
                    return byArm;
                });
    }

    /** Receipts of a campaign by region of {@code level}; a person counts once, however many items. */
    Future<List<Reached>> reached(String campaign, Level level) {
        return database.query(
                        "select village / " + level.span() + ", count(*), count(*) filter (where read) from ("
                                + " select r.id, r.village, bool_or(t.read_at is not null) as read from receipt t"
                                + " join publication p on p.seq = t.publication join resident r on r.id = t.resident"
                                + " where p.campaign = $1 group by r.id, r.village) as people group by 1 order by 1",
                        campaign)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Reached(region(row.getLong(0), level), row.getLong(1), row.getLong(2)))
                        .toList());
    }

    /** How the receipts of a campaign came in, step by step from {@code from}; a resident counts from their first one on. */
    Future<List<Progress>> overTime(String campaign, Instant from, Duration step) {
        return database.query(
                        "with people as (select min(t.delivered_at) as delivered, min(t.read_at) as read from receipt t"
                                + " join publication p on p.seq = t.publication where p.campaign = $1 group by t.resident),"
                                + " news as (select delivered as at, 1 as delivered, 0 as read from people"
                                + " union all select read, 0, 1 from people where read is not null),"
                                + " steps as (select date_bin($3 * interval '1 second', at, $2) + $3 * interval '1 second' as at,"
                                + " sum(delivered) as delivered, sum(read) as read from news group by 1)"
                                + " select at, (sum(delivered) over (order by at))::bigint, (sum(read) over (order by at))::bigint"
                                + " from steps order by at",
                        campaign,
                        utc(from),
                        (double) step.toSeconds())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Progress(row.getOffsetDateTime(0).toInstant(), row.getLong(1), row.getLong(2)))
                        .toList());
    }

    /** Every receipt of a resident, for their own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query(
                        "select publication, delivered_at, read_at from receipt where resident = $1 order by publication",
                        resident)
                .map(rows -> {
                    JsonArray all = new JsonArray();
                    rows.forEach(row -> {
                        JsonObject receipt = new JsonObject()
                                .put("publication", Long.toString(row.getLong(0)))
                                .put("deliveredAt", row.getOffsetDateTime(1).toString());
                        OffsetDateTime readAt = row.getOffsetDateTime(2);
                        all.add(readAt == null ? receipt : receipt.put("readAt", readAt.toString()));
                    });
                    return all;
                });
    }

    Future<Void> erase(SqlClient transaction, long resident) {
        return Database.query(transaction, "delete from receipt where resident = $1", resident)
                .compose(done ->
                        Database.query(transaction, "delete from personal_publication where resident = $1", resident))
                .mapEmpty();
    }

    private static RegionCode region(long prefix, Level level) {
        return new RegionCode(level, prefix * level.span());
    }

    private static List<Publication> publications(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(PushStore::readPublication)
                .toList();
    }

    private static @Nullable Object[] row(Publication publication) {
        Handling handling = publication.handling();
        return new @Nullable Object[] {
            publication.seq(),
            publication.campaign(),
            publication.item().isEmpty() ? null : publication.item(),
            AudienceJson.write(publication.audience()),
            publication.title(),
            publication.message(),
            publication.sender(),
            utc(publication.publishedAt()),
            utc(publication.expiresAt()),
            handling.lane().code(),
            handling.sender(),
            handling.topic() == null ? null : handling.topic().code(),
            handling.arm(),
            handling.held(),
            handling.share().from(),
            handling.share().to(),
            bytes(publication.members())
        };
    }

    private static Publication readPublication(Row row) {
        Audience audience = AudienceJson.read((JsonObject) row.getJson(3));
        OffsetDateTime cancelledAt = row.getOffsetDateTime(10);
        return new Publication(
                row.getLong(0),
                row.getString(1),
                row.getString(2),
                audience,
                audience.bounds(),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getOffsetDateTime(7).toInstant(),
                row.getOffsetDateTime(8).toInstant(),
                0,
                members(row.getBuffer(19)),
                new Handling(
                        Lane.of(row.getString(11)).orElseThrow(),
                        row.getString(12),
                        topic(row.getString(13)),
                        row.getString(14),
                        new Share(row.getInteger(16), row.getInteger(17)),
                        row.getInteger(15)),
                new Fate(
                        pauses(row.getArrayOfOffsetDateTimes(18)),
                        row.getLong(9),
                        cancelledAt == null ? null : cancelledAt.toInstant()));
    }

    private static @Nullable Buffer bytes(@Nullable Members members) {
        return members == null ? null : Buffer.buffer(members.bytes());
    }

    private static @Nullable Members members(@Nullable Buffer bytes) {
        return bytes == null ? null : Members.read(bytes.getBytes());
    }

    static @Nullable Topic topic(@Nullable String code) {
        return code == null ? null : Topic.of(code).orElse(null);
    }

    /** Beginnings and ends in turn. */
    private static List<Fate.Pause> pauses(OffsetDateTime[] turns) {
        List<Fate.Pause> pauses = new ArrayList<>();
        for (int i = 0; i < turns.length; i += 2) {
            pauses.add(new Fate.Pause(turns[i].toInstant(), i + 1 < turns.length ? turns[i + 1].toInstant() : null));
        }
        return pauses;
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
