package kepu.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.base.Masking;
import kepu.base.Topic;
import kepu.config.Orders;
import kepu.people.PeopleStore;
import kepu.people.Resident;
import kepu.region.RegionCode;
import kepu.search.PlainChinese;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** What residents do: they order for their village, take an order back, and say in the end how it was. */
public final class Ordering {
    /** What is ordered: {@code text} in the resident's own words, {@code wishedOn} the day they hope for. */
    public record Wish(
            @Nullable Topic topic, String text, @Nullable LocalDate wishedOn) {}

    private static final Duration LATELY = Duration.ofDays(1);
    private static final int BUSY_SECONDS = 3_600;

    private final Database database;
    private final OrderStore store;
    private final Clock clock;
    private final Orders config;
    private final Ids ids = new Ids();
    private final Counter placed;
    private final Counter tooMuch;
    private final Counter tooManyOpen;
    private final Counter tooManyToday;

    Ordering(Database database, OrderStore store, Clock clock, Orders config, MeterRegistry meters) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        this.config = config;
        this.placed = Counter.builder("kepu.orders.placed").register(meters);
        this.tooMuch = refused(meters, "chars");
        this.tooManyOpen = refused(meters, "open");
        this.tooManyToday = refused(meters, "daily");
    }

    /** Places an order for the resident's village; the same {@code requestKey} of the same resident again gives the same order. */
    public Future<Order> place(Resident resident, Wish wish, @Nullable String requestKey) {
        check(wish);
        OrderStore.Placed order = new OrderStore.Placed(order(resident, wish), resident.id(), requestKey);
        return database.transact(transaction -> store(transaction, order));
    }

    /** Own orders, the newest first, those after {@code after}. */
    public Future<List<Order>> of(long resident, OrderQueue.@Nullable After after, int limit) {
        return store.of(resident, after, limit);
    }

    /** An own order with its history; {@link Failure.Missing} for one that is not there or is another's. */
    public Future<Order.Whole> find(long resident, String id) {
        return store.find(id, resident)
                .map(found -> found.orElseThrow(() -> missing(id)))
                .compose(order -> store.steps(id).map(steps -> new Order.Whole(order, steps)));
    }

    /** Takes an open order back. */
    public Future<Order> withdraw(long resident, String id) {
        return deed(resident, id, Deed.WITHDRAW, null);
    }

    /** Says how a finished order was; the same again changes nothing. */
    public Future<Order> rate(long resident, String id, Order.Rating rating, String words) {
        return deed(resident, id, Deed.RATE, new Order.Rated(rating, Masking.of(words)));
    }

    private Future<Order> deed(long resident, String id, Deed deed, Order.@Nullable Rated rated) {
        return database.transact(transaction -> OrderStore.lockOwn(transaction, id, resident)
                .map(found -> found.orElseThrow(() -> missing(id)))
                .compose(order -> done(transaction, order, deed, rated)));
    }

    private static Failure.Missing missing(String id) {
        return new Failure.Missing("order-missing", "没有这个单：" + id);
    }

    private Future<Order> done(SqlClient transaction, Order order, Deed deed, Order.@Nullable Rated rated) {
        if (order.state() == deed.to() && (rated == null || rated.equals(order.rated()))) {
            return Future.succeededFuture(order);
        }
        deed.require(order);
        Instant now = now();
        Order after = order.after(deed, now, order.unit(), order.taker(), order.note(), rated);
        String note = rated == null ? "" : rated.rating().label();
        return OrderStore.save(transaction, after, false)
                .compose(saved -> OrderStore.step(transaction, after, deed.code(), null, note, now))
                .map(after);
    }

    private void check(Wish wish) {
        if (PlainChinese.letters(wish.text()).length() < 2) {
            throw Failure.Invalid.at("/text", "请用一两句话写下想要什么");
        }
        if (wish.text().length() > config.chars()) {
            tooMuch.increment();
            throw invalid("order-too-long", "/text", "最多写 " + config.chars() + " 个字，请写短一些");
        }
        LocalDate today = Beijing.day(clock.instant());
        LocalDate day = wish.wishedOn();
        if (day != null && (day.isBefore(today) || day.isAfter(today.plusDays(config.wishDays())))) {
            throw invalid("order-day", "/wishedOn", "希望的日子应在今天和 " + config.wishDays() + " 天之内");
        }
    }

    private static Failure.Invalid invalid(String type, String pointer, String detail) {
        return new Failure.Invalid(type, detail, List.of(new Failure.Fault(pointer, detail)));
    }

    private Order order(Resident resident, Wish wish) {
        Instant now = now();
        return new Order(
                ids.next('o'),
                wish.topic(),
                Masking.of(wish.text().strip()),
                RegionCode.village(resident.village()),
                wish.wishedOn(),
                Order.State.ORDERED,
                now,
                now,
                null,
                null,
                "",
                null);
    }

    private Future<Order> store(SqlClient transaction, OrderStore.Placed order) {
        return PeopleStore.hold(transaction, order.resident())
                .compose(there -> there
                        ? OrderStore.same(transaction, order)
                        : Future.failedFuture(new Failure.Unauthenticated("resident-gone", "这个账号已注销")))
                .compose(same -> same.isPresent() ? again(same, order) : add(transaction, order));
    }

    private static Future<Order> again(Optional<Order> same, OrderStore.Placed order) {
        return same.filter(before -> wish(before).equals(wish(order.order())))
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Failure.Conflict.keyOfAnother()));
    }

    private static Wish wish(Order order) {
        return new Wish(order.topic(), order.text(), order.wishedOn());
    }

    private Future<Order> add(SqlClient transaction, OrderStore.Placed order) {
        Order fresh = order.order();
        return OrderStore.had(transaction, order.resident(), fresh.orderedAt().minus(LATELY))
                .compose(this::withinLimits)
                .compose(free -> OrderStore.add(transaction, order))
                .compose(added -> OrderStore.step(transaction, fresh, "order", null, "", fresh.orderedAt()))
                .map(done -> {
                    placed.increment();
                    return fresh;
                });
    }

    private Future<Void> withinLimits(OrderStore.Had had) {
        if (had.open() >= config.openPerResident()) {
            tooManyOpen.increment();
            return tooMany("orders-open", "您还有 " + config.openPerResident() + " 个单没有办完，请等一等，或先撤回一个");
        }
        if (had.lately() >= config.dailyPerResident()) {
            tooManyToday.increment();
            return tooMany("orders-daily", "一天最多点 " + config.dailyPerResident() + " 个单，请明天再点");
        }
        return Future.succeededFuture();
    }

    private static Future<Void> tooMany(String type, String detail) {
        return Future.failedFuture(new Failure.TooMany(type, detail, BUSY_SECONDS));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private static Counter refused(MeterRegistry meters, String limit) {
        return Counter.builder("kepu.orders.refused").tag("limit", limit).register(meters);
    }
}
