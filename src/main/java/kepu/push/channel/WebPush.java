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
import kepu.push.Alarm;

/** To a browser, by the push service that its maker runs (RFC 8030). */
final class WebPush implements Channel {
    private static final Duration LONGEST = Duration.ofDays(28);
    /** Where the app shows the bulletins of the reader's village. */
    private static final String PAGE = "/inbox";

    private static final String OVER = "已解除：";

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
        JsonObject json = new JsonObject()
                .put("id", delivery.publicId())
                .put("event", delivery.event().code());
        return switch (delivery.matter()) {
            case Delivery.News news ->
                json.put("tag", Long.toString(news.publication()))
                        .put("title", news.title())
                        .put("message", news.message())
                        .put("sender", news.sender())
                        .put("url", news.path());
            case Delivery.Emergency emergency -> text(json, delivery.event(), emergency);
        };
    }

    /** Its words are shown as they are; {@code kind} lets the worker ring for them again. */
    private static JsonObject text(JsonObject json, Delivery.Event event, Delivery.Emergency emergency) {
        Alarm.Text text = emergency.text().orElseThrow();
        boolean isOver = event == Delivery.Event.CANCELLED;
        return json.put("kind", "bulletin")
                .put("tag", emergency.alarm().topic())
                .put("bulletin", emergency.alarm().bulletin())
                .put("severity", text.severity())
                .put("title", isOver ? OVER + text.title() : text.title())
                .put("message", isOver ? "" : text.message())
                .put("sender", text.sender())
                .put("url", PAGE);
    }

    private Map<String, String> headers(Delivery delivery, String endpoint) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, until(delivery));
        long ttl = Math.clamp(left.toSeconds(), 0, LONGEST.toSeconds());
        boolean isUrgent = delivery.matter() instanceof Delivery.Emergency;
        return Map.of(
                "ttl",
                Long.toString(ttl),
                "urgency",
                isUrgent ? "high" : "normal",
                "topic",
                topic(delivery.matter()),
                "content-type",
                "application/octet-stream",
                "content-encoding",
                "aes128gcm",
                "authorization",
                vapid.authorization(Subscription.origin(URI.create(endpoint)), now));
    }

    private static Instant until(Delivery delivery) {
        boolean isNews = delivery.event() == Delivery.Event.PUBLISHED;
        return isNews && delivery.matter() instanceof Delivery.Emergency emergency
                ? emergency.text().orElseThrow().until()
                : delivery.expiresAt();
    }

    /** A push service keeps only the last message of a topic for a browser that is away. Topics of bulletins are ids of ours, 20 characters of its alphabet. */
    private static String topic(Delivery.Matter matter) {
        return switch (matter) {
            case Delivery.News news ->
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(("p" + news.publication()).getBytes(StandardCharsets.US_ASCII));
            case Delivery.Emergency emergency -> emergency.alarm().topic();
        };
    }

    private static Tried outcome(Post.Reply reply) {
        return reply.status() == 404 || reply.status() == 410 ? new Tried.Gone() : Post.outcome(reply);
    }
}
