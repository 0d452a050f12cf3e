package kepu.recommend.train;

import java.util.Arrays;
import kepu.recommend.model.Feature;

/**
 * Rows of features with what came of them, in the order of time: what a ranker learns from. Rows may lie in lists, behind one another, of
 * what one person could choose from at one time. Grows up to a bound.
 */
final class RowSet {
    private float[] features = new float[1024 * Feature.COUNT];
    private int[] labels = new int[1024];
    private int[] lists = new int[1024];
    private int list;
    private int size;

    /** A row to be filled; {@link #end} keeps it. */
    int begin() {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
            lists = Arrays.copyOf(lists, labels.length);
            features = Arrays.copyOf(features, labels.length * Feature.COUNT);
        }
        return size * Feature.COUNT;
    }

    void end(boolean opened) {
        lists[size] = list;
        labels[size++] = opened ? 1 : 0;
    }

    /** The rows that follow are a list of their own. */
    void beginList() {
        list++;
    }

    /** Whether rows lie in lists. */
    boolean hasLists() {
        return list > 0;
    }

    /** The number of the list in which a row lies. */
    int list(int row) {
        return lists[row];
    }

    int size() {
        return size;
    }

    int label(int row) {
        return labels[row];
    }

    float feature(int row, Feature feature) {
        return features[row * Feature.COUNT + feature.ordinal()];
    }

    float[] features() {
        return features;
    }

    int opened() {
        return Arrays.stream(labels, 0, size).sum();
    }
}
