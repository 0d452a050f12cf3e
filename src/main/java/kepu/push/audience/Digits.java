package kepu.push.audience;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A small number of each position, kept bit by bit: slice b holds bit b of everybody's number. A comparison with a bound takes one pass over
 * the slices however many numbers there are between (O'Neil and Quass, "Improved query performance with variant indexes", 1997). 0 is the
 * number of those who have none. Slices of a block come into being with their first bit.
 */
final class Digits {
    private final long[] @Nullable [][] slices;
    /** How many positions have each number. */
    private final int[] counts;

    Digits(int bits) {
        this.slices = new long[bits][0][];
        this.counts = new int[1 << bits];
    }

    int get(int position) {
        int block = Block.of(position);
        int within = Block.within(position);
        int value = 0;
        for (int bit = 0; bit < slices.length; bit++) {
            long[] slice = slice(bit, block);
            if (slice != null && Block.has(slice, within)) {
                value |= 1 << bit;
            }
        }
        return value;
    }

    void set(int position, int value) {
        int block = Block.of(position);
        int within = Block.within(position);
        int before = get(position);
        if (before == value) {
            return;
        }
        counts[before] -= before == 0 ? 0 : 1;
        counts[value] += value == 0 ? 0 : 1;
        for (int changed = before ^ value; changed != 0; changed &= changed - 1) {
            made(Integer.numberOfTrailingZeros(changed), block)[within >>> 6] ^= 1L << within;
        }
    }

    /** The largest number that can be kept. */
    int most() {
        return counts.length - 1;
    }

    /** How many have a number from {@code least} to {@code greatest}. */
    long count(int least, int greatest) {
        long sum = 0;
        for (int value = Math.max(least, 1); value <= Math.min(greatest, most()); value++) {
            sum += counts[value];
        }
        return sum;
    }

    /**
     * Writes into {@code into} who of a block has a number of at least {@code bound}, which is positive; false when nobody does. Bits of the
     * bound from the lowest up: where it is 1 the number must have it too or be higher above, where it is 0 a 1 there is enough.
     */
    boolean atLeast(int bound, int block, long[] into) {
        if (bound > most()) {
            return false;
        }
        int lowest = Integer.numberOfTrailingZeros(bound);
        boolean any = copy(slice(lowest, block), into);
        for (int bit = lowest + 1; bit < slices.length; bit++) {
            long[] slice = slice(bit, block);
            if ((bound >> bit & 1) == 0) {
                if (slice != null) {
                    Block.or(into, slice);
                    any = true;
                }
            } else if (slice == null) {
                any = copy(null, into);
            } else {
                any = any && Block.and(into, slice);
            }
        }
        return any;
    }

    long bytes() {
        long bytes = counts.length * (long) Integer.BYTES;
        for (long[][] blocks : slices) {
            bytes += Arrays.stream(blocks).filter(slice -> slice != null).count() * Block.WORDS * Long.BYTES;
        }
        return bytes;
    }

    private static boolean copy(long @Nullable [] slice, long[] into) {
        if (slice == null) {
            Block.clear(into);
            return false;
        }
        System.arraycopy(slice, 0, into, 0, Block.WORDS);
        return true;
    }

    private long @Nullable [] slice(int bit, int block) {
        return block < slices[bit].length ? slices[bit][block] : null;
    }

    private long[] made(int bit, int block) {
        if (block >= slices[bit].length) {
            slices[bit] = Arrays.copyOf(slices[bit], block + 1);
        }
        long[] slice = slices[bit][block];
        if (slice == null) {
            slice = new long[Block.WORDS];
            slices[bit][block] = slice;
        }
        return slice;
    }
}
