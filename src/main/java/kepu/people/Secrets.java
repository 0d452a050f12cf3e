package kepu.people;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import kepu.config.ConfigException;

/**
 * Seals and finds what must not lie open: AES-256-GCM with a fresh 96-bit nonce, and HMAC-SHA256. Both keys are derived from one
 * secret of 32 bytes by HMAC-SHA256 over their purpose (the expand step of RFC 5869 with one block).
 */
public final class Secrets {
    private static final int SECRET_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec sealing;
    private final SecretKeySpec hashing;
    private final SecureRandom random = new SecureRandom();

    public Secrets(byte[] secret) {
        if (secret.length != SECRET_BYTES) {
            throw new ConfigException("people.secret must be 32 bytes in base64");
        }
        sealing = new SecretKeySpec(derive(secret, "kepu seal 1"), "AES");
        hashing = new SecretKeySpec(derive(secret, "kepu find 1"), "HmacSHA256");
    }

    /** The configured secret, or the one kept in {@code data}/secret.key, which is made when it is not there. */
    public static Secrets of(String configured, Path data) throws IOException {
        if (!configured.isEmpty()) {
            return new Secrets(decode(configured));
        }
        Path file = data.resolve("secret.key");
        if (!Files.exists(file)) {
            make(file);
        }
        return new Secrets(decode(Files.readString(file).strip()));
    }

    public byte[] seal(String text) {
        try {
            byte[] nonce = new byte[NONCE_BYTES];
            random.nextBytes(nonce);
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, nonce));
            byte[] body = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = new byte[NONCE_BYTES + body.length];
            System.arraycopy(nonce, 0, sealed, 0, NONCE_BYTES);
            System.arraycopy(body, 0, sealed, NONCE_BYTES, body.length);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The sealed text; {@link IllegalStateException} when it was sealed with another secret or touched. */
    public String open(byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, sealing, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            return new String(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed with another people.secret, or damaged", e);
        }
    }

    /** The keyed hash by which {@code text} is found; {@code purpose} keeps hashes of different uses apart. */
    public byte[] hash(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(hashing);
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A fresh unguessable text of 256 bits. */
    public String fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A fresh code of six digits. */
    public String freshCode() {
        return "%06d".formatted(random.nextInt(1_000_000));
    }

    /** Compares without telling by time how much was right. */
    public static boolean same(byte[] a, byte[] b) {
        return MessageDigest.isEqual(a, b);
    }

    private static void make(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        Path fresh = Files.createTempFile(
                file.toAbsolutePath().getParent(),
                "secret",
                ".tmp",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, Base64.getEncoder().encodeToString(secret) + "\n", StandardOpenOption.SYNC);
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first; its secret counts.
        } finally {
            Files.delete(fresh);
        }
    }

    private static byte[] decode(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("people.secret must be 32 bytes in base64");
        }
    }

    private static byte[] derive(byte[] secret, String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(new byte[] {1});
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
