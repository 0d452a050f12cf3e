package kepu.order;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.PeopleStore;
import kepu.people.Role;
import kepu.people.Staff;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * What staff do with the orders of their regions: dispatch, take, finish or return them. Each deed is one transaction that holds the order, so
 * that of two people one takes it. A taken order is moved on by who took it, or by an operator.
 */
public final class OrderQueue {
    /** Who does outreach among people, and so takes orders. */
    public static final Set<Role> WORKING = Set.of(Role.DISSEMINATOR, Role.OPERATOR);

    /** A place in a list: lists are by time, then by id. */
    public record After(Instant at, String id) {}

    /** Orders that are open, and of these taken by nobody. */
    public record Waiting(long open, long untaken) {}

    /** A page of a list, and how many of the region wait in all. */
    public record Page(List<Order> orders, Waiting waiting) {}

    private final Database database;
    private final OrderStore store;
    private final PeopleStore people;
    private final Clock clock;

    OrderQueue(Database database, OrderStore store, PeopleStore people, Clock clock) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.clock = clock;
    }

    /** Open orders of a region, which waited longest first; or ended ones, the newest first. */
    public Future<Page> list(RegionCode region, boolean ended, @Nullable After after, int limit) {
        Future<List<Order>> page = store.list(region, ended, after, limit);
        Future<Waiting> waiting = store.waiting(region);
        return Future.all(page, waiting).map(all -> new Page(page.result(), waiting.result()));
    }

    /** {@link Failure.Missing} for one that is not there or is of a village outside the scope. */
    public Future<Order.Whole> find(Caller.OfStaff staff, String id) {
        return store.find(id)
                .map(found -> within(staff, id, found))
                .compose(order -> store.steps(id).map(steps -> new Order.Whole(order, steps)));
    }

    /** Says who is to do it: a department or a team, in words. Who has taken it hands it on so. */
    public Future<Order> dispatch(Caller.OfStaff staff, String id, String unit, String note) {
        return deed(staff, id, Deed.DISPATCH, unit, note);
    }

    /** Takes it, with a word on when and where. Again by the same person, for another word. */
    public Future<Order> take(Caller.OfStaff staff, String id, String note) {
        return deed(staff, id, Deed.TAKE, null, note);
    }

    public Future<Order> finish(Caller.OfStaff staff, String id, String note) {
        return deed(staff, id, Deed.FINISH, null, note);
    }

    /** Gives it back to who ordered, undone; {@code note} says why. */
    public Future<Order> giveBack(Caller.OfStaff staff, String id, String note) {
        return deed(staff, id, Deed.RETURN, null, note);
    }

    private Future<Order> deed(Caller.OfStaff caller, String id, Deed deed, @Nullable String unit, String note) {
        return people.staff(caller.id())
                .map(found -> found.orElseThrow(() -> new Failure.Unauthenticated("account-closed", "这个账号已停用")))
                .compose(staff -> database.transact(transaction -> OrderStore.lock(transaction, id)
                        .map(found -> within(caller, id, found))
                        .compose(order -> done(transaction, staff, order, deed, unit, note))));
    }

    private Future<Order> done(
            SqlClient transaction, Staff staff, Order order, Deed deed, @Nullable String unit, String note) {
        if (isDone(staff, order, deed, unit, note)) {
            return Future.succeededFuture(order);
        }
        deed.require(order);
        requireFree(staff, order, deed);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Order after = order.after(deed, now, unit == null ? order.unit() : unit, taker(staff, order, deed), note, null);
        return OrderStore.save(transaction, after, true)
                .compose(saved ->
                        OrderStore.step(transaction, after, deed.code(), staff.id(), word(deed, unit, note), now))
                .map(after);
    }

    /** The same again, as a phone sends it that got no answer, changes nothing. */
    private static boolean isDone(Staff staff, Order order, Deed deed, @Nullable String unit, String note) {
        boolean isOthers = order.taker() != null && !order.isTakenBy(staff.id());
        if (order.state() != deed.to() || isOthers) {
            return false;
        }
        return deed == Deed.TAKE && note.isEmpty()
                || note.equals(order.note()) && (unit == null || Objects.equals(unit, order.unit()));
    }

    private static void requireFree(Staff staff, Order order, Deed deed) {
        Order.Taker taker = order.taker();
        if (taker == null || taker.staff() == staff.id()) {
            return;
        }
        if (deed == Deed.TAKE || staff.role() != Role.OPERATOR) {
            throw new Failure.Conflict("order-taken", taker.name() + "已经接了这个单");
        }
    }

    private static Order.@Nullable Taker taker(Staff staff, Order order, Deed deed) {
        return switch (deed) {
            case DISPATCH -> null;
            case TAKE -> new Order.Taker(staff.id(), staff.name(), staff.scope());
            case FINISH, RETURN, WITHDRAW, RATE -> order.taker();
        };
    }

    /** What the history keeps: whom it went to, and what was said. */
    private static String word(Deed deed, @Nullable String unit, String note) {
        return deed == Deed.DISPATCH && unit != null ? note.isEmpty() ? unit : unit + "：" + note : note;
    }

    private static Order within(Caller.OfStaff staff, String id, Optional<Order> found) {
        return found.filter(order -> staff.scope().contains(order.village()))
                .orElseThrow(() -> new Failure.Missing("order-missing", "没有这个单：" + id));
    }
}
