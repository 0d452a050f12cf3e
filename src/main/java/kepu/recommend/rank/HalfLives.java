package kepu.recommend.rank;

import java.time.Duration;
import java.time.Instant;

/**
 * A moment, told in half-lives since an origin: what is counted then weighs {@code part · 2^whole} against what was counted at the origin.
 * The two are kept apart because a log of decades has hundreds of half-lives, and no floating-point number holds the weight itself.
 *
 * @param part 1 to 2
 */
record HalfLives(long whole, double part) {
    static final HalfLives NONE = new HalfLives(0, 1);

    /** Further apart than this nothing that was counted can be told from nothing. */
    private static final long MOST = 800;

    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;

    /** What halves when: the origin and the half-life. */
    record Scale(long originMillis, double millis) {
        static Scale of(Instant origin, Duration halfLife) {
            return new Scale(origin.toEpochMilli(), halfLife.toMillis());
        }

        HalfLives at(long atMillis) {
            double passed = (atMillis - originMillis) / millis;
            double whole = Math.floor(passed);
            return new HalfLives((long) whole, Math.pow(2, passed - whole));
        }
    }

    /** What counts of this moment weigh against those of {@code base} half-lives after the origin; never 0 nor infinite. */
    double against(long base) {
        return part * powerOfTwo(whole - base);
    }

    /** 2^exponent, held between 2^-800 and 2^800. */
    static double powerOfTwo(long exponent) {
        return Double.longBitsToDouble((Math.clamp(exponent, -MOST, MOST) + BIAS) << MANTISSA_BITS);
    }
}
