package kepu.recommend.rank;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** The items with the highest scores seen so far, at most {@code count}; of equal ones the smaller number wins. */
public final class TopItems {
    private final int[] items;
    private final float[] scores;
    private int size;

    public TopItems(int count) {
        this.items = new int[count];
        this.scores = new float[count];
    }

    void clear() {
        size = 0;
    }

    /** In no order. */
    void each(IntConsumer told) {
        for (int i = 0; i < size; i++) {
            told.accept(items[i]);
        }
    }

    public void offer(int item, float score) {
        if (size == items.length) {
            if (isWorse(item, score, 0)) {
                return;
            }
            sink(item, score, 0);
        } else {
            rise(item, score, size++);
        }
    }

    /** Best first. Empties the collection. */
    public int[] drain() {
        int[] best = new int[size];
        for (int at = size - 1; at >= 0; at--) {
            best[at] = items[0];
            size--;
            if (size > 0) {
                sink(items[size], scores[size], 0);
            }
        }
        return best;
    }

    /** The best items of a whole vector of scores that pass, best first. */
    public static int[] of(float[] scores, int count, IntPredicate passes) {
        TopItems top = new TopItems(count);
        for (int item = 0; item < scores.length; item++) {
            if (passes.test(item)) {
                top.offer(item, scores[item]);
            }
        }
        return top.drain();
    }

    private void rise(int item, float score, int from) {
        int at = from;
        while (at > 0 && isWorse(item, score, (at - 1) / 2)) {
            set(at, items[(at - 1) / 2], scores[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        set(at, item, score);
    }

    private void sink(int item, float score, int from) {
        int at = from;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && isWorse(items[child + 1], scores[child + 1], child)) {
                child++;
            }
            if (isWorse(item, score, child)) {
                break;
            }
            set(at, items[child], scores[child]);
            at = child;
        }
        set(at, item, score);
    }

    private boolean isWorse(int item, float score, int than) {
        return score < scores[than] || (score == scores[than] && item > items[than]);
    }

    private void set(int at, int item, float score) {
        items[at] = item;
        scores[at] = score;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(items, size));
    }
}
