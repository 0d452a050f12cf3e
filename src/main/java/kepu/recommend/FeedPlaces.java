package kepu.recommend;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Placed.Cause;

/** Goes through the places of a list in the bytes that {@link FeedCode} describes, and makes nothing of those that are passed by. */
final class FeedPlaces {
    private static final Cause[] CAUSES = Cause.values();
    private static final VarHandle FLOAT = MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.BIG_ENDIAN);
    private static final int MOST_BITS = 35;

    private final byte[] code;
    private final int versions;
    private int at;
    private int item;
    private int version;
    private int about;
    private float propensity;
    private Cause cause = Cause.LATER;

    /** @param begin of the first place */
    FeedPlaces(byte[] code, int begin, int versions) {
        this.code = code;
        this.versions = versions;
        this.at = begin;
    }

    /** Whether there are so many whole places and nothing behind them. Once, instead of anything else. */
    boolean isWhole(int count) {
        try {
            for (int left = count; left > 0; left--) {
                next();
            }
            return at == code.length;
        } catch (IndexOutOfBoundsException cutOff) {
            return false;
        }
    }

    /** Goes on to the next place. {@link IllegalArgumentException} where there is none, {@link IndexOutOfBoundsException} at the end. */
    void next() {
        long head = number();
        item = checked(head >>> 1, Integer.MAX_VALUE);
        cause = Cause.LATER;
        about = -1;
        propensity = Float.NaN;
        version = 0;
        if ((head & 1) != 0) {
            rest(code[at++] & 0xFF);
        }
        checked(version, versions);
    }

    private void rest(int marks) {
        cause = CAUSES[checked(marks & FeedCode.CAUSE, CAUSES.length)];
        if ((marks & FeedCode.ABOUT) != 0) {
            about = checked(number(), Integer.MAX_VALUE + 1L);
        }
        if ((marks & FeedCode.PROBABILITY) != 0) {
            propensity = (float) FLOAT.get(code, at);
            at += Float.BYTES;
        }
        version = marks >>> FeedCode.VERSION_SHIFT;
    }

    int item() {
        return item;
    }

    /** The number of the version that filled the place. */
    int version() {
        return version;
    }

    float propensity() {
        return propensity;
    }

    Placed placed() {
        return new Placed(item, cause, about, propensity, 0);
    }

    private static int checked(long number, long bound) {
        if (number >= bound) {
            throw new IllegalArgumentException("no number " + number + " of " + bound);
        }
        return (int) number;
    }

    /** Of at most five bytes. */
    private long number() {
        long number = 0;
        for (int shift = 0; shift < MOST_BITS; shift += 7) {
            byte next = code[at++];
            number |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number that does not end");
    }
}
