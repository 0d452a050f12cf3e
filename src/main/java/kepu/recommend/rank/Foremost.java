package kepu.recommend.rank;

import java.util.function.IntConsumer;

/**
 * The highest positive entries of a long vector; of equal ones the smaller number wins. Those above the lowest that can still count are put
 * aside, and when there is no more room the best of them are parted from the rest (quickselect, Hoare 1961), so that most entries cost one
 * comparison and none a place in an order that nobody asks for. Reused by one thread.
 */
final class Foremost {
    /** Put aside before they are parted, in terms of those wanted. */
    private static final int ROOM = 4;

    private final int most;
    /** The score's bits, which for positive numbers are ordered as they are, above those of the number, turned round. */
    private final long[] aside;

    private int count;

    /** @param most how many are wanted */
    Foremost(int most) {
        this.most = most;
        this.aside = new long[most * ROOM];
    }

    /** Finds them among the first {@code length} entries. */
    Foremost of(float[] scores, int length) {
        count = 0;
        float least = 0;
        for (int item = 0; item < length; item++) {
            float score = scores[item];
            if (score > least) {
                aside[count++] = (long) Float.floatToRawIntBits(score) << Integer.SIZE | ~item & 0xFFFFFFFFL;
                if (count == aside.length) {
                    least = part();
                }
            }
        }
        if (count > most) {
            part();
        }
        return this;
    }

    /** Tells of them in no order. */
    void each(IntConsumer told) {
        for (int i = 0; i < count; i++) {
            told.accept(~(int) aside[i]);
        }
    }

    /** Keeps the best, the lowest of them last, and gives its score. */
    private float part() {
        int last = most - 1;
        int from = 0;
        int to = count - 1;
        while (from < to) {
            long border = aside[last];
            int left = from;
            int right = to;
            while (left <= right) {
                while (aside[left] > border) {
                    left++;
                }
                while (aside[right] < border) {
                    right--;
                }
                if (left <= right) {
                    swap(left++, right--);
                }
            }
            from = right < last ? left : from;
            to = last < left ? right : to;
        }
        count = most;
        return Float.intBitsToFloat((int) (aside[last] >>> Integer.SIZE));
    }

    private void swap(int one, int other) {
        long kept = aside[one];
        aside[one] = aside[other];
        aside[other] = kept;
    }
}
