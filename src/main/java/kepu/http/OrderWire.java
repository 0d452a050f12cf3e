package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.order.Order;
import kepu.order.OrderQueue;
import kepu.order.Ordering;
import kepu.people.Caller;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Orders as JSON. */
final class OrderWire {
    private static final Pattern MARK = Pattern.compile("([0-9TZ:.+-]{20,40}) ([0-9a-z]{1,40})");

    private final Regions regions;

    OrderWire(Regions regions) {
        this.regions = regions;
    }

    static Ordering.Wish wish(JsonObject body) {
        return new Ordering.Wish(
                Topic.of(body.getString("topic", "")).orElse(null),
                body.getString("text"),
                day(body.getString("wishedOn")));
    }

    private static @Nullable LocalDate day(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Failure.Invalid.at("/wishedOn", "日期应写成 2026-03-12 的样子");
        }
    }

    /** As who ordered sees it. */
    JsonObject own(Order order) {
        Order.Taker taker = order.taker();
        Order.Rated rated = order.rated();
        return new JsonObject()
                .put("id", order.id())
                .put("text", order.text())
                .put("topic", order.topic() == null ? null : order.topic().code())
                .put(
                        "wishedOn",
                        order.wishedOn() == null ? null : order.wishedOn().toString())
                .put("state", order.state().code())
                .put("stateName", order.state().label())
                .put("orderedAt", Wire.time(order.orderedAt()))
                .put("changedAt", Wire.time(order.changedAt()))
                .put("unit", order.unit())
                .put(
                        "taker",
                        taker == null
                                ? null
                                : new JsonObject().put("name", taker.name()).put("place", regions.name(taker.scope())))
                .put("note", order.note())
                .put("rating", rated == null ? null : rated.rating().code())
                .put("ratingWords", rated == null ? "" : rated.words());
    }

    /** As staff see it: with the village, without who ordered. */
    JsonObject of(Order order, Caller.OfStaff staff) {
        Order.Taker taker = order.taker();
        return own(order)
                .put("village", order.village().text())
                .put("villageName", regions.fullName(order.village()))
                .put("mine", taker != null && taker.staff() == staff.id());
    }

    JsonObject own(Order.Whole whole) {
        return own(whole.order()).put("steps", steps(whole));
    }

    JsonObject of(Order.Whole whole, Caller.OfStaff staff) {
        return of(whole.order(), staff).put("steps", steps(whole));
    }

    private static JsonArray steps(Order.Whole whole) {
        JsonArray steps = new JsonArray();
        whole.steps()
                .forEach(step -> steps.add(new JsonObject()
                        .put("at", Wire.time(step.at()))
                        .put("step", step.step())
                        .put("by", step.by())
                        .put("note", step.note())));
        return steps;
    }

    /** A page of a list that was asked for one more than it shows. */
    static JsonObject page(List<Order> found, int size, Function<Order, JsonObject> wire) {
        return Page.of("orders", found, size, wire, order -> order.orderedAt() + " " + order.id());
    }

    /** Where the page before ended. */
    static OrderQueue.@Nullable After after(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        MatchResult parts = Cursor.parts(cursor, MARK);
        try {
            return new OrderQueue.After(Instant.parse(parts.group(1)), parts.group(2));
        } catch (DateTimeException e) {
            throw Cursor.broken();
        }
    }
}
