package kepu.push.channel;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.KeyPair;
import java.time.Clock;
import java.util.Base64;
import kepu.config.Config;
import kepu.net.Destinations;
import kepu.net.Networks;
import kepu.people.Residents;
import kepu.people.Secrets;
import kepu.push.Alarms;
import kepu.push.Outlets;
import kepu.push.Push;
import kepu.region.Regions;
import kepu.store.Database;

/** The room's parts put together. */
public final class OutsideChannels implements AutoCloseable {
    private static final String VAPID = "vapid";

    private final Post post;
    private final Outbox outbox;
    private final Browsers browsers;
    private final Webhooks webhooks;
    private final Alarms alarms = new AlarmStore();

    private OutsideChannels(Post post, Outbox outbox, Browsers browsers, Webhooks webhooks) {
        this.post = post;
        this.outbox = outbox;
        this.browsers = browsers;
        this.webhooks = webhooks;
    }

    /** What the room is made of. */
    public record Ground(
            Vertx vertx, Database database, Secrets secrets, Regions regions, Clock clock, MeterRegistry meters) {}

    /** Reads the VAPID key, or makes it when there is none, and puts the room together. {@code publicUrl} begins links to items. */
    public static Future<OutsideChannels> open(Ground ground, Config.Channels config, String publicUrl) {
        Destinations destinations = new Destinations(ground.vertx(), Networks.of(config.allowedNetworks()));
        ChannelStore store = new ChannelStore(ground.database());
        return vapid(store, ground.secrets(), config.contact()).map(vapid -> {
            Post post = new Post(ground.vertx(), destinations, config.sendMillis(), config.mostUnderWay());
            Outbox outbox = new Outbox(
                    ground.database(),
                    new Outbox.Channels(
                            new WebPush(post, ground.secrets(), vapid, ground.clock()),
                            new WebhookCall(post, ground.secrets(), ground.clock(), publicUrl)),
                    ground.clock(),
                    config,
                    ground.meters());
            return new OutsideChannels(
                    post,
                    outbox,
                    new Browsers(
                            ground.database(), store, destinations, ground.secrets(), vapid, config.subscriptions()),
                    new Webhooks(
                            ground.database(),
                            store,
                            destinations,
                            ground.secrets(),
                            ground.regions(),
                            ground.clock(),
                            config));
        });
    }

    /** Takes part in what is published, within the limits of each person, and in exports; what is erased the database takes along. */
    public void follow(Push push, Residents residents) {
        admitting(new GovernorAdmission(push.governor(), residents));
        push.outlets(outlets());
        residents.onExport("browsers", browsers::of);
    }

    public Outlets outlets() {
        return outbox;
    }

    /** Takes part in what bulletins begin and end. */
    public Alarms alarms() {
        return alarms;
    }

    /** Has somebody decide when residents may be reached. */
    public void admitting(Admission admission) {
        outbox.admitting(admission);
    }

    /** Spreads what was published or posted over receivers and sends what is due. Called every second, on every node. */
    public Future<Void> tick() {
        return outbox.tick();
    }

    /** Work of every hour. */
    public Future<Void> sweep() {
        return outbox.sweep();
    }

    public Browsers browsers() {
        return browsers;
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    @Override
    public void close() {
        outbox.close();
        post.close();
    }

    private static Future<Vapid> vapid(ChannelStore store, Secrets secrets, String contact) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        KeyPair fresh = P256.fresh();
        ChannelStore.Key made = new ChannelStore.Key(
                url.encodeToString(P256.bytes(fresh.getPublic())),
                secrets.seal(url.encodeToString(P256.bytes(fresh.getPrivate()))));
        return store.key(VAPID, made)
                .map(key -> new Vapid(
                        P256.privateKey(Base64.getUrlDecoder().decode(secrets.open(key.sealed()))),
                        Base64.getUrlDecoder().decode(key.publicKey()),
                        contact));
    }
}
