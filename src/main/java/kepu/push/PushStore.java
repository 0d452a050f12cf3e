package kepu.push;

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
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceJson;
import kepu.push.audience.Members;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of campaigns, publications and receipts. */
public final class PushStore {
    /** Held while offsets are given, so that their order is the order of commits. Any number that nobody else uses. */
    private static final long OFFSET_LOCK = 0x6b657075;

    private static final String CAMPAIGN =
            "c.id, c.title, c.message, c.items, c.audience, c.scope, c.state, c.reach, c.start_at, c.expires_at, c.created_by, c.approved_by,"
                    + " (select array_agg(p.seq::text order by p.seq) from publication p where p.campaign = c.id),"
                    + " (select json_agg(json_build_object('at', s.at, 'state', s.to_state, 'by', t.name, 'note', s.note) order by s.seq)"
                    + " from campaign_step s left join staff t on t.id = s.staff where s.campaign = c.id)";
    private static final String PUBLICATION =
            "seq, campaign, item, audience, title, message, sender, published_at, expires_at, cancel_seq, members";

    /** Live and lately cancelled publications; the lowest offset that a reader can resume from, and the highest given. */
    public record Window(List<Publication> publications, long floor, long last) {}

    /** How far a campaign got, in one town, county … */
    public record Reached(RegionCode region, long delivered, long read) {}

    private final Database database;

    public PushStore(Database database) {
        this.database = database;
    }

    /** False when a campaign with this id is there already. */
    static Future<Boolean> add(SqlClient transaction, Campaign campaign) {
        return Database.query(
                        transaction,
                        "insert into campaign (id, title, message, items, audience, scope, state, reach, start_at, expires_at, created_by,"
                                + " approved_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict (id) do nothing",
                        campaign.id(),
                        campaign.title(),
                        campaign.message(),
                        campaign.items().toArray(String[]::new),
                        AudienceJson.write(campaign.audience()),
                        campaign.scope().text(),
                        campaign.state().code(),
                        campaign.reach(),
                        utc(campaign.startAt()),
                        utc(campaign.expiresAt()),
                        campaign.createdBy(),
                        campaign.approvedBy())
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Void> step(
            SqlClient transaction,
            String campaign,
            Campaign.@Nullable State from,
            Campaign.State to,
            @Nullable Long staff,
            String note) {
        return Database.query(
                        transaction,
                        "insert into campaign_step (campaign, from_state, to_state, staff, note) values ($1, $2, $3, $4, $5)",
                        campaign,
                        from == null ? null : from.code(),
                        to.code(),
                        staff,
                        note)
                .mapEmpty();
    }

    /** Moves a campaign on; false when it was not in the state that it was thought to be in. */
    static Future<Boolean> move(
            SqlClient transaction, String campaign, Campaign.State from, Campaign.State to, @Nullable Long approvedBy) {
        return Database.query(
                        transaction,
                        "update campaign set state = $3, approved_by = coalesce($4, approved_by) where id = $1 and state = $2",
                        campaign,
                        from.code(),
                        to.code(),
                        approvedBy)
                .map(rows -> rows.rowCount() > 0);
    }

    static Future<Void> setReach(SqlClient transaction, String campaign, int reach) {
        return Database.query(transaction, "update campaign set reach = $2 where id = $1", campaign, reach)
                .mapEmpty();
    }

    Future<Optional<Campaign>> campaign(String id) {
        return database.query("select " + CAMPAIGN + " from campaign c where c.id = $1", id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(readCampaign(rows.iterator().next())));
    }

    /** Campaigns made within the scope, the newest first, those created before the cursor's one. */
    Future<List<Campaign>> campaigns(
            RegionCode scope, Campaign.@Nullable State state, @Nullable String before, int limit) {
        return database.query(
                        "select " + CAMPAIGN + " from campaign c where ($1 = '0' or c.scope like $1 || '%')"
                                + " and ($2::text is null or c.state = $2)"
                                + " and ($3::text is null or (c.created_at, c.id) < (select created_at, id from campaign where id = $3))"
                                + " order by c.created_at desc, c.id desc limit $4",
                        scope.text(),
                        state == null ? null : state.code(),
                        before,
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PushStore::readCampaign)
                        .toList());
    }

    /** Approved campaigns whose time has come and is not over. */
    Future<List<String>> due(Instant now) {
        return ids(
                "select id from campaign where state = 'approved' and start_at <= $1 and expires_at > $1 order by start_at limit 100",
                utc(now));
    }

    /** Campaigns whose time is over, whether they ran or were approved too late to run. */
    Future<List<String>> over(Instant now) {
        return ids(
                "select id from campaign where state in ('approved', 'running') and expires_at <= $1 limit 100",
                utc(now));
    }

    /** Gives the next {@code count} offsets and keeps others from getting any until this transaction is over. */
    static Future<List<Long>> offsets(SqlClient transaction, int count) {
        return Database.query(transaction, "select pg_advisory_xact_lock($1)", OFFSET_LOCK)
                .compose(locked -> Database.query(
                        transaction, "select nextval('publication_offset') from generate_series(1, $1)", count))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    static Future<Void> publish(SqlClient transaction, List<Publication> publications) {
        Future<Void> all = Future.succeededFuture();
        for (Publication publication : publications) {
            all = all.compose(done -> Database.query(
                            transaction,
                            "insert into publication (seq, campaign, item, audience, title, message, sender, published_at, expires_at, members)"
                                    + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                            publication.seq(),
                            publication.campaign(),
                            publication.item(),
                            AudienceJson.write(publication.audience()),
                            publication.title(),
                            publication.message(),
                            publication.sender(),
                            utc(publication.publishedAt()),
                            utc(publication.expiresAt()),
                            bytes(publication.members()))
                    .mapEmpty());
        }
        return all;
    }

    /** Marks a publication cancelled; empty when it was already. */
    static Future<Optional<Publication>> cancel(SqlClient transaction, long seq, long offset) {
        return Database.query(
                        transaction,
                        "update publication set cancelled_at = now(), cancel_seq = $2 where seq = $1 and cancel_seq is null returning "
                                + PUBLICATION,
                        seq,
                        offset)
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

    /** What is live at {@code now}, and what was cancelled after {@code since}. */
    Future<Window> window(Instant now, Instant since) {
        return database.query(
                        "select " + PUBLICATION + " from publication"
                                + " where (cancelled_at is null and expires_at > $1) or cancelled_at > $2 order by seq",
                        utc(now),
                        utc(since))
                .compose(live -> database.query(
                                "select coalesce(max(cancel_seq) filter (where cancelled_at <= $1), 0), coalesce(max(greatest(seq, cancel_seq)), 0)"
                                        + " from publication",
                                utc(since))
                        .map(rows -> rows.iterator().next())
                        .map(row -> new Window(
                                StreamSupport.stream(live.spliterator(), false)
                                        .map(PushStore::readPublication)
                                        .toList(),
                                row.getLong(0),
                                row.getLong(1))));
    }

    /** Publications that a resident has read, of these. */
    Future<Collection<Long>> read(long resident, List<Long> publications) {
        return database.query(
                        "select publication from receipt where resident = $1 and publication = any($2) and read_at is not null",
                        resident,
                        publications.toArray(Long[]::new))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
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
                .mapEmpty();
    }

    private Future<List<String>> ids(String sql, Object parameter) {
        return database.query(sql, parameter)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    private static RegionCode region(long prefix, Level level) {
        return new RegionCode(level, prefix * level.span());
    }

    private static Campaign readCampaign(Row row) {
        String[] publications = row.getArrayOfStrings(12);
        return new Campaign(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                List.of(row.getArrayOfStrings(3)),
                AudienceJson.read((JsonObject) row.getJson(4)),
                RegionCode.of(row.getString(5)),
                Campaign.State.of(row.getString(6)).orElseThrow(),
                row.getInteger(7),
                row.getOffsetDateTime(8).toInstant(),
                row.getOffsetDateTime(9).toInstant(),
                row.getLong(10),
                row.getLong(11),
                publications == null ? List.of() : Arrays.asList(publications),
                steps((JsonArray) row.getJson(13)));
    }

    private static List<Campaign.Step> steps(@Nullable JsonArray json) {
        List<Campaign.Step> steps = new ArrayList<>();
        for (int i = 0; json != null && i < json.size(); i++) {
            JsonObject step = json.getJsonObject(i);
            steps.add(new Campaign.Step(
                    OffsetDateTime.parse(step.getString("at")).toInstant(),
                    Campaign.State.of(step.getString("state")).orElseThrow(),
                    step.getString("by"),
                    step.getString("note")));
        }
        return steps;
    }

    private static Publication readPublication(Row row) {
        Audience audience = AudienceJson.read((JsonObject) row.getJson(3));
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
                row.getLong(9),
                members(row.getBuffer(10)));
    }

    private static @Nullable Buffer bytes(@Nullable Members members) {
        return members == null ? null : Buffer.buffer(members.bytes());
    }

    private static @Nullable Members members(@Nullable Buffer bytes) {
        return bytes == null ? null : Members.read(bytes.getBytes());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
