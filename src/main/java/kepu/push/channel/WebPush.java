package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import kepu.people.Secrets;

/** To a browser, by the push service that its maker runs (RFC 8030). */
final class WebPush implements Channel {
    private static final Duration LONGEST = Duration.ofDays(28);

    private final Post post;
    private final Secrets secrets;
    private final Vapid vapid;
    private final Clock clock;

    WebPush(Post post, Secrets secrets, Vapid vapid, Clock clock) {
        this.post = post;
        this.secrets = secrets;
        this.vapid = vapid;
        this.clock = clock;
    }

    @Override
    public Future<Tried> send(Delivery delivery) {
        Delivery.Receiver.Browser browser = (Delivery.Receiver.Browser) delivery.receiver();
        Subscription subscription = Subscription.of(new JsonObject(secrets.open(browser.sealed())));
        byte[] body = PushEncryption.seal(
                subscription.key(),
                subscription.secret(),
                text(delivery).encode().getBytes(StandardCharsets.UTF_8));
        return post.send(subscription.endpoint(), headers(delivery, subscription.endpoint()), body)
                .map(WebPush::outcome)
                .recover(cause -> Future.succeededFuture(Post.unreached(cause)));
    }

    /** What the app's service worker shows; {@code id} drops what came twice, {@code tag} replaces what is shown already. */
    private static JsonObject text(Delivery delivery) {
        Delivery.News news = delivery.news();
        return new JsonObject()
                .put("id", delivery.publicId())
                .put("event", delivery.event().name().toLowerCase(java.util.Locale.ROOT))
                .put("tag", Long.toString(news.publication()))
                .put("title", news.title())
                .put("message", news.message())
                .put("sender", news.sender())
                .put("url", "/item/" + news.item());
    }

    private Map<String, String> headers(Delivery delivery, String endpoint) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, delivery.expiresAt());
        long ttl = Math.clamp(left.toSeconds(), 0, LONGEST.toSeconds());
        return Map.of(
                "ttl",
                Long.toString(ttl),
                "urgency",
                "normal",
                "topic",
                topic(delivery.news().publication()),
                "content-type",
                "application/octet-stream",
                "content-encoding",
                "aes128gcm",
                "authorization",
                vapid.authorization(Subscription.origin(URI.create(endpoint)), now));
    }

    /** A push service keeps only the last message of a topic for a browser that is away. */
    private static String topic(long publication) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("p" + publication).getBytes(StandardCharsets.US_ASCII));
    }

    private static Tried outcome(Post.Reply reply) {
        return reply.status() == 404 || reply.status() == 410 ? new Tried.Gone() : Post.outcome(reply);
    }
}
