package kepu.people;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * By which nodes know tokens that they made without checking a signature: the first 128 bits of HMAC-SHA256 over the whole JWT under the secret
 * that nodes share, in base64url behind a tilde. A bearer token may have one (RFC 6750, section 2.1); who reads it as a JWT leaves off what
 * stands behind.
 */
final class TokenSeal {
    private static final char BEFORE = '~';
    private static final String PURPOSE = "token";
    private static final int BYTES = 16;

    private final Secrets secrets;

    TokenSeal(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A token without its seal, and whether it had one. */
    record Opened(String jwt, boolean isOurs) {}

    /** The token with its seal. */
    String put(String jwt) {
        return jwt + BEFORE + new String(mac(jwt), StandardCharsets.US_ASCII);
    }

    /** Empty when the seal is not that of the token. */
    Optional<Opened> open(String token) {
        int at = token.indexOf(BEFORE);
        if (at < 0) {
            return Optional.of(new Opened(token, false));
        }
        String jwt = token.substring(0, at);
        byte[] theirs = token.substring(at + 1).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(mac(jwt), theirs) ? Optional.of(new Opened(jwt, true)) : Optional.empty();
    }

    /** As it is written. */
    private byte[] mac(String jwt) {
        return Base64.getUrlEncoder().withoutPadding().encode(Arrays.copyOf(secrets.hash(PURPOSE, jwt), BYTES));
    }
}
