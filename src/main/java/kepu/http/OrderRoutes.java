package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import kepu.order.Order;
import kepu.order.OrderQueue;
import kepu.order.OrderRoom;
import kepu.order.Ordering;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** 点单: residents order, take back and rate; disseminators and operators dispatch, take, finish and return the orders of their scope. */
final class OrderRoutes {
    private static final int SIZE = 20;

    private final OrderRoom orders;
    private final Residents residents;
    private final Regions regions;
    private final OrderWire wire;

    OrderRoutes(Rooms rooms) {
        this.orders = rooms.orders();
        this.residents = rooms.residents();
        this.regions = rooms.regions();
        this.wire = new OrderWire(rooms.regions());
    }

    void mount(Edge edge) {
        edge.on("placeOrder", this::place)
                .on("myOrders", this::own)
                .on("myOrder", this::ownWhole)
                .on("withdrawOrder", this::withdraw)
                .on("rateOrder", this::rate)
                .on("orders", this::list)
                .on("order", this::find)
                .on("dispatchOrder", request -> step(request, staff -> dispatch(staff, request)))
                .on(
                        "takeOrder",
                        request ->
                                step(request, staff -> orders.queue().take(staff, request.text("id"), note(request))))
                .on(
                        "finishOrder",
                        request ->
                                step(request, staff -> orders.queue().finish(staff, request.text("id"), note(request))))
                .on(
                        "returnOrder",
                        request -> step(
                                request, staff -> orders.queue().giveBack(staff, request.text("id"), note(request))));
    }

    private Future<Answer> place(Request request) {
        long id = request.resident().id();
        Ordering.Wish wish = OrderWire.wish(request.body());
        return residents
                .resident(id)
                .compose(resident -> orders.ordering().place(resident, wish, request.maybe("Idempotency-Key")))
                .map(order -> Answer.created(wire.own(order)));
    }

    private Future<Answer> own(Request request) {
        int size = request.number("size", SIZE);
        return orders.ordering()
                .of(request.resident().id(), OrderWire.after(request.maybe("cursor")), size + 1)
                .map(found -> Answer.ok(OrderWire.page(found, size, wire::own)));
    }

    private Future<Answer> ownWhole(Request request) {
        return orders.ordering()
                .find(request.resident().id(), request.text("id"))
                .map(whole -> Answer.ok(wire.own(whole)));
    }

    private Future<Answer> withdraw(Request request) {
        return orders.ordering()
                .withdraw(request.resident().id(), request.text("id"))
                .map(order -> Answer.ok(wire.own(order)));
    }

    private Future<Answer> rate(Request request) {
        long id = request.resident().id();
        JsonObject body = request.body();
        Order.Rating rating = Order.Rating.of(body.getString("rating")).orElseThrow();
        return orders.ordering()
                .rate(
                        id,
                        request.text("id"),
                        rating,
                        body.getString("words", "").strip())
                .map(order -> Answer.ok(wire.own(order)));
    }

    private Future<Answer> list(Request request) {
        Caller.OfStaff staff = worker(request);
        int size = request.number("size", SIZE);
        RegionCode region = regions.within(staff.scope(), request.maybe("region"));
        boolean ended = "ended".equals(request.maybe("state"));
        return orders.queue()
                .list(region, ended, OrderWire.after(request.maybe("cursor")), size + 1)
                .map(page -> Answer.ok(OrderWire.page(page.orders(), size, order -> wire.of(order, staff))
                        .put("open", page.waiting().open())
                        .put("untaken", page.waiting().untaken())));
    }

    private Future<Answer> find(Request request) {
        Caller.OfStaff staff = worker(request);
        return orders.queue().find(staff, request.text("id")).map(whole -> Answer.ok(wire.of(whole, staff)));
    }

    private Future<Order> dispatch(Caller.OfStaff staff, Request request) {
        String unit = request.body().getString("unit").strip();
        return orders.queue().dispatch(staff, request.text("id"), unit, note(request));
    }

    private Future<Answer> step(Request request, Function<Caller.OfStaff, Future<Order>> deed) {
        Caller.OfStaff staff = worker(request);
        return deed.apply(staff)
                .compose(order -> orders.tell().otherwiseEmpty().map(told -> order))
                .map(order -> Answer.ok(wire.of(order, staff)));
    }

    private static Caller.OfStaff worker(Request request) {
        return request.staff(OrderQueue.WORKING.toArray(Role[]::new));
    }

    private static String note(Request request) {
        return request.body().getString("note", "").strip();
    }
}
