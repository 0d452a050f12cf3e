package kepu.push.channel;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.Base64;
import kepu.base.Failure;

/** A browser's push subscription, as the Push API gives it to a page: where, and the keys to seal with. */
record Subscription(String endpoint, byte[] key, byte[] secret) {
    /** Reads {@code {endpoint, keys: {p256dh, auth}}}; {@link Failure.Invalid} when the keys are none. */
    static Subscription of(JsonObject json) {
        JsonObject keys = json.getJsonObject("keys");
        byte[] key = bytes(keys.getString("p256dh"), "/keys/p256dh");
        byte[] secret = bytes(keys.getString("auth"), "/keys/auth");
        try {
            P256.publicKey(key);
        } catch (IllegalArgumentException e) {
            throw Failure.Invalid.at("/keys/p256dh", "不是浏览器给的密钥");
        }
        if (secret.length != PushEncryption.SECRET_BYTES) {
            throw Failure.Invalid.at("/keys/auth", "不是浏览器给的密钥");
        }
        return new Subscription(json.getString("endpoint"), key, secret);
    }

    JsonObject json() {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return new JsonObject()
                .put("endpoint", endpoint)
                .put(
                        "keys",
                        new JsonObject()
                                .put("p256dh", url.encodeToString(key))
                                .put("auth", url.encodeToString(secret)));
    }

    /** Scheme, host and, when it is not the usual one, port. */
    static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static byte[] bytes(String text, String pointer) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw Failure.Invalid.at(pointer, "应为 base64url");
        }
    }
}
