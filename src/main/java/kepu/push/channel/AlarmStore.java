package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.push.Alarm;
import kepu.push.Alarms;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of bulletins in the outbox, which is its part in the transaction that posts one: what is to be told, and their deliveries. */
final class AlarmStore implements Alarms {
    /** A bulletin that is being spread over subscriptions; those up to {@code after} are done, and {@code others} are left out. */
    record Plan(
            long alarm,
            Delivery.Event event,
            Walk.Mark after,
            boolean over,
            List<RegionCode> regions,
            List<RegionCode> others,
            Instant expiresAt) {
        /** What is over before everybody was told goes to nobody more. */
        boolean isVain() {
            return over && event == Delivery.Event.PUBLISHED;
        }
    }

    /** An emergency is not refused by the quota of a day, only counted. */
    private static final int NO_QUOTA = Integer.MAX_VALUE;

    /** Whether an earlier delivery about the same thing is on its way to the receiver of d. */
    private static final String PRECEDED =
            "exists (select from alarm own join alarm earlier on earlier.topic = own.topic"
                    + " and earlier.seq <= own.seq join delivery b on b.alarm = earlier.seq"
                    + " and (b.subscription = d.subscription or b.webhook = d.webhook)"
                    + " where own.seq = d.alarm and b.id < d.id and b.state = 'waiting' and b.under_way and b.due_at > $1)";

    /** Holds the bulletins still: one that ends meanwhile ends after the claim, so whoever is being told of it is told of its end too. */
    private static final String CLAIM = "with claimed as ("
            + " update delivery set attempt = attempt + 1, due_at = $2, under_way = true where id in (select d.id from delivery d"
            + " where d.state = 'waiting' and d.alarm is not null and d.due_at <= $1 and not " + PRECEDED
            + " order by d.due_at, d.id limit $3 for update skip locked)"
            + " returning id, attempt, expires_at, event, alarm, subscription, webhook, reason)"
            + " select c.id, c.attempt, c.expires_at, c.event, c.reason, a.bulletin, a.topic, a.revision, a.issued_at, a.regions,"
            + " a.texts, a.over, s.id, s.resident, s.origin, s.sealed, r.village, r.language, w.id, w.url, w.sealed, $4::int, w.active"
            + " from claimed c join alarm a on a.seq = c.alarm left join webpush_subscription s on s.id = c.subscription"
            + " left join resident r on r.id = s.resident left join webhook w on w.id = c.webhook order by c.id for share of a";

    @Override
    public Future<Void> raised(SqlClient transaction, Alarm alarm) {
        return Database.query(
                        transaction,
                        "with raised as (insert into alarm (bulletin, topic, revision, issued_at, expires_at, regions, texts)"
                                + " values ($1, $2, $3, $4, $5, $6, $7) returning seq)"
                                + " insert into alarm_plan (alarm, event) select seq, 'published' from raised",
                        alarm.bulletin(),
                        alarm.topic(),
                        alarm.update(),
                        OutboxStore.utc(alarm.issuedAt()),
                        OutboxStore.utc(alarm.until()),
                        codes(alarm.regions()),
                        texts(alarm))
                .mapEmpty();
    }

    @Override
    public Future<Void> lifted(SqlClient transaction, String bulletin, @Nullable Alarm by) {
        return Database.query(
                        transaction,
                        "with ended as (update alarm set over = true where bulletin = $1 and not over returning seq, topic)"
                                + " insert into alarm_plan (alarm, event, others) select seq, 'cancelled',"
                                + " case when topic = $2::text then $3::text[] else '{}' end from ended",
                        bulletin,
                        by == null ? "" : by.topic(),
                        by == null ? new String[0] : codes(by.regions()))
                .mapEmpty();
    }

    /** The next open plan, kept from others until the transaction ends. */
    static Future<Optional<Plan>> open(SqlClient transaction) {
        return Database.query(
                        transaction,
                        "select p.alarm, p.event, p.after, a.over, a.regions, p.others, a.expires_at, p.after_village from alarm_plan p"
                                + " join alarm a on a.seq = p.alarm where p.spread_at is null"
                                + " order by p.alarm, p.event limit 1 for update of p skip locked")
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .findFirst()
                        .map(AlarmStore::plan));
    }

    /** Webhooks whose scope meets the regions, but not the others: each gets a delivery, once. */
    static Future<Void> toWebhooks(SqlClient transaction, Plan plan, Instant now) {
        return Database.query(
                        transaction,
                        "insert into delivery (webhook, alarm, event, due_at, expires_at)"
                                + " select w.id, $1::bigint, $2::text, $3::timestamptz, $4::timestamptz from webhook w where w.active"
                                + " and exists (select from unnest($5::text[]) b where " + OutboxStore.MEETS + ")"
                                + " and not exists (select from unnest($6::text[]) b where " + OutboxStore.MEETS + ")"
                                + " on conflict do nothing",
                        plan.alarm(),
                        plan.event().code(),
                        OutboxStore.utc(now),
                        OutboxStore.utc(plan.expiresAt()),
                        codes(plan.regions()),
                        codes(plan.others()))
                .mapEmpty();
    }

    /** The next {@code rows} browsers of the regions get a delivery, once. Gives how far that is; empty at the end. */
    static Future<Optional<Walk.Mark>> toBrowsers(SqlClient transaction, Plan plan, int rows, Instant now) {
        Object[] walk = Walk.parameters(plan.regions(), plan.after(), rows);
        return Database.query(
                        transaction,
                        "with looked as materialized (" + Walk.next(1) + "),"
                                + " planned as (insert into delivery (subscription, alarm, event, due_at, expires_at)"
                                + " select subscription, $6::bigint, 'published', $7::timestamptz, $8::timestamptz from looked"
                                + " on conflict do nothing)" + Walk.LAST,
                        walk[0],
                        walk[1],
                        walk[2],
                        walk[3],
                        walk[4],
                        plan.alarm(),
                        OutboxStore.utc(now),
                        OutboxStore.utc(plan.expiresAt()))
                .map(Walk::mark);
    }

    /**
     * The same for one that is over: only those that were told, or are being told, of it or of what it took the place of hear that, once;
     * but not those who hear of what took its place.
     */
    static Future<Optional<Walk.Mark>> toToldBrowsers(SqlClient transaction, Plan plan, int rows, Instant now) {
        return Database.query(
                        transaction,
                        "with chain as materialized (select earlier.seq from alarm own join alarm earlier on earlier.topic = own.topic"
                                + " and earlier.seq <= own.seq where own.seq = $1),"
                                + " looked as materialized (select 0::bigint as place, subscription, max(alarm) as told from delivery"
                                + " where alarm = any(array(select seq from chain)) and event = 'published'"
                                + " and attempt > 0 and state <> 'suppressed' and subscription > $2"
                                + " group by subscription order by subscription limit $3),"
                                + " planned as (insert into delivery (subscription, alarm, event, due_at, expires_at)"
                                + " select looked.subscription, $1, 'cancelled', $4::timestamptz, $5::timestamptz from looked"
                                + " join webpush_subscription s on s.id = looked.subscription"
                                + " where not exists (select from unnest($6::bigint[], $7::bigint[]) a (first, last)"
                                + " where s.village between a.first and a.last)"
                                + " and not exists (select from delivery ended join chain on chain.seq = ended.alarm"
                                + " where ended.subscription = looked.subscription and ended.event = 'cancelled' and ended.alarm >= looked.told)"
                                + " on conflict do nothing)" + Walk.LAST,
                        plan.alarm(),
                        plan.after().subscription(),
                        rows,
                        OutboxStore.utc(now),
                        OutboxStore.utc(plan.expiresAt()),
                        Walk.firsts(plan.others()),
                        Walk.lasts(plan.others()))
                .map(Walk::mark);
    }

    /** Notes how far a plan is; a null {@code after} closes it. */
    static Future<Void> advance(SqlClient transaction, Plan plan, Walk.@Nullable Mark after, Instant now) {
        return Database.query(
                        transaction,
                        "update alarm_plan set after_village = coalesce($3, after_village), after = coalesce($4, after),"
                                + " spread_at = case when $4::bigint is null then $5::timestamptz end where alarm = $1 and event = $2",
                        plan.alarm(),
                        plan.event().code(),
                        after == null ? null : after.village(),
                        after == null ? null : after.subscription(),
                        OutboxStore.utc(now))
                .mapEmpty();
    }

    /** Takes what is due, at most {@code limit}, and leases it until {@code until}. */
    static Future<List<Delivery>> claim(SqlClient transaction, Instant now, Instant until, int limit) {
        return Database.query(transaction, CLAIM, OutboxStore.utc(now), OutboxStore.utc(until), limit, NO_QUOTA)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> delivery(row, now))
                        .toList());
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.getLong(0),
                Delivery.Event.of(row.getString(1)),
                new Walk.Mark(row.getLong(7), row.getLong(2)),
                row.getBoolean(3),
                regions(row.getArrayOfStrings(4)),
                regions(row.getArrayOfStrings(5)),
                row.getOffsetDateTime(6).toInstant());
    }

    private static Delivery delivery(Row row, Instant now) {
        Alarm alarm = new Alarm(
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                row.getOffsetDateTime(8).toInstant(),
                regions(row.getArrayOfStrings(9)),
                texts((JsonArray) row.getJson(10)));
        Delivery.Event event = Delivery.Event.of(row.getString(3));
        return new Delivery(
                row.getLong(0),
                row.getInteger(1),
                row.getOffsetDateTime(2).toInstant(),
                event,
                new Delivery.Emergency(alarm, row.getBoolean(11), text(row, alarm, event, now)),
                OutboxStore.receiver(row, 12, 18, NO_QUOTA),
                row.getString(4));
    }

    private static Optional<Alarm.Text> text(Row row, Alarm alarm, Delivery.Event event, Instant now) {
        if (row.getLong(12) == null) {
            return Optional.of(alarm.main());
        }
        long village = row.getLong(16);
        String language = row.getString(17);
        return event == Delivery.Event.CANCELLED
                ? Optional.of(alarm.told(village, language))
                : alarm.text(village, language, now);
    }

    private static JsonArray texts(Alarm alarm) {
        JsonArray array = new JsonArray();
        alarm.texts()
                .forEach(text -> array.add(new JsonObject()
                        .put("language", text.language())
                        .put("severity", text.severity())
                        .put("title", text.title())
                        .put("message", text.message())
                        .put("sender", text.sender())
                        .put("regions", new JsonArray(List.of(codes(text.regions()))))
                        .put("from", text.from().toString())
                        .put("until", text.until().toString())));
        return array;
    }

    private static List<Alarm.Text> texts(JsonArray array) {
        return array.stream()
                .map(JsonObject.class::cast)
                .map(text -> new Alarm.Text(
                        text.getString("language"),
                        text.getString("severity"),
                        text.getString("title"),
                        text.getString("message"),
                        text.getString("sender"),
                        regions(text.getJsonArray("regions").stream()
                                .map(String.class::cast)
                                .toArray(String[]::new)),
                        Instant.parse(text.getString("from")),
                        Instant.parse(text.getString("until"))))
                .toList();
    }

    private static String[] codes(List<RegionCode> regions) {
        return regions.stream().map(RegionCode::text).toArray(String[]::new);
    }

    private static List<RegionCode> regions(String[] codes) {
        return Arrays.stream(codes).map(RegionCode::of).toList();
    }
}
