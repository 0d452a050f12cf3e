package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import kepu.net.Destinations;
import kepu.people.Secrets;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The browsers by which residents want to be reached. */
public final class Browsers {
    private final Database database;
    private final ChannelStore store;
    private final Destinations destinations;
    private final Secrets secrets;
    private final Vapid vapid;
    private final int most;

    Browsers(Database database, ChannelStore store, Destinations destinations, Secrets secrets, Vapid vapid, int most) {
        this.database = database;
        this.store = store;
        this.destinations = destinations;
        this.secrets = secrets;
        this.vapid = vapid;
        this.most = most;
    }

    /** What a page subscribes with: the public VAPID key, in base64url. */
    public String applicationServerKey() {
        return vapid.applicationServerKey();
    }

    /**
     * Keeps a subscription as the Push API gives it; the same again changes nothing, and an endpoint belongs to who came last. The oldest
     * go past the limit. Gives its id.
     */
    public Future<Long> subscribe(long resident, JsonObject given) {
        Subscription subscription = Subscription.of(given);
        String origin = Subscription.origin(Destinations.parsed(subscription.endpoint()));
        return destinations
                .find(subscription.endpoint())
                .compose(found -> database.transact(transaction -> ChannelStore.subscribe(
                                transaction,
                                resident,
                                secrets.hash("webpush", subscription.endpoint()),
                                origin,
                                secrets.seal(subscription.json().encode()))
                        .compose(id -> ChannelStore.keepNewest(transaction, resident, id, most)
                                .map(id))));
    }

    /** Ends one of a resident's subscriptions, or all of them. */
    public Future<Void> unsubscribe(long resident, @Nullable Long id) {
        return store.unsubscribe(resident, id);
    }

    public Future<JsonArray> of(long resident) {
        return store.subscriptions(resident);
    }
}
