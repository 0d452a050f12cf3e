package kepu.recommend.train;

import kepu.recommend.model.Feature;

/** Brings features to mean 0 and deviation 1, so that one ridge fits all; a feature that is not used or never changes stays 0. */
record Scaling(double[] means, double[] deviations) {
    static Scaling of(RowSet rows, int learned, boolean[] used) {
        double[] means = new double[Feature.COUNT];
        double[] deviations = new double[Feature.COUNT];
        for (int column = 0; column < Feature.COUNT; column++) {
            Feature feature = Feature.at(column);
            double sum = 0;
            double squares = 0;
            for (int row = 0; row < learned; row++) {
                double value = rows.feature(row, feature);
                sum += value;
                squares += value * value;
            }
            means[column] = sum / learned;
            double variance = squares / learned - means[column] * means[column];
            deviations[column] = used[column] && variance > 1e-12 ? Math.sqrt(variance) : 0;
        }
        return new Scaling(means, deviations);
    }

    double[] scaled(RowSet rows, int row) {
        double[] scaled = new double[Feature.COUNT];
        for (int column = 0; column < Feature.COUNT; column++) {
            scaled[column] = deviations[column] == 0
                    ? 0
                    : (rows.feature(row, Feature.at(column)) - means[column]) / deviations[column];
        }
        return scaled;
    }
}
