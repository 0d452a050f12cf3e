package kepu.push.audience;

import java.util.Arrays;

/** The bits of 65,536 neighbouring positions: 8 KiB, in which an audience is evaluated one block after another without copies. */
final class Block {
    static final int BITS = 16;
    static final int SIZE = 1 << BITS;
    static final int WORDS = SIZE / Long.SIZE;

    private Block() {}

    /** The number of the block of a position. */
    static int of(int position) {
        return position >>> BITS;
    }

    /** The place of a position in its block. */
    static int within(int position) {
        return position & SIZE - 1;
    }

    /** Intersects; false when nothing is left. */
    static boolean and(long[] into, long[] other) {
        long any = 0;
        for (int i = 0; i < WORDS; i++) {
            long left = into[i] & other[i];
            into[i] = left;
            any |= left;
        }
        return any != 0;
    }

    /** Takes away; false when nothing is left. */
    static boolean andNot(long[] into, long[] other) {
        long any = 0;
        for (int i = 0; i < WORDS; i++) {
            long left = into[i] & ~other[i];
            into[i] = left;
            any |= left;
        }
        return any != 0;
    }

    static void or(long[] into, long[] other) {
        for (int i = 0; i < WORDS; i++) {
            into[i] |= other[i];
        }
    }

    static int count(long[] words) {
        int count = 0;
        for (int i = 0; i < WORDS; i++) {
            count += Long.bitCount(words[i]);
        }
        return count;
    }

    /** How many bits both have. */
    static int common(long[] one, long[] other) {
        int count = 0;
        for (int i = 0; i < WORDS; i++) {
            count += Long.bitCount(one[i] & other[i]);
        }
        return count;
    }

    /** How many bits are set from {@code from} to below {@code to}, both within the block. */
    static int count(long[] words, int from, int to) {
        if (from >= to) {
            return 0;
        }
        int first = from >>> 6;
        int last = to - 1 >>> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            return Long.bitCount(words[first] & head & tail);
        }
        int count = Long.bitCount(words[first] & head) + Long.bitCount(words[last] & tail);
        for (int i = first + 1; i < last; i++) {
            count += Long.bitCount(words[i]);
        }
        return count;
    }

    /** Sets the bits from {@code from} to below {@code to}, both within the block. */
    static void fill(long[] words, int from, int to) {
        if (from >= to) {
            return;
        }
        int first = from >>> 6;
        int last = to - 1 >>> 6;
        long head = -1L << from;
        long tail = -1L >>> -to;
        if (first == last) {
            words[first] |= head & tail;
            return;
        }
        words[first] |= head;
        Arrays.fill(words, first + 1, last, -1L);
        words[last] |= tail;
    }

    static boolean has(long[] words, int within) {
        return (words[within >>> 6] >>> within & 1) != 0;
    }

    /** The place of the bit before which {@code rank} others are set; there are more than that. */
    static int select(long[] words, int rank) {
        int word = 0;
        int left = rank;
        for (int here = Long.bitCount(words[word]); here <= left; here = Long.bitCount(words[word])) {
            left -= here;
            word++;
        }
        long bits = words[word];
        for (; left > 0; left--) {
            bits &= bits - 1;
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    static void clear(long[] words) {
        Arrays.fill(words, 0);
    }
}
