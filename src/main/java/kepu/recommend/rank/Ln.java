package kepu.recommend.rank;

/**
 * Natural logarithms to an absolute error below 1e-13, several times as fast as {@link Math#log}: the mantissa is divided by the next lower of
 * 256 numbers whose logarithms are in a table, and the rest is near enough to 1 for five terms of the series (Tang 1990). ln(1) is 0.
 */
final class Ln {
    private static final int BITS = 8;
    private static final int STEPS = 1 << BITS;
    private static final int MANTISSA_BITS = 52;
    private static final int BIAS = 1023;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final double LN2 = Math.log(2);

    /** Of each step the reciprocal of its beginning and the logarithm of it, behind one another. */
    private static final double[] TABLE = table();

    private Ln() {}

    /** ln(x); x is positive and normal. */
    static double of(double x) {
        long bits = Double.doubleToRawLongBits(x);
        int at = (int) (bits >>> MANTISSA_BITS - BITS & STEPS - 1) << 1;
        double mantissa = Double.longBitsToDouble(bits & MANTISSA | (long) BIAS << MANTISSA_BITS);
        double rest = mantissa * TABLE[at] - 1;
        double series = rest * (1 + rest * (-1 / 2.0 + rest * (1 / 3.0 + rest * (-1 / 4.0 + rest / 5))));
        return ((int) (bits >>> MANTISSA_BITS) - BIAS) * LN2 + (TABLE[at + 1] + series);
    }

    private static double[] table() {
        double[] table = new double[STEPS * 2];
        for (int step = 0; step < STEPS; step++) {
            double beginning = 1 + (double) step / STEPS;
            table[step * 2] = 1 / beginning;
            table[step * 2 + 1] = Math.log(beginning);
        }
        return table;
    }
}
