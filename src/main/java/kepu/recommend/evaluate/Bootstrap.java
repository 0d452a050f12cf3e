package kepu.recommend.evaluate;

import java.util.SplittableRandom;

/** How far figures would move had other people of the same kind come: computed again on rows drawn with replacement (Efron 1979). */
final class Bootstrap {
    /** Figures of a sample. */
    @FunctionalInterface
    interface Figures {
        /** Computes all figures of the rows, of which each may come more than once, into {@code into}. */
        void of(int[] rows, double[] into);
    }

    private final int resamples;
    private final long seed;

    Bootstrap(int resamples, long seed) {
        if (resamples < 1) {
            throw new IllegalArgumentException("resamples must be at least 1, is " + resamples);
        }
        this.resamples = resamples;
        this.seed = seed;
    }

    /**
     * The intervals of figures that are computed from the same draws, so that a difference of two is one of pairs.
     *
     * @param size the rows of the sample, numbered from 0; at least 1
     * @param count how many figures there are
     */
    Interval[] intervals(int size, int count, Figures figures) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[count][resamples];
        int[] rows = new int[size];
        double[] drawn = new double[count];
        for (int resample = 0; resample < resamples; resample++) {
            for (int i = 0; i < size; i++) {
                rows[i] = random.nextInt(size);
            }
            figures.of(rows, drawn);
            for (int figure = 0; figure < count; figure++) {
                values[figure][resample] = drawn[figure];
            }
        }
        Interval[] intervals = new Interval[count];
        for (int figure = 0; figure < count; figure++) {
            intervals[figure] = Interval.ofResamples(values[figure]);
        }
        return intervals;
    }
}
