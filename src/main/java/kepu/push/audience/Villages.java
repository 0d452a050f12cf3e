package kepu.push.audience;

import java.util.Arrays;
import kepu.region.RegionCode;

/**
 * Where the residents of each village stand in the order: villages by code, each with as many positions as it has residents and some more
 * for those who come. So the subtree of a region is one range of positions. Immutable.
 */
final class Villages {
    /** Free positions: one for 16 residents, and so many in every village. */
    private static final int RESIDENTS_A_FREE = 16;

    private static final int LEAST_FREE = 4;
    /** Positions are ints, and above the villages there must be room for those who find none in theirs. */
    private static final int MOST = 2_000_000_000;

    private final long[] codes;
    private final int[] starts;

    /**
     * Lays villages behind one another.
     *
     * @param codes in order
     * @param residents of each
     */
    Villages(long[] codes, int[] residents) {
        this.codes = codes;
        this.starts = new int[codes.length + 1];
        long next = 0;
        for (int i = 0; i < codes.length; i++) {
            starts[i] = (int) next;
            next += residents[i] + residents[i] / RESIDENTS_A_FREE + LEAST_FREE;
            if (next > MOST) {
                throw new IllegalStateException("more residents than one index can number");
            }
        }
        starts[codes.length] = (int) next;
    }

    int count() {
        return codes.length;
    }

    long code(int village) {
        return codes[village];
    }

    /** The number of a village; negative when nobody lived there when the order was laid. */
    int find(long code) {
        return Arrays.binarySearch(codes, code);
    }

    /** The first village with this code or a higher one. */
    int from(long code) {
        int at = Arrays.binarySearch(codes, code);
        return at < 0 ? -at - 1 : at;
    }

    /** The first position of a village; that of {@link #count} is the end of the order. */
    int start(int village) {
        return starts[village];
    }

    int end() {
        return starts[codes.length];
    }

    /** The village at a position before the end. */
    int at(int position) {
        int found = Arrays.binarySearch(starts, position);
        return found < 0 ? -found - 2 : found;
    }

    /** The first position of a region's subtree. */
    int first(RegionCode region) {
        return starts[from(region.first())];
    }

    /** The position behind its last one. */
    int last(RegionCode region) {
        return starts[from(region.last() + 1)];
    }
}
