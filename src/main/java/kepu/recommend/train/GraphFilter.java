package kepu.recommend.train;

import java.util.Arrays;

/** A {@link Filter} on the graph of a set of interactions: scores all items for anybody's items, in batches. Safe for several threads. */
final class GraphFilter {
    private static final int BATCH = ItemGraph.BATCH;

    private final ItemGraph graph;
    private final Spectrum spectrum;

    GraphFilter(Interactions interactions, Spectrum spectrum) {
        this.graph = new ItemGraph(interactions);
        this.spectrum = spectrum;
    }

    int items() {
        return graph.items();
    }

    /** What one thread needs; some tens of megabytes for 40,000 items. */
    final class Worker {
        private final ItemGraph.Carrier carrier = graph.new Carrier();
        private final float[] taken = new float[items() * BATCH];
        private final float[] smooth = new float[items() * BATCH];
        private final float[] projected = new float[spectrum.factors() * BATCH];
        private final float[] scores = new float[items() * BATCH];

        /**
         * Scores every item for up to {@link ItemGraph#BATCH} people: the score of an item for the i-th lies at {@code item * BATCH + i}
         * of the result, which is good until the next call.
         */
        float[] score(int[][] itemsOfPeople, Filter filter) {
            load(itemsOfPeople);
            Arrays.fill(scores, 0);
            for (int power = filter.degree(); power >= 0; power--) {
                if (power < filter.degree()) {
                    carrier.carry(scores);
                }
                add(taken, filter.direct()[power], scores);
                add(smooth, filter.ideal()[power], scores);
            }
            return scores;
        }

        /**
         * Signals from which every filter up to a degree is a sum: P¹r … P^degree r, then L r, P L r … P^(degree-1) L r, as arrays of
         * their own.
         */
        float[][] basis(int[][] itemsOfPeople, int degree) {
            load(itemsOfPeople);
            float[][] basis = new float[2 * degree][];
            float[] signal = taken.clone();
            for (int power = 1; power <= degree; power++) {
                carrier.carry(signal);
                basis[power - 1] = signal.clone();
            }
            System.arraycopy(smooth, 0, signal, 0, signal.length);
            for (int power = 0; power < degree; power++) {
                if (power > 0) {
                    carrier.carry(signal);
                }
                basis[degree + power] = signal.clone();
            }
            return basis;
        }

        /** The scores of a filter from the signals that {@link #basis} gave for at least its degree; good until the next call. */
        float[] combine(float[][] basis, Filter filter) {
            int degree = basis.length / 2;
            Arrays.fill(scores, 0);
            for (int power = 0; power <= filter.degree(); power++) {
                if (power > 0) {
                    add(basis[power - 1], filter.direct()[power], scores);
                }
                if (power < degree) {
                    add(basis[degree + power], filter.ideal()[power], scores);
                }
            }
            return scores;
        }

        private void load(int[][] itemsOfPeople) {
            Arrays.fill(taken, 0);
            for (int i = 0; i < itemsOfPeople.length; i++) {
                for (int item : itemsOfPeople[i]) {
                    taken[item * BATCH + i] = 1;
                }
            }
            smooth(itemsOfPeople);
        }

        /** L r = D^-½ V Vᵀ D^½ r, read as row vectors: D^-½ weighs the person's items and D^½ the answers. */
        private void smooth(int[][] itemsOfPeople) {
            Arrays.fill(smooth, 0);
            if (spectrum.factors() == 0) {
                return;
            }
            Arrays.fill(projected, 0);
            for (int i = 0; i < itemsOfPeople.length; i++) {
                for (int item : itemsOfPeople[i]) {
                    project(item, i);
                }
            }
            float[] sum = new float[BATCH];
            for (int item = 0; item < items(); item++) {
                if (graph.itemScale(item) > 0) {
                    Arrays.fill(sum, 0);
                    reconstruct(item, sum);
                    for (int i = 0; i < BATCH; i++) {
                        smooth[item * BATCH + i] = sum[i] / graph.itemScale(item);
                    }
                }
            }
        }

        private void project(int item, int person) {
            int row = item * spectrum.factors();
            for (int factor = 0; factor < spectrum.factors(); factor++) {
                projected[factor * BATCH + person] += graph.itemScale(item) * spectrum.vectors()[row + factor];
            }
        }

        private void reconstruct(int item, float[] sum) {
            float[] vectors = spectrum.vectors();
            int row = item * spectrum.factors();
            for (int factor = 0; factor < spectrum.factors(); factor++) {
                float value = vectors[row + factor];
                int column = factor * BATCH;
                for (int i = 0; i < BATCH; i++) {
                    sum[i] += value * projected[column + i];
                }
            }
        }
    }

    private static void add(float[] from, float factor, float[] to) {
        if (factor != 0) {
            for (int i = 0; i < to.length; i++) {
                to[i] += factor * from[i];
            }
        }
    }
}
