package kepu.push.channel;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** By which push services know this program (RFC 8292): an ES256 key, and whom to write to when it misbehaves. */
record Vapid(PrivateKey key, byte[] publicKey, String contact) {
    private static final Duration LIFE = Duration.ofHours(12);
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    /** What browsers subscribe with. */
    String applicationServerKey() {
        return URL.encodeToString(publicKey);
    }

    /** The header {@code Authorization} for a push service. */
    String authorization(String origin, Instant now) {
        JsonObject claims = new JsonObject()
                .put("aud", origin)
                .put("exp", now.plus(LIFE).getEpochSecond())
                .put("sub", contact);
        String signed = part("{\"typ\":\"JWT\",\"alg\":\"ES256\"}") + "." + part(claims.encode());
        return "vapid t=" + signed + "." + URL.encodeToString(signature(signed)) + ", k=" + applicationServerKey();
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
