package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of keys, subscriptions, webhooks and what staff see of deliveries. */
final class ChannelStore {
    private static final String HOOK = "id, scope, name, url, per_day, active, created_at,"
            + " (select max(l.day) from channel_ledger l where l.channel = 'webhook:' || webhook.id and l.outcome = 'sent')";

    /** A key as it is kept. */
    record Key(String publicKey, byte[] sealed) {}

    private final Database database;

    ChannelStore(Database database) {
        this.database = database;
    }

    /** The key with this id: the one that is there, or else this one. */
    Future<Key> key(String id, Key fresh) {
        return database.query(
                        "insert into channel_key (id, public_key, sealed) values ($1, $2, $3) on conflict do nothing",
                        id,
                        fresh.publicKey(),
                        Buffer.buffer(fresh.sealed()))
                .compose(done -> database.query("select public_key, sealed from channel_key where id = $1", id))
                .map(rows -> rows.iterator().next())
                .map(row -> new Key(row.getString(0), row.getBuffer(1).getBytes()));
    }

    /** Stores a subscription, or gives that of the same endpoint to this resident; gives its id. */
    static Future<Long> subscribe(
            SqlClient transaction, long resident, byte[] endpointHash, String origin, byte[] sealed) {
        return Database.query(
                        transaction,
                        "insert into webpush_subscription as s (resident, endpoint_hash, origin, sealed) values ($1, $2, $3, $4)"
                                + " on conflict (endpoint_hash) do update set resident = excluded.resident, village = excluded.village,"
                                + " origin = excluded.origin, sealed = excluded.sealed returning id",
                        resident,
                        Buffer.buffer(endpointHash),
                        origin,
                        Buffer.buffer(sealed))
                .map(rows -> rows.iterator().next().getLong(0));
    }

    /** Keeps the {@code most} newest subscriptions of a resident. */
    static Future<Void> keepNewest(SqlClient transaction, long resident, long newest, int most) {
        return Database.query(
                        transaction,
                        "delete from webpush_subscription where id in (select id from webpush_subscription where resident = $1"
                                + " order by id = $2 desc, id desc offset $3)",
                        resident,
                        newest,
                        most)
                .mapEmpty();
    }

    Future<Void> unsubscribe(long resident, @Nullable Long id) {
        return database.query(
                        "delete from webpush_subscription where resident = $1 and ($2::bigint is null or id = $2)",
                        resident,
                        id)
                .mapEmpty();
    }

    /** A resident's subscriptions, without what they are reached by. */
    Future<JsonArray> subscriptions(long resident) {
        return database.query(
                        "select id, origin, created_at from webpush_subscription where resident = $1 order by id",
                        resident)
                .map(rows -> {
                    JsonArray all = new JsonArray();
                    rows.forEach(row -> all.add(new JsonObject()
                            .put("id", Long.toString(row.getLong(0)))
                            .put("service", row.getString(1))
                            .put("since", row.getOffsetDateTime(2).toString())));
                    return all;
                });
    }

    /** Adds a webhook when there are less than {@code most}; empty otherwise. */
    static Future<Optional<Webhook>> add(
            SqlClient transaction, Webhook.Draft draft, byte[] sealed, int perDay, long staff, int most) {
        return Database.query(transaction, "lock table webhook in share row exclusive mode")
                .compose(done -> Database.query(
                        transaction,
                        "insert into webhook (scope, name, url, sealed, per_day, created_by) select $1, $2, $3, $4, $5, $6"
                                + " where (select count(*) from webhook) < $7 returning " + HOOK,
                        draft.scope().text(),
                        draft.name(),
                        draft.url(),
                        Buffer.buffer(sealed),
                        perDay,
                        staff,
                        most))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(webhook(rows.iterator().next())));
    }

    static Future<Webhook> change(SqlClient transaction, long id, Webhook.Change change) {
        return Database.query(
                        transaction,
                        "update webhook set name = coalesce($2, name), url = coalesce($3, url), per_day = coalesce($4, per_day),"
                                + " active = coalesce($5, active) where id = $1 returning " + HOOK,
                        id,
                        change.name(),
                        change.url(),
                        change.perDay(),
                        change.active())
                .map(rows -> webhook(rows.iterator().next()));
    }

    /** Puts another sealed secret in the place of a webhook's. */
    static Future<Void> seal(SqlClient transaction, long id, byte[] sealed) {
        return Database.query(transaction, "update webhook set sealed = $2 where id = $1", id, Buffer.buffer(sealed))
                .mapEmpty();
    }

    static Future<Void> remove(SqlClient transaction, long id) {
        return Database.query(transaction, "delete from webhook where id = $1", id)
                .mapEmpty();
    }

    Future<Optional<Webhook>> webhook(long id) {
        return database.query("select " + HOOK + " from webhook where id = $1", id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(webhook(rows.iterator().next())));
    }

    Future<List<Webhook>> webhooks(RegionCode scope) {
        return database.query(
                        "select " + HOOK + " from webhook where $1 = '0' or scope like $1 || '%' order by id",
                        scope.text())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ChannelStore::webhook)
                        .toList());
    }

    /** Dead deliveries of a webhook with an id below {@code before}, the latest first. */
    Future<List<Webhook.Dead>> dead(long webhook, long before, int limit) {
        return database.query(
                        "select d.id, d.publication, a.bulletin, d.event, d.attempt, d.reason, d.done_at from delivery d"
                                + " left join alarm a on a.seq = d.alarm"
                                + " where d.webhook = $1 and d.state = 'dead' and d.id < $2 order by d.id desc limit $3",
                        webhook,
                        before,
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Webhook.Dead(
                                row.getLong(0),
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getInteger(4),
                                String.valueOf(row.getString(5)),
                                row.getOffsetDateTime(6).toInstant()))
                        .toList());
    }

    /** Makes dead deliveries of a webhook due again, for a day at least; gives how many. */
    static Future<Integer> resend(SqlClient transaction, long webhook, List<Long> ids, Instant now) {
        return Database.query(
                        transaction,
                        "update delivery set state = 'waiting', attempt = 0, due_at = $3::timestamptz, done_at = null, reason = null,"
                                + " expires_at = greatest(expires_at, $3::timestamptz + interval '1 day')"
                                + " where webhook = $1 and id = any ($2::bigint[]) and state = 'dead'",
                        webhook,
                        ids.toArray(Long[]::new),
                        OutboxStore.utc(now))
                .map(rows -> rows.rowCount());
    }

    /** What happened on channels since a day: of Web Push, and of the webhooks within the scope. */
    Future<List<Webhook.Ledger>> ledger(RegionCode scope, LocalDate from, LocalDate to) {
        return database.query(
                        "select l.channel, l.day, l.outcome, l.count from channel_ledger l where l.day between $2 and $3"
                                + " and (l.channel = 'webpush' and $1 = '0' or l.channel in (select 'webhook:' || id from webhook"
                                + " where $1 = '0' or scope like $1 || '%')) order by l.day desc, l.channel, l.outcome limit 10000",
                        scope.text(), from, to)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Webhook.Ledger(
                                row.getString(0), row.getLocalDate(1), row.getString(2), row.getLong(3)))
                        .toList());
    }

    private static Webhook webhook(Row row) {
        return new Webhook(
                row.getLong(0),
                RegionCode.of(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getInteger(4),
                row.getBoolean(5),
                row.getOffsetDateTime(6).toInstant(),
                row.getLocalDate(7));
    }
}
