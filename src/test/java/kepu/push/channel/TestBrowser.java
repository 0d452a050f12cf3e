package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import kepu.testing.House;

/** The browser's half of RFC 8291, with HKDF (RFC 5869) written out: it shares nothing with the sender's but the curve. */
public final class TestBrowser {
    private final KeyPair keys = P256.fresh();
    private final byte[] secret = new byte[16];

    public TestBrowser() {
        new SecureRandom().nextBytes(secret);
    }

    byte[] key() {
        return P256.bytes(keys.getPublic());
    }

    byte[] secret() {
        return secret;
    }

    /** What {@code PushSubscription.toJSON()} gives. */
    public JsonObject subscription(String endpoint) {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        return new JsonObject()
                .put("endpoint", endpoint)
                .put(
                        "keys",
                        new JsonObject()
                                .put("p256dh", url.encodeToString(key()))
                                .put("auth", url.encodeToString(secret)));
    }

    /** A resident lets this browser be told at {@code endpoint}. */
    public void subscribe(House house, String resident, String endpoint) {
        House.Answer answer = house.send("PUT", "/v1/me/channels/webpush", subscription(endpoint), resident);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    public byte[] open(byte[] body) {
        try {
            ByteBuffer in = ByteBuffer.wrap(body);
            byte[] salt = take(in, 16);
            int record = in.getInt();
            byte[] sender = take(in, in.get() & 255);
            byte[] sealed = take(in, in.remaining());
            if (sealed.length > record) {
                throw new IllegalStateException("more than one record");
            }
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(keys.getPrivate());
            agreement.doPhase(P256.publicKey(sender), true);
            byte[] info = join("WebPush: info\0".getBytes(StandardCharsets.US_ASCII), key(), sender);
            byte[] input = expand(hmac(secret, agreement.generateSecret()), info, 32);
            byte[] extracted = hmac(salt, input);
            byte[] key = expand(extracted, "Content-Encoding: aes128gcm\0".getBytes(StandardCharsets.US_ASCII), 16);
            byte[] nonce = expand(extracted, "Content-Encoding: nonce\0".getBytes(StandardCharsets.US_ASCII), 12);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
            byte[] padded = cipher.doFinal(sealed);
            int end = padded.length - 1;
            while (padded[end] == 0) {
                end--;
            }
            if (padded[end] != 2) {
                throw new IllegalStateException("not the last record");
            }
            return Arrays.copyOf(padded, end);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] expand(byte[] key, byte[] info, int bytes) throws GeneralSecurityException {
        return Arrays.copyOf(hmac(key, join(info, new byte[] {1})), bytes);
    }

    private static byte[] hmac(byte[] key, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        Arrays.stream(parts).forEach(joined::put);
        return joined.array();
    }
}
