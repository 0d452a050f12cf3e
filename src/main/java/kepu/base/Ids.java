package kepu.base;

import java.security.SecureRandom;

/** Makes ids that sort by time: a letter, the millisecond and 50 random bits, in Crockford's base 32 (20 characters). */
public final class Ids {
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int TIME_DIGITS = 9;
    private static final int RANDOM_DIGITS = 10;

    private final SecureRandom random = new SecureRandom();

    /** A fresh id; {@code kind} tells what it names, e.g. 'c' for a campaign. */
    public String next(char kind) {
        char[] id = new char[1 + TIME_DIGITS + RANDOM_DIGITS];
        id[0] = kind;
        digits(System.currentTimeMillis(), id, 1, TIME_DIGITS);
        digits(random.nextLong(), id, 1 + TIME_DIGITS, RANDOM_DIGITS);
        return new String(id);
    }

    private static void digits(long value, char[] into, int from, int count) {
        for (int i = count - 1; i >= 0; i--) {
            into[from + i] = ALPHABET[(int) (value & 31)];
            value >>>= 5;
        }
    }
}
