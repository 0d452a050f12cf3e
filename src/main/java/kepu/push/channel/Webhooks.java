package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.net.Destinations;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.people.Secrets;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;

/** What administrators do with webhooks, within their scope and with a trace. */
public final class Webhooks {
    private static final int SECRET_BYTES = 32;

    private final Database database;
    private final ChannelStore store;
    private final Destinations destinations;
    private final Secrets secrets;
    private final Regions regions;
    private final Clock clock;
    private final Config.Channels config;
    private final SecureRandom random = new SecureRandom();

    Webhooks(
            Database database,
            ChannelStore store,
            Destinations destinations,
            Secrets secrets,
            Regions regions,
            Clock clock,
            Config.Channels config) {
        this.database = database;
        this.store = store;
        this.destinations = destinations;
        this.secrets = secrets;
        this.regions = regions;
        this.clock = clock;
        this.config = config;
    }

    public Future<List<Webhook>> list(Caller.OfStaff staff) {
        return store.webhooks(staff.scope());
    }

    /** Adds a webhook whose address may be called; {@link Failure.TooMany} past the limit. */
    public Future<Webhook.Made> add(Caller.OfStaff staff, Webhook.Draft draft) {
        regions.within(staff.scope(), draft.scope());
        String secret = freshSecret();
        int perDay = draft.perDay() == null ? config.webhookPerDay() : draft.perDay();
        return destinations
                .find(draft.url())
                .compose(found -> database.transact(transaction -> ChannelStore.add(
                                transaction, draft, secrets.seal(secret), perDay, staff.id(), config.webhooks())
                        .map(added -> added.orElseThrow(() ->
                                new Failure.TooMany("webhooks-full", "回调地址已有 " + config.webhooks() + " 个，请先删掉一些", 60)))
                        .compose(added -> Audit.add(
                                        transaction, staff.id(), "webhook.add", name(added.id()), trace(added))
                                .map(new Webhook.Made(added, secret)))));
    }

    public Future<Webhook> change(Caller.OfStaff staff, long id, Webhook.Change change) {
        return own(staff, id)
                .compose(known -> destinations.find(change.url() == null ? known.url() : change.url()))
                .compose(found -> database.transact(transaction -> ChannelStore.change(transaction, id, change)
                        .compose(changed -> Audit.add(
                                        transaction, staff.id(), "webhook.change", name(id), trace(changed))
                                .map(changed))));
    }

    /** Gives a webhook another secret, shown once; what is sent from now on is signed by it. */
    public Future<Webhook.Made> renew(Caller.OfStaff staff, long id) {
        String secret = freshSecret();
        return own(staff, id)
                .compose(known -> database.transact(transaction -> ChannelStore.seal(
                                transaction, id, secrets.seal(secret))
                        .compose(done -> Audit.add(transaction, staff.id(), "webhook.secret", name(id), trace(known)))
                        .map(new Webhook.Made(known, secret))));
    }

    /** Removes a webhook with all that waits for it. */
    public Future<Void> remove(Caller.OfStaff staff, long id) {
        return own(staff, id)
                .compose(known -> database.transact(transaction -> ChannelStore.remove(transaction, id)
                        .compose(
                                done -> Audit.add(transaction, staff.id(), "webhook.remove", name(id), trace(known)))));
    }

    /** What was given up, the latest first. */
    public Future<List<Webhook.Dead>> dead(Caller.OfStaff staff, long id, long before, int limit) {
        return own(staff, id).compose(known -> store.dead(id, before, limit));
    }

    /** Sends what was given up again; gives how many there were. */
    public Future<Integer> resend(Caller.OfStaff staff, long id, List<Long> deliveries) {
        return own(staff, id)
                .compose(known -> database.transact(transaction -> ChannelStore.resend(
                                transaction, id, deliveries, clock.instant())
                        .compose(count -> Audit.add(
                                        transaction,
                                        staff.id(),
                                        "webhook.resend",
                                        name(id),
                                        new JsonObject().put("deliveries", count))
                                .map(count))));
    }

    public Future<List<Webhook.Ledger>> ledger(Caller.OfStaff staff, LocalDate from, LocalDate to) {
        return store.ledger(staff.scope(), from, to);
    }

    private String freshSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    private Future<Webhook> own(Caller.OfStaff staff, long id) {
        return store.webhook(id)
                .map(found -> found.filter(webhook -> staff.scope().contains(webhook.scope()))
                        .orElseThrow(() -> new Failure.Missing("webhook-missing", "没有这个回调地址")));
    }

    private static JsonObject trace(Webhook webhook) {
        RegionCode scope = webhook.scope();
        return new JsonObject()
                .put("scope", scope.text())
                .put("name", webhook.name())
                .put("active", webhook.active());
    }

    private static String name(long id) {
        return "webhook:" + id;
    }
}
