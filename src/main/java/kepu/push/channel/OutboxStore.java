package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceJson;
import kepu.push.audience.AudienceSql;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of publications in the outbox, and of what becomes of all deliveries: plans, deliveries and the ledger. */
final class OutboxStore {
    /** A publication that is being spread over subscriptions; those up to {@code after} are done. */
    record Plan(long publication, Delivery.Event event, Walk.Mark after, Audience audience, Instant expiresAt) {}

    /** Whether delivery d takes back what is on its way to the same receiver. */
    private static final String PRECEDED =
            "(d.event = 'cancelled' and exists (select from delivery b where b.publication = d.publication"
                    + " and b.event = 'published' and (b.subscription = d.subscription or b.webhook = d.webhook)"
                    + " and b.state = 'waiting' and b.under_way and b.due_at > $1))";

    private static final String CLAIM = "with claimed as ("
            + " update delivery set attempt = attempt + 1, due_at = $2, under_way = true where id in (select d.id from delivery d"
            + " where d.state = 'waiting' and d.alarm is null and d.due_at <= $1 and not " + PRECEDED
            + " order by d.due_at, d.id limit $3 for update skip locked)"
            + " returning id, attempt, expires_at, event, publication, subscription, webhook, reason)"
            + " select c.id, c.attempt, c.expires_at, c.event, p.seq, coalesce(p.item, ''), p.title, p.message, p.sender, p.published_at,"
            + " p.expires_at, p.cancel_seq, cardinality(p.pauses) % 2 = 1, p.lot_from > 0 or p.lot_to < 10000, p.audience, s.id, s.resident, s.origin, s.sealed, w.id, w.url, w.sealed, w.per_day, w.active, c.reason,"
            + " exists (select from campaign k where k.id = p.campaign and k.state = 'cancelled')"
            + " from claimed c join publication p on p.seq = c.publication"
            + " left join webpush_subscription s on s.id = c.subscription left join webhook w on w.id = c.webhook order by c.id";

    /** Whether the scope of webhook w meets a region b: one lies in the other. */
    static final String MEETS = "(w.scope = '0' or b = '0' or b like w.scope || '%' or w.scope like b || '%')";

    private final Database database;

    OutboxStore(Database database) {
        this.database = database;
    }

    /** Remembers, with the publication itself, that it is to be spread. */
    static Future<Void> plan(SqlClient transaction, Stream<Long> publications, Delivery.Event event) {
        return Database.query(
                        transaction,
                        "insert into outbox_plan (publication, event) select p, $2 from unnest($1::bigint[]) p on conflict do nothing",
                        publications.toArray(Long[]::new),
                        event.code())
                .mapEmpty();
    }

    /** The next open plan, kept from others until the transaction ends. */
    static Future<Optional<Plan>> open(SqlClient transaction) {
        return Database.query(
                        transaction,
                        "select o.publication, o.event, o.after, p.audience, p.expires_at, o.after_village from outbox_plan o"
                                + " join publication p on p.seq = o.publication where o.spread_at is null"
                                + " order by o.publication, o.event limit 1 for update of o skip locked")
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(plan(rows.iterator().next())));
    }

    /** Webhooks whose scope meets the audience's bounds: each gets a delivery, once. */
    static Future<Void> toWebhooks(SqlClient transaction, Plan plan, Instant now) {
        return Database.query(
                        transaction,
                        "insert into delivery (webhook, publication, event, due_at, expires_at)"
                                + " select w.id, $1, $2, $3, $4 from webhook w where w.active and exists (select from unnest($5::text[]) b"
                                + " where " + MEETS + ")"
                                + " on conflict do nothing",
                        plan.publication(),
                        plan.event().code(),
                        utc(now),
                        utc(plan.expiresAt()),
                        texts(plan.audience()))
                .mapEmpty();
    }

    /** Looks at the next {@code rows} browsers of the audience's bounds: those of the audience get a delivery, once. Gives how far that is; empty at the end. */
    static Future<Optional<Walk.Mark>> toBrowsers(SqlClient transaction, Plan plan, int year, int rows, Instant now) {
        AudienceSql audience = new AudienceSql(plan.audience(), year);
        Object[] own = audience.parameters();
        Object[] walk = Walk.parameters(plan.audience().bounds(), plan.after(), rows);
        Object[] what = {plan.publication(), plan.event().code(), utc(now), utc(plan.expiresAt())};
        String sql = "with looked as materialized (" + Walk.next(own.length + 1)
                + "), planned as (insert into delivery (subscription, publication, event, due_at, expires_at)"
                + " select looked.subscription, $%d::bigint, $%d::text, $%d::timestamptz, $%d::timestamptz"
                        .formatted(places(own.length + walk.length, what.length))
                + " from looked join resident on resident.id = looked.resident where " + audience.condition()
                + " on conflict do nothing)" + Walk.LAST;
        Object[] all = Stream.of(own, walk, what).flatMap(Arrays::stream).toArray();
        return Database.query(transaction, sql, all).map(Walk::mark);
    }

    /** The same for what was taken back: only those that were told, or are being told, hear of it. */
    static Future<Optional<Walk.Mark>> toToldBrowsers(SqlClient transaction, Plan plan, int rows, Instant now) {
        return Database.query(
                        transaction,
                        "with looked as materialized (select 0::bigint as place, subscription from delivery where publication = $1 and event = 'published'"
                                + " and attempt > 0 and state <> 'suppressed' and subscription > $2 order by subscription limit $3),"
                                + " planned as (insert into delivery (subscription, publication, event, due_at, expires_at)"
                                + " select subscription, $1, 'cancelled', $4, $5 from looked on conflict do nothing)"
                                + Walk.LAST,
                        plan.publication(),
                        plan.after().subscription(),
                        rows,
                        utc(now),
                        utc(plan.expiresAt()))
                .map(Walk::mark);
    }

    private static Object[] places(int before, int count) {
        return IntStream.rangeClosed(before + 1, before + count).boxed().toArray();
    }

    /** Notes how far a plan is; a null {@code after} closes it. */
    static Future<Void> advance(SqlClient transaction, Plan plan, Walk.@Nullable Mark after, Instant now) {
        return Database.query(
                        transaction,
                        "update outbox_plan set after_village = coalesce($3, after_village), after = coalesce($4, after),"
                                + " spread_at = case when $4::bigint is null then $5::timestamptz end where publication = $1 and event = $2",
                        plan.publication(),
                        plan.event().code(),
                        after == null ? null : after.village(),
                        after == null ? null : after.subscription(),
                        utc(now))
                .mapEmpty();
    }

    /** Takes what is due of publications, at most {@code limit}, and leases it until {@code until}. */
    static Future<List<Delivery>> claim(
            SqlClient transaction, Instant now, Instant until, int limit, int browsersPerDay) {
        return Database.query(transaction, CLAIM, utc(now), utc(until), limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> delivery(row, browsersPerDay))
                        .toList());
    }

    /** Takes up to {@code wanted} tries from a channel's quota of the day; gives how many there were. */
    static Future<Integer> reserve(SqlClient transaction, String channel, LocalDate day, int wanted, int perDay) {
        return Database.query(
                        transaction,
                        "insert into channel_ledger (channel, day, outcome, count) values ($1, $2, 'tried', 0) on conflict do nothing",
                        channel,
                        day)
                .compose(done -> Database.query(
                        transaction,
                        "select count from channel_ledger where channel = $1 and day = $2 and outcome = 'tried' for update",
                        channel,
                        day))
                .map(rows -> Math.clamp(perDay - rows.iterator().next().getLong(0), 0, wanted))
                .compose(granted ->
                        count(transaction, channel, day, "tried", granted).map(granted));
    }

    static Future<Void> count(SqlClient client, String channel, LocalDate day, String outcome, int count) {
        return count == 0
                ? Future.succeededFuture()
                : Database.query(
                                client,
                                "insert into channel_ledger as l (channel, day, outcome, count) values ($1, $2, $3, $4)"
                                        + " on conflict (channel, day, outcome) do update set count = l.count + excluded.count",
                                channel,
                                day,
                                outcome,
                                (long) count)
                        .mapEmpty();
    }

    /** Puts a claimed delivery back; a try that was none is not counted. */
    static Future<Void> putBack(SqlClient client, Delivery delivery, Instant due, String reason, boolean tried) {
        return Database.query(
                        client,
                        "update delivery set due_at = $3, under_way = false, reason = $4, attempt = attempt - $5 where id = $1 and attempt = $2 and state = 'waiting'",
                        delivery.id(),
                        delivery.attempt(),
                        utc(due),
                        reason,
                        tried ? 0 : 1)
                .mapEmpty();
    }

    /** Ends a delivery and counts it, unless another worker has taken over. */
    static Future<Void> end(
            SqlClient client, Delivery delivery, String state, @Nullable String reason, Instant now, LocalDate day) {
        return Database.query(
                        client,
                        "with ended as (update delivery set state = $3, reason = $4, done_at = $5"
                                + " where id = $1 and attempt = $2 and state = 'waiting' returning id)"
                                + " insert into channel_ledger as l (channel, day, outcome, count) select $6, $7, $8, count(*) from ended having count(*) > 0"
                                + " on conflict (channel, day, outcome) do update set count = l.count + excluded.count",
                        delivery.id(),
                        delivery.attempt(),
                        state,
                        reason,
                        utc(now),
                        delivery.receiver().channel(),
                        day,
                        state.equals("suppressed") ? String.valueOf(reason) : state)
                .mapEmpty();
    }

    Future<Void> again(Delivery delivery, Instant due, String reason) {
        return database.transact(transaction -> putBack(transaction, delivery, due, reason, true));
    }

    Future<Void> end(Delivery delivery, String state, @Nullable String reason, Instant now, LocalDate day) {
        return database.transact(transaction -> end(transaction, delivery, state, reason, now, day));
    }

    /** The browser is gone: its subscription goes with all that waits for it. */
    Future<Void> gone(Delivery delivery, Instant now, LocalDate day) {
        if (!(delivery.receiver() instanceof Delivery.Receiver.Browser browser)) {
            return end(delivery, "dead", "gone", now, day);
        }
        return database.transact(transaction -> end(transaction, delivery, "suppressed", "gone", now, day)
                .compose(done -> Database.query(
                        transaction, "delete from webpush_subscription where id = $1", browser.subscription()))
                .mapEmpty());
    }

    /** Deletes what ended long ago. */
    Future<Void> sweep(Instant now, Duration keep) {
        return database.query("delete from delivery where state <> 'waiting' and done_at < $1", utc(now.minus(keep)))
                .mapEmpty();
    }

    private static Plan plan(Row row) {
        return new Plan(
                row.getLong(0),
                Delivery.Event.of(row.getString(1)),
                new Walk.Mark(row.getLong(5), row.getLong(2)),
                AudienceJson.read(row.getJsonObject(3)),
                row.getOffsetDateTime(4).toInstant());
    }

    private static Delivery delivery(Row row, int browsersPerDay) {
        return new Delivery(
                row.getLong(0),
                row.getInteger(1),
                row.getOffsetDateTime(2).toInstant(),
                Delivery.Event.of(row.getString(3)),
                new Delivery.News(
                        row.getLong(4),
                        row.getString(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(8),
                        row.getOffsetDateTime(9).toInstant(),
                        row.getOffsetDateTime(10).toInstant(),
                        new Delivery.Standing(
                                row.getLong(11) != null || row.getBoolean(25), row.getBoolean(12), row.getBoolean(13)),
                        AudienceJson.read(row.getJsonObject(14)).bounds()),
                receiver(row, 15, 19, browsersPerDay),
                row.getString(24));
    }

    /**
     * Whoever a delivery is for.
     *
     * @param browser where a row has id, resident, origin and secret of a subscription
     * @param hook where it has id, URL, secret, calls a day and state of a webhook
     */
    static Delivery.Receiver receiver(Row row, int browser, int hook, int browsersPerDay) {
        Buffer sealed = row.getBuffer(browser + 3);
        return sealed == null
                ? new Delivery.Receiver.Hook(
                        row.getLong(hook),
                        row.getString(hook + 1),
                        row.getBuffer(hook + 2).getBytes(),
                        row.getInteger(hook + 3),
                        row.getBoolean(hook + 4))
                : new Delivery.Receiver.Browser(
                        row.getLong(browser),
                        row.getLong(browser + 1),
                        row.getString(browser + 2),
                        sealed.getBytes(),
                        browsersPerDay);
    }

    private static String[] texts(Audience audience) {
        return audience.bounds().stream().map(RegionCode::text).toArray(String[]::new);
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
