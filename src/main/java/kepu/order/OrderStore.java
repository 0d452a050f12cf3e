package kepu.order;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.base.Topic;
import kepu.people.Audit;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of orders. */
final class OrderStore {
    private static final String ORDER =
            "o.id, o.topic, o.text, o.village, o.wished_on, o.state, o.ordered_at, o.changed_at, o.unit, o.taken_by,"
                    + " t.name, t.scope, o.note, o.rating, o.rating_words, o.resident";
    private static final int RESIDENT = 15;

    private static final String FROM = " from service_order o left join staff t on t.id = o.taken_by";
    private static final String OPEN = "state in ('ordered', 'dispatched', 'taken')";
    private static final String ENDED = "state in ('finished', 'rated', 'returned', 'withdrawn')";

    private final Database database;

    OrderStore(Database database) {
        this.database = database;
    }

    /** A new order, and whose. */
    record Placed(Order order, long resident, @Nullable String requestKey) {}

    /** What a resident has: orders that are open, and those placed since some moment. */
    record Had(long open, long lately) {}

    /** An order that who ordered is to be told of. */
    record Untold(Order order, long resident) {}

    /** The resident's order with this key, or an open one with the same words. */
    static Future<Optional<Order>> same(SqlClient transaction, Placed placed) {
        return Database.query(
                        transaction,
                        "select " + ORDER + FROM + " where o.resident = $1 and (o.request_key = $2 or o.text = $3"
                                + " and o.topic is not distinct from $4 and o.wished_on is not distinct from $5 and o."
                                + OPEN
                                + ") order by (o.request_key = $2) desc nulls last limit 1",
                        placed.resident(),
                        placed.requestKey(),
                        placed.order().text(),
                        placed.order().topic() == null
                                ? null
                                : placed.order().topic().code(),
                        placed.order().wishedOn())
                .map(OrderStore::first);
    }

    static Future<Had> had(SqlClient transaction, long resident, Instant since) {
        return Database.query(
                        transaction,
                        "select count(*) filter (where " + OPEN
                                + "), count(*) filter (where ordered_at > $2) from service_order"
                                + " where resident = $1",
                        resident,
                        utc(since))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new Had(row.getLong(0), row.getLong(1));
                });
    }

    static Future<Void> add(SqlClient transaction, Placed placed) {
        Order order = placed.order();
        return Database.query(
                        transaction,
                        "insert into service_order (id, resident, village, topic, text, wished_on, request_key, state, ordered_at, changed_at)"
                                + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                        order.id(),
                        placed.resident(),
                        order.village().first(),
                        order.topic() == null ? null : order.topic().code(),
                        order.text(),
                        order.wishedOn(),
                        placed.requestKey(),
                        order.state().code(),
                        utc(order.orderedAt()),
                        utc(order.changedAt()))
                .mapEmpty();
    }

    /** The order, held until the transaction is over. */
    static Future<Optional<Order>> lock(SqlClient transaction, String id) {
        return Database.query(transaction, "select 1 from service_order where id = $1 for update", id)
                .compose(rows -> Database.query(transaction, "select " + ORDER + FROM + " where o.id = $1", id))
                .map(OrderStore::first);
    }

    /** The same, when it is this resident's. */
    static Future<Optional<Order>> lockOwn(SqlClient transaction, String id, long resident) {
        return Database.query(
                        transaction,
                        "select 1 from service_order where id = $1 and resident = $2 for update",
                        id,
                        resident)
                .compose(rows -> Database.query(
                        transaction, "select " + ORDER + FROM + " where o.id = $1 and o.resident = $2", id, resident))
                .map(OrderStore::first);
    }

    /** Stores what a deed changed of an order that is held; {@code untold} when who ordered is to be told. */
    static Future<Void> save(SqlClient transaction, Order order, boolean untold) {
        Order.Rated rated = order.rated();
        return Database.query(
                        transaction,
                        "update service_order set state = $2, changed_at = $3, unit = $4, taken_by = $5, note = $6, rating = $7,"
                                + " rating_words = $8, untold = $9 where id = $1",
                        order.id(),
                        order.state().code(),
                        utc(order.changedAt()),
                        order.unit(),
                        order.taker() == null ? null : order.taker().staff(),
                        order.note(),
                        rated == null ? null : rated.rating().code(),
                        rated == null ? "" : rated.words(),
                        untold)
                .mapEmpty();
    }

    Future<Optional<Order>> find(String id) {
        return database.query("select " + ORDER + FROM + " where o.id = $1", id).map(OrderStore::first);
    }

    /** The same, when it is this resident's. */
    Future<Optional<Order>> find(String id, long resident) {
        return database.query("select " + ORDER + FROM + " where o.id = $1 and o.resident = $2", id, resident)
                .map(OrderStore::first);
    }

    /** Orders of a region as a page: open ones, which waited longest first, or ended ones, the newest first. */
    Future<List<Order>> list(RegionCode region, boolean ended, OrderQueue.@Nullable After after, int limit) {
        return database.query(
                        "select " + ORDER + FROM + " where o.village between $1 and $2 and o." + (ended ? ENDED : OPEN)
                                + " and ($3::text is null or (o.ordered_at, o.id) " + (ended ? "<" : ">")
                                + " ($4, $3)) order by "
                                + (ended ? "o.ordered_at desc, o.id desc" : "o.ordered_at, o.id") + " limit $5",
                        region.first(),
                        region.last(),
                        after == null ? null : after.id(),
                        after == null ? null : utc(after.at()),
                        limit)
                .map(OrderStore::all);
    }

    /** Own orders of a resident, the newest first. */
    Future<List<Order>> of(long resident, OrderQueue.@Nullable After after, int limit) {
        return database.query(
                        "select " + ORDER + FROM
                                + " where o.resident = $1 and ($2::text is null or (o.ordered_at, o.id) < ($3, $2))"
                                + " order by o.ordered_at desc, o.id desc limit $4",
                        resident,
                        after == null ? null : after.id(),
                        after == null ? null : utc(after.at()),
                        limit)
                .map(OrderStore::all);
    }

    Future<List<Order.Step>> steps(String id) {
        return database.query(
                        "select s.at, s.step, t.name, s.note from service_order_step s left join staff t on t.id = s.staff"
                                + " where s.service_order = $1 order by s.seq",
                        id)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Order.Step(
                                row.getOffsetDateTime(0).toInstant(),
                                row.getString(1),
                                row.getString(2),
                                row.getString(3)))
                        .toList());
    }

    /** How many of a region are open, and of these taken by nobody; the country for all. */
    Future<OrderQueue.Waiting> waiting(RegionCode region) {
        return database.query(
                        "select count(*), count(*) filter (where state <> 'taken') from service_order where " + OPEN
                                + " and village between $1 and $2",
                        region.first(),
                        region.last())
                .map(rows -> {
                    Row row = rows.iterator().next();
                    return new OrderQueue.Waiting(row.getLong(0), row.getLong(1));
                });
    }

    Future<List<Untold>> untold(int limit) {
        return database.query("select " + ORDER + FROM + " where o.untold order by o.changed_at limit $1", limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Untold(read(row), row.getLong(RESIDENT)))
                        .toList());
    }

    /** False when they were told before, or the order has changed since. */
    static Future<Boolean> told(SqlClient transaction, Order order) {
        return Database.query(
                        transaction,
                        "update service_order set untold = false where id = $1 and untold and changed_at = $2",
                        order.id(),
                        utc(order.changedAt()))
                .map(rows -> rows.rowCount() > 0);
    }

    /**
     * Writes a step into the order's history, and what staff do into the audit too, where no word of the order stands. {@code staff} is null
     * for who ordered.
     */
    static Future<Void> step(
            SqlClient transaction, Order order, String step, @Nullable Long staff, String note, Instant now) {
        Future<Void> written = Database.query(
                        transaction,
                        "insert into service_order_step (service_order, at, step, staff, note) values ($1, $2, $3, $4, $5)",
                        order.id(),
                        utc(now),
                        step,
                        staff,
                        note)
                .mapEmpty();
        return staff == null
                ? written
                : written.compose(ok -> Audit.add(
                        transaction,
                        staff,
                        "order." + step,
                        order.id(),
                        new JsonObject().put("region", order.village().text())));
    }

    Future<Void> erase(SqlClient transaction, long resident) {
        return Database.query(transaction, "delete from service_order where resident = $1", resident)
                .mapEmpty();
    }

    /** For the resident's own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query(
                        "select jsonb_build_object('id', o.id, 'text', o.text, 'topic', o.topic, 'wishedOn', o.wished_on, 'state', o.state,"
                                + " 'orderedAt', o.ordered_at, 'unit', o.unit, 'note', o.note, 'rating', o.rating,"
                                + " 'ratingWords', o.rating_words, 'steps', (select jsonb_agg(jsonb_build_object('at', s.at,"
                                + " 'step', s.step, 'note', s.note) order by s.seq) from service_order_step s"
                                + " where s.service_order = o.id)) from service_order o where o.resident = $1"
                                + " order by o.ordered_at, o.id",
                        resident)
                .map(Database::jsons);
    }

    /** Deletes ended orders that did not change since. */
    Future<Void> sweep(Instant oldest) {
        return database.query("delete from service_order where " + ENDED + " and changed_at < $1", utc(oldest))
                .mapEmpty();
    }

    private static Optional<Order> first(RowSet<Row> rows) {
        return all(rows).stream().findFirst();
    }

    private static List<Order> all(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(OrderStore::read)
                .toList();
    }

    private static Order read(Row row) {
        String topic = row.getString(1);
        String scope = row.getString(11);
        String rating = row.getString(13);
        return new Order(
                row.getString(0),
                topic == null ? null : Topic.of(topic).orElse(null),
                row.getString(2),
                RegionCode.village(row.getLong(3)),
                row.getLocalDate(4),
                Order.State.of(row.getString(5)).orElseThrow(),
                row.getOffsetDateTime(6).toInstant(),
                row.getOffsetDateTime(7).toInstant(),
                row.getString(8),
                scope == null ? null : new Order.Taker(row.getLong(9), row.getString(10), RegionCode.of(scope)),
                row.getString(12),
                rating == null ? null : new Order.Rated(Order.Rating.of(rating).orElseThrow(), row.getString(14)));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
