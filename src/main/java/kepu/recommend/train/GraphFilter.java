package kepu.recommend.train;

import java.util.Arrays;

/** A {@link Filter} on the graph of a set of interactions: scores all items for anybody's items, in batches. Safe for several threads. */
final class GraphFilter {
    private static final int BATCH = ItemGraph.BATCH;

    private final ItemGraph graph;
    private final Spectrum spectrum;

    GraphFilter(Interactions interactions, Spectrum spectrum) {
        this.graph = new ItemGraph(interactions, spectrum.view(), spectrum.largest());
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

        /** Those of the last load. */
        private Filter.Powers powers = new Filter.Powers(0, 0, 0, 0, false);

        private float[] in = graph.takings(0);
        private float[] lowIn = in;
        private float[] lowOut = in;
        private float[] out = in;

        /**
         * Scores every item for up to {@link ItemGraph#BATCH} people: the score of an item for the i-th lies at {@code item * BATCH + i}
         * of the result, which is good until the next call.
         */
        float[] score(int[][] itemsOfPeople, Filter filter) {
            load(itemsOfPeople, filter.powers());
            smooth(filter.gains());
            Arrays.fill(scores, 0);
            for (int power = filter.degree(); power >= 0; power--) {
                if (power < filter.degree()) {
                    carrier.carry(scores);
                }
                add(taken, filter.direct()[power], scores);
                add(smooth, filter.ideal()[power], scores);
            }
            return finished();
        }

        /**
         * Signals from which every filter with the same powers and gains up to a degree is a sum: P¹r … P^degree r, then L r, P L r …
         * P^(degree-1) L r, as arrays of their own.
         */
        float[][] basis(int[][] itemsOfPeople, int degree, Filter.Powers powers, float[] gains) {
            float[][] basis = Arrays.copyOf(powers(itemsOfPeople, degree, powers), 2 * degree);
            smooth(gains);
            float[] signal = smooth.clone();
            for (int power = 0; power < degree; power++) {
                if (power > 0) {
                    carrier.carry(signal);
                }
                basis[degree + power] = signal.clone();
            }
            return basis;
        }

        /** The first half of {@link #basis}. */
        float[][] powers(int[][] itemsOfPeople, int degree, Filter.Powers powers) {
            load(itemsOfPeople, powers);
            float[][] signals = new float[degree][];
            float[] signal = taken.clone();
            for (int power = 1; power <= degree; power++) {
                carrier.carry(signal);
                signals[power - 1] = signal.clone();
            }
            return signals;
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
            return finished();
        }

        /** The scores of a filter whose low-passed signal is carried nowhere, from the signals that {@link #powers} just gave. */
        float[] complete(float[][] signals, Filter filter) {
            smooth(filter.gains());
            Arrays.fill(scores, 0);
            for (int power = 1; power <= filter.degree(); power++) {
                add(signals[power - 1], filter.direct()[power], scores);
            }
            add(smooth, filter.ideal()[0], scores);
            return finished();
        }

        private void load(int[][] itemsOfPeople, Filter.Powers wanted) {
            if (!wanted.equals(powers)) {
                powers = wanted;
                in = graph.takings(-wanted.in());
                lowIn = graph.takings(-wanted.lowIn());
                lowOut = graph.takings(wanted.lowOut());
                out = graph.takings(wanted.out());
            }
            Arrays.fill(taken, 0);
            Arrays.fill(projected, 0);
            for (int i = 0; i < itemsOfPeople.length; i++) {
                for (int item : itemsOfPeople[i]) {
                    taken[item * BATCH + i] = in[item];
                    project(item, i);
                }
            }
            if (wanted.apart()) {
                smooth(Filter.ALL);
                add(smooth, -1, taken);
            }
        }

        private float[] finished() {
            if (powers.out() != 0) {
                for (int item = 0; item < items(); item++) {
                    for (int i = 0; i < BATCH; i++) {
                        scores[item * BATCH + i] *= out[item];
                    }
                }
            }
            return scores;
        }

        /** L r, read as row vectors, from what was projected. */
        private void smooth(float[] gains) {
            Arrays.fill(smooth, 0);
            int factors = gains.length == 0 ? spectrum.factors() : Math.min(gains.length, spectrum.factors());
            float[] weighted = Arrays.copyOf(projected, factors * BATCH);
            for (int at = 0; at < weighted.length && gains.length > 0; at++) {
                weighted[at] *= gains[at / BATCH];
            }
            float[] sum = new float[BATCH];
            for (int item = 0; item < items(); item++) {
                Arrays.fill(sum, 0);
                reconstruct(item, weighted, factors, sum);
                for (int i = 0; i < BATCH; i++) {
                    smooth[item * BATCH + i] = sum[i] * lowOut[item];
                }
            }
        }

        private void project(int item, int person) {
            int row = item * spectrum.factors();
            for (int factor = 0; factor < spectrum.factors(); factor++) {
                projected[factor * BATCH + person] += lowIn[item] * spectrum.vectors()[row + factor];
            }
        }

        private void reconstruct(int item, float[] weighted, int factors, float[] sum) {
            float[] vectors = spectrum.vectors();
            int row = item * spectrum.factors();
            for (int factor = 0; factor < factors; factor++) {
                float value = vectors[row + factor];
                int column = factor * BATCH;
                for (int i = 0; i < BATCH; i++) {
                    sum[i] += value * weighted[column + i];
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
