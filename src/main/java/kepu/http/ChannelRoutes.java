package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import kepu.base.Beijing;
import kepu.base.Cursor;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.channel.Browsers;
import kepu.push.channel.OutsideChannels;
import kepu.push.channel.Webhook;
import kepu.push.channel.Webhooks;
import kepu.region.RegionCode;

/** Ways to be reached outside: a resident's browsers, and the webhooks of administrators. */
final class ChannelRoutes {
    private static final int SIZE = 20;
    private static final int LEDGER_DAYS = 31;

    private final Browsers browsers;
    private final Webhooks webhooks;
    private final Clock clock;

    ChannelRoutes(OutsideChannels channels, Clock clock) {
        this.browsers = channels.browsers();
        this.webhooks = channels.webhooks();
        this.clock = clock;
    }

    void mount(Edge edge) {
        edge.on("browsers", this::browsers)
                .on("subscribeBrowser", this::subscribe)
                .on("unsubscribeBrowser", this::unsubscribe)
                .on("webhooks", this::webhooks)
                .on("addWebhook", this::add)
                .on("changeWebhook", this::change)
                .on("renewWebhookSecret", this::renew)
                .on("removeWebhook", this::remove)
                .on("deadDeliveries", this::dead)
                .on("resendDeliveries", this::resend)
                .on("channelLedger", this::ledger);
    }

    private Future<Answer> browsers(Request request) {
        return browsers.of(request.resident().id())
                .map(all -> Answer.ok(new JsonObject()
                        .put("applicationServerKey", browsers.applicationServerKey())
                        .put("browsers", all)));
    }

    private Future<Answer> subscribe(Request request) {
        return browsers.subscribe(request.resident().id(), request.body())
                .map(id -> Answer.ok(new JsonObject().put("id", Long.toString(id))));
    }

    private Future<Answer> unsubscribe(Request request) {
        String id = request.maybe("id");
        return browsers.unsubscribe(request.resident().id(), id == null ? null : Long.valueOf(id))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> webhooks(Request request) {
        return webhooks.list(admin(request))
                .map(all -> Answer.ok(new JsonObject().put("webhooks", Page.array(all, ChannelRoutes::wire))));
    }

    private Future<Answer> add(Request request) {
        Caller.OfStaff staff = admin(request);
        JsonObject body = request.body();
        Webhook.Draft draft = new Webhook.Draft(
                RegionCode.of(body.getString("scope")),
                body.getString("name"),
                body.getString("url"),
                body.getInteger("perDay"));
        return webhooks.add(staff, draft)
                .map(made -> Answer.created(wire(made.webhook()).put("secret", made.secret())));
    }

    private Future<Answer> change(Request request) {
        JsonObject body = request.body();
        Webhook.Change change = new Webhook.Change(
                body.getString("name"), body.getString("url"), body.getInteger("perDay"), body.getBoolean("active"));
        return webhooks.change(admin(request), id(request), change).map(changed -> Answer.ok(wire(changed)));
    }

    private Future<Answer> renew(Request request) {
        return webhooks.renew(admin(request), id(request))
                .map(made -> Answer.ok(wire(made.webhook()).put("secret", made.secret())));
    }

    private Future<Answer> remove(Request request) {
        return webhooks.remove(admin(request), id(request)).map(done -> Answer.nothing());
    }

    private Future<Answer> dead(Request request) {
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        long before = cursor == null ? Long.MAX_VALUE : Cursor.readNumber(cursor);
        return webhooks.dead(admin(request), id(request), before, size + 1)
                .map(found -> Answer.ok(Page.of("deliveries", found, size, ChannelRoutes::wire, Webhook.Dead::id)));
    }

    private Future<Answer> resend(Request request) {
        List<Long> ids = request.body().getJsonArray("deliveries").stream()
                .map(id -> Long.valueOf(id.toString().substring(1)))
                .toList();
        return webhooks.resend(admin(request), id(request), ids)
                .map(count -> Answer.accepted(new JsonObject().put("resent", count)));
    }

    private Future<Answer> ledger(Request request) {
        LocalDate today = Beijing.day(clock.instant());
        return webhooks.ledger(admin(request), today.minusDays(LEDGER_DAYS), today)
                .map(all -> Answer.ok(new JsonObject().put("ledger", Page.array(all, ChannelRoutes::wire))));
    }

    private static Caller.OfStaff admin(Request request) {
        return request.staff(Role.ADMINISTRATOR);
    }

    private static long id(Request request) {
        return Long.parseLong(request.text("id"));
    }

    private static JsonObject wire(Webhook webhook) {
        JsonObject json = new JsonObject()
                .put("id", Long.toString(webhook.id()))
                .put("scope", webhook.scope().text())
                .put("name", webhook.name())
                .put("url", webhook.url())
                .put("perDay", webhook.perDay())
                .put("active", webhook.active())
                .put("createdAt", Wire.time(webhook.createdAt()));
        return webhook.usedOn() == null
                ? json
                : json.put("usedOn", webhook.usedOn().toString());
    }

    private static JsonObject wire(Webhook.Dead dead) {
        JsonObject json = new JsonObject()
                .put("id", "d" + dead.id())
                .put("event", dead.event())
                .put("attempts", dead.attempts())
                .put("reason", dead.reason())
                .put("at", Wire.time(dead.at()));
        return dead.publication() == null
                ? json.put("bulletin", dead.bulletin())
                : json.put("publication", Long.toString(dead.publication()));
    }

    private static JsonObject wire(Webhook.Ledger line) {
        return new JsonObject()
                .put("channel", line.channel())
                .put("day", line.day().toString())
                .put("outcome", line.outcome())
                .put("count", line.count());
    }
}
