package kepu.rumour;

import java.util.List;

/**
 * How unlikely a day's count is beside the days before it: minus the decimal logarithm of the probability that a Poisson process of the
 * expected rate gives so many or more (Kleinberg's and others' burst tests rest on the same tail). The rate is shrunk towards a small one, so
 * that what was never asked needs a few askers, and rises with how much everybody asks.
 */
record Rising(double expected, double surprise) {
    /** What a day brings of something that nobody asked before: one in so many days. */
    private static final double PRIOR_COUNT = 1;

    private static final double PRIOR_DAYS = 1;

    /**
     * @param today the count so far
     * @param before the counts of the days before, days without any as 0
     * @param level how much everything is asked today beside the same days, 1 for as much; lower than 1 counts as 1
     */
    static Rising of(long today, List<Long> before, double level) {
        double sum = before.stream().mapToLong(Long::longValue).sum();
        double expected = (sum + PRIOR_COUNT) / (before.size() + PRIOR_DAYS) * Math.max(1, level);
        return new Rising(expected, tail(today, expected));
    }

    /** -log10 of P(X ≥ count); 0 for a count that is not above the rate. */
    private static double tail(long observed, double rate) {
        double count = observed;
        if (count <= rate) {
            return 0;
        }
        double log = -rate + count * Math.log(rate) - logFactorial(count);
        double sum = 1;
        double term = 1;
        for (double next = count + 1; term > 1e-12 * sum; next++) {
            term *= rate / next;
            sum += term;
        }
        return Math.max(0, -(log + Math.log(sum)) / Math.log(10));
    }

    private static double logFactorial(double count) {
        double log = 0;
        for (int at = 2; at <= Math.min(count, 256); at++) {
            log += Math.log(at);
        }
        if (count <= 256) {
            return log;
        }
        // Stirling's series
        return count * Math.log(count) - count + 0.5 * Math.log(2 * Math.PI * count) + 1.0 / (12 * count);
    }
}
