package kepu.recommend.evaluate;

import java.util.Arrays;
import java.util.Locale;

/** Between which values a figure lies with 95 % confidence. */
public record Interval(double low, double high) {
    private static final double TAIL = 0.025;

    /** The percentile interval (Efron 1979) of values from resamples, which it sorts; between two values it interpolates. */
    static Interval ofResamples(double[] values) {
        Arrays.sort(values);
        return new Interval(quantile(values, TAIL), quantile(values, 1 - TAIL));
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** {@code 0.1200..0.1280}. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.4f..%.4f", low, high);
    }

    /** {@code +0.0100..+0.0150}. */
    String signed() {
        return String.format(Locale.ROOT, "%+.4f..%+.4f", low, high);
    }
}
