package kepu.recommend.train;

import java.util.Arrays;

/**
 * The normalised item-item graph P = R̂ᵀR̂ of a {@link View}, never written out: a signal over items is carried through it
 * by way of the people, in batches of {@link #BATCH} signals that lie beside each other ({@code item * BATCH + signal}).
 */
final class ItemGraph {
    /** Signals carried at once; enough to fill vector registers, few enough for the caches. */
    static final int BATCH = 32;

    private final Interactions interactions;
    private final float[] itemScale;
    private final float[] peopleWeight;

    /** @param largest what R̂ is divided by */
    ItemGraph(Interactions interactions, View view, double largest) {
        this.interactions = interactions;
        this.itemScale = new float[interactions.items()];
        for (int item = 0; item < itemScale.length; item++) {
            int degree = interactions.column(item);
            itemScale[item] = degree == 0 ? 0 : (float) Math.pow(degree, -view.items());
        }
        this.peopleWeight = new float[interactions.people()];
        for (int person = 0; person < peopleWeight.length; person++) {
            int degree = interactions.row(person);
            double weight = Math.pow(degree, -view.people()) / largest;
            peopleWeight[person] = degree == 0 ? 0 : (float) (weight * weight);
        }
    }

    int items() {
        return itemScale.length;
    }

    /** By item: how often it was taken, to a power; 0 for one that nobody took. */
    float[] takings(double power) {
        float[] takings = new float[items()];
        for (int item = 0; item < takings.length; item++) {
            int degree = interactions.column(item);
            takings[item] = degree == 0 ? 0 : (float) Math.pow(degree, power);
        }
        return takings;
    }

    /** Arrays that one thread needs to carry batches. */
    final class Carrier {
        private final float[] people = new float[interactions.people() * BATCH];
        private final float[] scaled = new float[itemScale.length * BATCH];

        /** Replaces the signals by P times the signals. */
        void carry(float[] signals) {
            for (int item = 0; item < itemScale.length; item++) {
                scale(signals, item * BATCH, scaled, item * BATCH, itemScale[item]);
            }
            gather(interactions.rowStarts(), interactions.rowItems(), scaled, people, peopleWeight);
            gather(interactions.columnStarts(), interactions.columnPeople(), people, signals, itemScale);
        }
    }

    /** to[row] = weight[row] * sum of from[column] over the row's columns. */
    private static void gather(int[] starts, int[] columns, float[] from, float[] to, float[] weights) {
        float[] sum = new float[BATCH];
        for (int row = 0; row < weights.length; row++) {
            Arrays.fill(sum, 0);
            for (int at = starts[row]; at < starts[row + 1]; at++) {
                add(from, columns[at] * BATCH, sum);
            }
            scale(sum, 0, to, row * BATCH, weights[row]);
        }
    }

    private static void add(float[] from, int offset, float[] sum) {
        for (int i = 0; i < BATCH; i++) {
            sum[i] += from[offset + i];
        }
    }

    private static void scale(float[] from, int fromOffset, float[] to, int offset, float factor) {
        for (int i = 0; i < BATCH; i++) {
            to[offset + i] = from[fromOffset + i] * factor;
        }
    }
}
