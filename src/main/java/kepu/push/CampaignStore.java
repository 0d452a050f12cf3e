package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kepu.base.Failure;
import kepu.people.Audit;
import kepu.push.audience.AudienceJson;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of campaigns and their steps. */
final class CampaignStore {
    /** The type of the failure when a campaign is not in the state any more from which a step goes. */
    static final String TAKEN = "campaign-state";

    private static final String CAMPAIGN =
            "c.id, c.title, c.message, c.items, c.audience, c.plan, c.scope, c.state, c.reach, c.start_at, c.expires_at, c.next_at,"
                    + " c.created_by, c.approved_by,"
                    + " (select array_agg(p.seq::text order by p.seq) from publication p where p.campaign = c.id),"
                    + " (select json_agg(json_build_object('at', s.at, 'state', s.to_state, 'by', t.name, 'note', s.note) order by s.seq)"
                    + " from campaign_step s left join staff t on t.id = s.staff where s.campaign = c.id)";

    private static final String LISTED = "select " + CAMPAIGN + " from %s c where ($1 = '0' or c.scope like $1 || '%%')"
            + " and ($2::text is null or c.state = $2)"
            + " and ($3::text is null or (c.created_at, c.id) < (select created_at, id from campaign where id = $3))"
            + " order by c.created_at desc, c.id desc limit $4";
    /** Those of an item, found by it before anything else: the newest of all could be very many before one of them comes. */
    private static final String SENDING =
            "(select * from campaign where campaign_sends(items, plan) @> array[$5::text] offset 0)";

    private final Database database;

    CampaignStore(Database database) {
        this.database = database;
    }

    /** A change of state: from where to where, by whom (null: the clock), with a word for colleagues. */
    record Move(
            Campaign.@Nullable State from,
            Campaign.State to,
            @Nullable Long staff,
            String note) {}

    /** False when a campaign with this id is there already. */
    static Future<Boolean> add(SqlClient transaction, Campaign campaign) {
        return Database.query(
                        transaction,
                        "insert into campaign (id, title, message, items, audience, plan, scope, state, reach, start_at, expires_at, next_at,"
                                + " created_by, approved_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
                                + " on conflict (id) do nothing",
                        campaign.id(),
                        campaign.title(),
                        campaign.message(),
                        campaign.items().toArray(String[]::new),
                        AudienceJson.write(campaign.audience()),
                        CampaignPlanJson.write(campaign.plan()),
                        campaign.scope().text(),
                        campaign.state().code(),
                        campaign.reach(),
                        utc(campaign.startAt()),
                        utc(campaign.expiresAt()),
                        campaign.nextAt() == null ? null : utc(campaign.nextAt()),
                        campaign.createdBy(),
                        campaign.approvedBy())
                .map(rows -> rows.rowCount() > 0);
    }

    /** Puts other contents into a draft, or into one that was returned, which is a draft again. */
    static Future<Void> change(SqlClient transaction, Campaign campaign, Campaign.State from, long staff) {
        return Database.query(
                        transaction,
                        "update campaign set title = $3, message = $4, items = $5, audience = $6, plan = $7, reach = $8, start_at = $9,"
                                + " expires_at = $10, state = 'draft' where id = $1 and state = $2",
                        campaign.id(),
                        from.code(),
                        campaign.title(),
                        campaign.message(),
                        campaign.items().toArray(String[]::new),
                        AudienceJson.write(campaign.audience()),
                        CampaignPlanJson.write(campaign.plan()),
                        campaign.reach(),
                        utc(campaign.startAt()),
                        utc(campaign.expiresAt()))
                .compose(rows -> rows.rowCount() == 0
                        ? Future.failedFuture(notIn(from))
                        : step(transaction, campaign.id(), new Move(from, Campaign.State.DRAFT, staff, "改了内容")));
    }

    /** Moves a campaign on and writes who did; {@link Failure.Conflict} when it was not in the state that it was thought to be in. */
    static Future<Void> move(SqlClient transaction, String campaign, Move move) {
        Campaign.State from = java.util.Objects.requireNonNull(move.from());
        return Database.query(
                        transaction,
                        "update campaign set state = $3, next_at = case when $3 in ('scheduled', 'running') then next_at end,"
                                + " approved_by = case when $3 = 'approved' then coalesce($4, approved_by) else approved_by end"
                                + " where id = $1 and state = $2",
                        campaign,
                        from.code(),
                        move.to().code(),
                        move.staff())
                .compose(rows ->
                        rows.rowCount() == 0 ? Future.failedFuture(notIn(from)) : step(transaction, campaign, move));
    }

    /** Takes the occurrence that was due at {@code due} and sets the next; {@link Failure.Conflict} when somebody else took it. */
    static Future<Void> occur(
            SqlClient transaction, Campaign campaign, Campaign.State to, Instant due, @Nullable Instant next) {
        return Database.query(
                        transaction,
                        "update campaign set state = $3, next_at = $5 where id = $1 and state = $2 and next_at = $4",
                        campaign.id(),
                        campaign.state().code(),
                        to.code(),
                        utc(due),
                        next == null ? null : utc(next))
                .compose(rows ->
                        rows.rowCount() == 0 ? Future.failedFuture(notIn(campaign.state())) : Future.succeededFuture());
    }

    /** Says when it goes out next. */
    static Future<Void> setNext(SqlClient transaction, String campaign, @Nullable Instant next) {
        return Database.query(
                        transaction,
                        "update campaign set next_at = $2 where id = $1",
                        campaign,
                        next == null ? null : utc(next))
                .mapEmpty();
    }

    static Future<Void> setReach(SqlClient transaction, String campaign, int reach) {
        return Database.query(transaction, "update campaign set reach = $2 where id = $1", campaign, reach)
                .mapEmpty();
    }

    /** Writes a step into the campaign's history, and what staff do into the audit too. */
    static Future<Void> step(SqlClient transaction, String campaign, Move move) {
        Future<Void> written = Database.query(
                        transaction,
                        "insert into campaign_step (campaign, from_state, to_state, staff, note) values ($1, $2, $3, $4, $5)",
                        campaign,
                        move.from() == null ? null : move.from().code(),
                        move.to().code(),
                        move.staff(),
                        move.note())
                .mapEmpty();
        Long staff = move.staff();
        return staff == null
                ? written
                : written.compose(done -> Audit.add(
                        transaction,
                        staff,
                        "campaign." + move.to().code(),
                        campaign,
                        new JsonObject().put("note", move.note())));
    }

    Future<Optional<Campaign>> campaign(String id) {
        return database.query("select " + CAMPAIGN + " from campaign c where c.id = $1", id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(read(rows.iterator().next())));
    }

    /** Campaigns made within the scope, the newest first. */
    Future<List<Campaign>> campaigns(RegionCode scope, Campaigns.Wanted wanted, int limit) {
        Campaign.State state = wanted.state();
        List<@Nullable Object> values =
                Arrays.asList(scope.text(), state == null ? null : state.code(), wanted.before(), limit);
        return (wanted.item() == null
                        ? database.query(LISTED.formatted("campaign"), values.toArray())
                        : database.query(
                                LISTED.formatted(SENDING),
                                Stream.concat(values.stream(), Stream.of(wanted.item()))
                                        .toArray()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CampaignStore::read)
                        .toList());
    }

    /** Campaigns whose next occurrence has come. */
    Future<List<String>> due(Instant now) {
        return ids(
                "select id from campaign where state in ('scheduled', 'running') and next_at <= $1 and expires_at > $1"
                        + " order by next_at limit 100",
                now);
    }

    /** Campaigns whose time is over, whether they ran or not. */
    Future<List<String>> over(Instant now) {
        return ids(
                "select id from campaign where state in ('scheduled', 'running', 'paused') and expires_at <= $1 limit 100",
                now);
    }

    private Future<List<String>> ids(String sql, Instant now) {
        return database.query(sql, utc(now))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .toList());
    }

    private static Failure.Conflict notIn(Campaign.State state) {
        return new Failure.Conflict(TAKEN, "任务不是「" + state.label() + "」状态，请刷新再看");
    }

    private static Campaign read(Row row) {
        OffsetDateTime next = row.getOffsetDateTime(11);
        String[] publications = row.getArrayOfStrings(14);
        return new Campaign(
                row.getString(0),
                row.getString(1),
                row.getString(2),
                List.of(row.getArrayOfStrings(3)),
                AudienceJson.read((JsonObject) row.getJson(4)),
                CampaignPlanJson.read((JsonObject) row.getJson(5)),
                RegionCode.of(row.getString(6)),
                Campaign.State.of(row.getString(7)).orElseThrow(),
                row.getInteger(8),
                row.getOffsetDateTime(9).toInstant(),
                row.getOffsetDateTime(10).toInstant(),
                next == null ? null : next.toInstant(),
                row.getLong(12),
                row.getLong(13),
                publications == null ? List.of() : Arrays.asList(publications),
                steps((JsonArray) row.getJson(15)));
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

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
