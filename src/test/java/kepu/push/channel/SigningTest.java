package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SigningTest {
    @Test
    void theExampleOfStandardWebhooksComesOut() {
        assertThat(WebhookCall.signature(
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                        "msg_p5jXN8AQM9LWM0D4loKWxJek",
                        "1614265330",
                        "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aPushServiceCanTellWhoSends() throws Exception {
        KeyPair keys = P256.fresh();
        Vapid vapid = new Vapid(keys.getPrivate(), P256.bytes(keys.getPublic()), "mailto:kepu@example.org");
        Instant now = Instant.parse("2026-03-12T01:30:00Z");
        Matcher parts = Pattern.compile("vapid t=([\\w-]+\\.([\\w-]+))\\.([\\w-]+), k=([\\w-]+)")
                .matcher(vapid.authorization("https://push.example", now));
        assertThat(parts.matches()).isTrue();
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(P256.publicKey(Base64.getUrlDecoder().decode(parts.group(4))));
        signature.update(parts.group(1).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts.group(3))))
                .isTrue();
        JsonObject claims =
                new JsonObject(new String(Base64.getUrlDecoder().decode(parts.group(2)), StandardCharsets.UTF_8));
        assertThat(claims.getString("aud")).isEqualTo("https://push.example");
        assertThat(claims.getString("sub")).isEqualTo("mailto:kepu@example.org");
        assertThat(claims.getLong("exp") - now.getEpochSecond())
                .as("a day at most")
                .isBetween(1L, 86_400L);
    }
}
