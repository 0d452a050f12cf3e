package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kepu.people.Secrets;
import kepu.push.Alarm;
import kepu.region.RegionCode;

/**
 * To another program, signed as Standard Webhooks 1.0 says: HMAC-SHA-256 over id, time and body. It is told of the publication or
 * bulletin, never of a person.
 */
final class WebhookCall implements Channel {
    private static final String PREFIX = "whsec_";

    private final Post post;
    private final Secrets secrets;
    private final Clock clock;
    private final String publicUrl;

    WebhookCall(Post post, Secrets secrets, Clock clock, String publicUrl) {
        this.post = post;
        this.secrets = secrets;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    @Override
    public Future<Tried> send(Delivery delivery) {
        Delivery.Receiver.Hook hook = (Delivery.Receiver.Hook) delivery.receiver();
        byte[] body = body(delivery).encode().getBytes(StandardCharsets.UTF_8);
        String time = Long.toString(clock.instant().getEpochSecond());
        Map<String, String> headers = Map.of(
                "content-type",
                "application/json",
                "webhook-id",
                delivery.publicId(),
                "webhook-timestamp",
                time,
                "webhook-signature",
                signature(secrets.open(hook.sealed()), delivery.publicId(), time, body));
        return post.send(hook.url(), headers, body)
                .map(Post::outcome)
                .recover(cause -> Future.succeededFuture(Post.unreached(cause)));
    }

    /** {@code v1,} and the signature in base64. */
    static String signature(String secret, String id, String time, byte[] body) {
        try {
            byte[] key = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : secret.getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update((id + "." + time + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject body(Delivery delivery) {
        return switch (delivery.matter()) {
            case Delivery.News news -> body("publication", delivery.event(), news.publishedAt(), data(news));
            case Delivery.Emergency emergency ->
                body("bulletin", delivery.event(), emergency.alarm().issuedAt(), data(emergency));
        };
    }

    private static JsonObject body(String kind, Delivery.Event event, Instant at, JsonObject data) {
        return new JsonObject()
                .put("type", kind + "." + event.code())
                .put("timestamp", at.toString())
                .put("data", data.put("kind", kind));
    }

    private JsonObject data(Delivery.News news) {
        return new JsonObject()
                .put("publication", Long.toString(news.publication()))
                .put("regions", codes(news.bounds()))
                .put("title", news.title())
                .put("message", news.message())
                .put("sender", news.sender())
                .put("item", news.item())
                .put("url", publicUrl + news.path())
                .put("expiresAt", news.expiresAt().toString());
    }

    /** The whole message, in all its languages, is behind {@code cap}. */
    private JsonObject data(Delivery.Emergency emergency) {
        Alarm alarm = emergency.alarm();
        Alarm.Text text = emergency.text().orElseThrow();
        return new JsonObject()
                .put("bulletin", alarm.bulletin())
                .put("topic", alarm.topic())
                .put("update", alarm.update())
                .put("regions", codes(alarm.regions()))
                .put("severity", text.severity())
                .put("title", text.title())
                .put("message", text.message())
                .put("sender", text.sender())
                .put("cap", publicUrl + "/v1/bulletins/" + alarm.bulletin() + ".xml")
                .put("expiresAt", alarm.until().toString());
    }

    private static JsonArray codes(List<RegionCode> regions) {
        JsonArray codes = new JsonArray();
        regions.forEach(region -> codes.add(region.text()));
        return codes;
    }
}
