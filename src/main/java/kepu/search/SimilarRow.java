package kepu.search;

import java.util.Arrays;

/** The others that one document is like, strongest first, with weights in (0, 1]. */
record SimilarRow(int[] others, float[] weights) {
    static final SimilarRow EMPTY = new SimilarRow(new int[0], new float[0]);

    boolean has(int number) {
        for (int other : others) {
            if (other == number) {
                return true;
            }
        }
        return false;
    }

    SimilarRow without(int number) {
        Builder left = new Builder(others.length);
        for (int at = 0; at < others.length; at++) {
            if (others[at] != number) {
                left.add(others[at], weights[at]);
            }
        }
        return left.build();
    }

    /** Collects at most {@code most} entries, in order. */
    static final class Builder {
        private final int[] others;
        private final float[] weights;
        private int size;

        Builder(int most) {
            this.others = new int[most];
            this.weights = new float[most];
        }

        void add(int other, float weight) {
            others[size] = other;
            weights[size++] = weight;
        }

        int size() {
            return size;
        }

        SimilarRow build() {
            return new SimilarRow(Arrays.copyOf(others, size), Arrays.copyOf(weights, size));
        }
    }
}
