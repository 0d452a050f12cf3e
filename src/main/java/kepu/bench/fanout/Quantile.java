package kepu.bench.fanout;

import java.util.Arrays;
import kepu.bench.Figure;

/** The value that a share of all does not pass: the smallest of which that holds. */
final class Quantile {
    private Quantile() {}

    static double of(double share, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    /** The quantile beside that of the reference, if there is one; a quantile is of all rounds, so there is one ratio. */
    static Figure figure(String name, String unit, double share, double[] values, double[] reference) {
        double value = of(share, values);
        if (reference.length == 0) {
            return Figure.alone(name, unit, value);
        }
        return Figure.beside(name, unit, new double[] {value}, new double[] {of(share, reference)});
    }
}
