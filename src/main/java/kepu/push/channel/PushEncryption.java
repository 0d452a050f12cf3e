package kepu.push.channel;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Messages that only one browser can read: RFC 8291 over the one-record form of aes128gcm (RFC 8188). */
final class PushEncryption {
    /** A push service need not take more than 4096 bytes: 86 of header, 16 of tag and one of padding go off. */
    static final int MOST_BYTES = 4_096 - 86 - 16 - 1;

    static final int SECRET_BYTES = 16;
    private static final int RECORD_BYTES = 4_096;
    private static final int SALT_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PushEncryption() {}

    /** The body for a browser with this key (65 bytes, uncompressed) and secret (16 bytes). */
    static byte[] seal(byte[] browser, byte[] secret, byte[] text) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return seal(browser, secret, text, P256.fresh(), salt);
    }

    /** The same with the sender's key and salt given, as in the RFC's example. */
    static byte[] seal(byte[] browser, byte[] secret, byte[] text, KeyPair sender, byte[] salt) {
        if (text.length > MOST_BYTES) {
            throw new IllegalArgumentException("a push of " + text.length + " bytes");
        }
        byte[] own = P256.bytes(sender.getPublic());
        try {
            byte[] shared = shared(sender, P256.publicKey(browser));
            SecretKey key = derived(secret, shared, join(ascii("WebPush: info\0"), browser, own), 32);
            byte[] content = derived(salt, key.getEncoded(), ascii("Content-Encoding: aes128gcm\0"), 16)
                    .getEncoded();
            byte[] nonce = derived(salt, key.getEncoded(), ascii("Content-Encoding: nonce\0"), 12)
                    .getEncoded();
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(content, "AES"), new GCMParameterSpec(128, nonce));
            byte[] sealed = cipher.doFinal(join(text, new byte[] {2}));
            ByteBuffer header = ByteBuffer.allocate(SALT_BYTES + 5)
                    .put(salt)
                    .putInt(RECORD_BYTES)
                    .put((byte) own.length);
            return join(header.array(), own, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] shared(KeyPair own, PublicKey other) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(own.getPrivate());
        agreement.doPhase(other, true);
        return agreement.generateSecret();
    }

    private static SecretKey derived(byte[] salt, byte[] input, byte[] info, int bytes)
            throws GeneralSecurityException {
        return KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "Generic",
                        HKDFParameterSpec.ofExtract()
                                .addSalt(salt)
                                .addIKM(input)
                                .thenExpand(info, bytes));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer joined = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }
}
