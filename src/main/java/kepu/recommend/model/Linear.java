package kepu.recommend.model;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** A linear ranker: bias + Σ weight · feature. What a feature contributes is measured from its mean in training. */
public record Linear(double bias, double[] weights, double[] means) implements Ranker {
    public Linear {
        if (weights.length != Feature.COUNT || means.length != Feature.COUNT) {
            throw new IllegalArgumentException("a linear ranker has " + Feature.COUNT + " weights and means");
        }
        if (!Double.isFinite(
                bias + Arrays.stream(weights).sum() + Arrays.stream(means).sum())) {
            throw new IllegalArgumentException("a weight or mean of a linear ranker is no number");
        }
    }

    /** What editors expect, for the time before anything was learned: rates as they are, and fixed weights for the rest. */
    public static Linear untrained() {
        Map<Feature, Double> weights = new EnumMap<>(Feature.class);
        weights.put(Feature.PLACE_RATE, 1.0);
        weights.put(Feature.YOUTH, 1.0);
        weights.put(Feature.COLLABORATIVE_MEAN, 1.0);
        weights.put(Feature.CONTENT_BEST, 0.3);
        weights.put(Feature.GROUP_MATCH, 0.34);
        weights.put(Feature.TOPIC_AFFINITY, 0.5);
        weights.put(Feature.INTEREST, 1.5);
        weights.put(Feature.SEASON, 0.5);
        weights.put(Feature.NEWNESS, Math.log(1.6));
        weights.put(Feature.CLOSENESS, 0.1);
        double[] row = new double[Feature.COUNT];
        weights.forEach((feature, weight) -> row[feature.ordinal()] = weight);
        return new Linear(-2, row, new double[Feature.COUNT]);
    }

    @Override
    public void score(float[] rows, int count, double[] scores) {
        for (int row = 0; row < count; row++) {
            int offset = row * Feature.COUNT;
            double sum = bias;
            for (int column = 0; column < Feature.COUNT; column++) {
                sum += weights[column] * rows[offset + column];
            }
            scores[row] = sum;
        }
    }

    @Override
    public void explain(float[] rows, int offset, double[] contributions) {
        for (int column = 0; column < Feature.COUNT; column++) {
            contributions[column] += weights[column] * (rows[offset + column] - means[column]);
        }
    }
}
