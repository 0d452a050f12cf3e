package kepu.recommend.rank;

import java.util.Arrays;
import kepu.base.Neighbours;

/**
 * Of the items that a person opened lately, the one that speaks most for each of some others, sought for all of them at once: each row of the
 * matrix is read one time, not once for each. Reused by one thread.
 */
final class Anchors {
    private static final int NONE = -1;

    /** Where an item stands among those asked for, from 1; 0 for all others. */
    private short[] asked = {};

    private int[] items = {};
    private int[] anchors = {};
    private float[] most = {};
    private int count;

    /** Seeks for the first {@code count} of {@code wanted}, each of which stands there once. */
    void seek(Visit visit, Neighbours matrix, int[] wanted, int count) {
        ask(visit.world().things().size(), wanted, count);
        for (int recent = visit.recentCount() - 1; recent >= 0; recent--) {
            read(matrix, visit.recent(recent), visit.recentWeight(recent));
        }
    }

    /** The anchor of an item that was asked for; -1 when nothing speaks for it. */
    int of(int item) {
        return anchors[asked[item]];
    }

    private void ask(int bound, int[] wanted, int many) {
        for (int i = 0; i < count; i++) {
            asked[items[i]] = 0;
        }
        if (asked.length < bound) {
            asked = new short[bound];
        }
        if (items.length < many) {
            items = new int[many];
            anchors = new int[many + 1];
            most = new float[many + 1];
        }
        count = many;
        for (int i = 0; i < many; i++) {
            items[i] = wanted[i];
            asked[wanted[i]] = (short) (i + 1);
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
            int place = asked[others[at]];
            if (place != 0 && weight * matrix.weights()[at] > most[place]) {
                most[place] = weight * matrix.weights()[at];
                anchors[place] = recent;
            }
        }
    }
}
