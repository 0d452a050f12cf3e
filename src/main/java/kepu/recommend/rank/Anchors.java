package kepu.recommend.rank;

import java.util.Arrays;
import kepu.base.Neighbours;

/**
 * Of the items that a person opened lately, the one that speaks most for each of some others, sought for all of them at once: each row of the
 * matrix is read one time, not once for each. Reused by one thread.
 */
final class Anchors {
    private static final int NONE = -1;

    private static final int SIEVE_BITS = 2_048;

    /** Where an item stands among those asked for, from 1; 0 for all others. */
    private short[] asked = {};
    /** A bit for the last digits of each item asked for: a few lines of memory that tell of most others that nobody asked for them. */
    private final long[] sieve = new long[SIEVE_BITS / Long.SIZE];

    private int[] items = {};
    private int[] anchors = {};
    private float[] most = {};
    private int count;
    private boolean isSought;

    /** The first {@code many} of {@code wanted} will be asked for, each of which stands there once. */
    void begin(int[] wanted, int many) {
        for (int i = 0; i < count && isSought; i++) {
            asked[items[i]] = 0;
        }
        items = items.length < many ? new int[many] : items;
        System.arraycopy(wanted, 0, items, 0, many);
        count = many;
        isSought = false;
    }

    /** The anchor of an item that was wanted; -1 when nothing speaks for it. Those of all are sought when the first is asked for. */
    int of(Visit visit, Neighbours matrix, int item) {
        if (!isSought) {
            isSought = true;
            seek(visit, matrix);
        }
        return anchors[asked[item]];
    }

    private void seek(Visit visit, Neighbours matrix) {
        ask(visit.world().things().size());
        for (int recent = visit.recentCount() - 1; recent >= 0; recent--) {
            read(matrix, visit.recent(recent), visit.recentWeight(recent));
        }
    }

    private void ask(int bound) {
        if (asked.length < bound) {
            asked = new short[bound];
        }
        if (anchors.length <= count) {
            anchors = new int[count + 1];
            most = new float[count + 1];
        }
        Arrays.fill(sieve, 0);
        for (int i = 0; i < count; i++) {
            asked[items[i]] = (short) (i + 1);
            sieve[word(items[i])] |= 1L << items[i];
        }
        Arrays.fill(anchors, NONE);
        Arrays.fill(most, 0);
    }

    /** The later opened item speaks when two say the same. */
    private void read(Neighbours matrix, int recent, float weight) {
        if (recent >= matrix.size()) {
            return;
        }
        int[] others = matrix.others();
        int end = matrix.starts()[recent + 1];
        for (int at = matrix.starts()[recent]; at < end; at++) {
            int other = others[at];
            if ((sieve[word(other)] >>> other & 1) == 0) {
                continue;
            }
            int place = asked[other];
            if (place != 0 && weight * matrix.weights()[at] > most[place]) {
                most[place] = weight * matrix.weights()[at];
                anchors[place] = recent;
            }
        }
    }

    private static int word(int item) {
        return item / Long.SIZE & SIEVE_BITS / Long.SIZE - 1;
    }
}
