package kepu.recommend.train;

import java.util.Arrays;
import kepu.recommend.model.Feature;

/** Rows of features with what came of them, in the order of time: what a ranker learns from. Grows up to a bound. */
final class RowSet {
    private float[] features = new float[1024 * Feature.COUNT];
    private int[] labels = new int[1024];
    private int size;

    /** A row to be filled; {@link #end} keeps it. */
    int begin() {
        if (size == labels.length) {
            labels = Arrays.copyOf(labels, size * 2);
            features = Arrays.copyOf(features, labels.length * Feature.COUNT);
        }
        return size * Feature.COUNT;
    }

    void end(boolean opened) {
        labels[size++] = opened ? 1 : 0;
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
