package kepu.recommend.release;

/**
 * A rate of openings in clusters — residents, or towns — from the sums that a database can make: {@code m} met and {@code x} opened, over the
 * clusters, with their squares and products. The variance is that of a ratio of means by the delta method (Deng, Knoblich and Lu 2018,
 * "Applying the delta method in metric analytics"), so that what one resident does again and again does not count as many residents.
 */
record Ratio(long clusters, double m, double x, double mm, double xx, double mx) {
    /** The normal quantile of an interval of 95 %. */
    private static final double Z = 1.959963984540054;

    /** An interval of a rate. */
    record Interval(double low, double high) {}

    double rate() {
        return m == 0 ? 0 : x / m;
    }

    /** The variance of {@link #rate}; infinite when there are not two clusters. */
    double variance() {
        if (clusters < 2 || m == 0) {
            return Double.POSITIVE_INFINITY;
        }
        double rate = rate();
        double residuals = Math.max(0, xx - 2 * rate * mx + rate * rate * mm);
        return residuals * clusters / (clusters - 1) / (m * m);
    }

    /**
     * Wilson's interval of 95 % with as many openings as the clusters are worth (Dean and Pagano 2015, "Evaluating confidence interval methods
     * for binomial proportions in clustered surveys"); without clusters, Wilson's own.
     */
    Interval interval() {
        if (m == 0) {
            return new Interval(0, 1);
        }
        double rate = rate();
        double n = m / Math.max(1, designEffect());
        double spread = Z * Math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n));
        double middle = rate + Z * Z / (2 * n);
        double scale = 1 + Z * Z / n;
        return new Interval(Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale));
    }

    /** How many times the variance is that of as many independent meetings; of one cluster alone, all its meetings are worth one. */
    private double designEffect() {
        double independent = rate() * (1 - rate()) / m;
        if (clusters < 2) {
            return m;
        }
        return independent == 0 ? 1 : variance() / independent;
    }
}
