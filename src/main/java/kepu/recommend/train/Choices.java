package kepu.recommend.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import smile.classification.LogisticRegression;

/**
 * A linear ranker from choices: of two items that one person could have opened at one time the one that they opened must get the higher
 * score. This is conditional logistic regression (Breslow and Day 1980), in which how much a person opens at all cancels out, and what
 * RankNet (Burges et al. 2005) and BPR (Rendle et al. 2009) do for other models. A pair comes with a chance of how much NDCG would change if
 * the two changed places, as LambdaRank weighs it (Burges 2010): the order of what nobody will see costs nothing.
 *
 * <p>The ridge does not draw the weights to nothing but to what {@link Linear#untrained} has, at a scale that is free: a few hundred people
 * in a handful of windows can mend a sound ranking, not find one.
 */
final class Choices {
    /** The share of pairs that is learned from, of those that decide between the first place and none. */
    private static final double SHARE = 0.3;
    /** So much the untrained score is enlarged, so that the ridge hardly feels its weight. */
    private static final double FREE = 30;

    /** The column of the untrained score, behind those of the features. */
    private static final int UNTRAINED = Feature.COUNT;

    private final RowSet rows;
    private final int learned;
    private final boolean[] used;
    private final double[] untrained = Linear.untrained().weights();

    /** @param learned so many of the rows are learned from, the first ones */
    Choices(RowSet rows, int learned, boolean[] used) {
        this.rows = rows;
        this.learned = learned;
        this.used = used;
        for (int column = 0; column < Feature.COUNT; column++) {
            untrained[column] = used[column] ? untrained[column] : 0;
        }
    }

    Linear learn(double ridge, Random random) {
        List<double[]> pairs = pairs(random);
        if (pairs.size() < 2) {
            return new Linear(0, untrained, means());
        }
        double[] scales = scales(pairs);
        double[][] x = new double[pairs.size()][];
        int[] y = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = i % 2;
            x[i] = scaled(pairs.get(i), scales, y[i] == 1 ? 1 : -1);
        }
        double[] coefficients = LogisticRegression.binomial(x, y, new LogisticRegression.Options(ridge, 1e-6, 300))
                .coefficients();
        double scale = coefficients[UNTRAINED] * scales[UNTRAINED];
        double[] weights = new double[Feature.COUNT];
        Arrays.setAll(weights, column -> coefficients[column] * scales[column] + scale * untrained[column]);
        return new Linear(0, weights, means());
    }

    /** What was opened minus what was not, feature by feature and last by the untrained score. */
    private List<double[]> pairs(Random random) {
        List<double[]> pairs = new ArrayList<>();
        int from = 0;
        while (from < learned) {
            int to = end(from);
            collect(from, to, random, pairs);
            from = to;
        }
        return pairs;
    }

    private int end(int from) {
        int to = from + 1;
        while (to < learned && rows.list(to) == rows.list(from)) {
            to++;
        }
        return to;
    }

    /** All pairs of a list, each with a chance of what it is worth. */
    private void collect(int from, int to, Random random, List<double[]> into) {
        double[] discounts = discounts(from, to);
        for (int row = from; row < to; row++) {
            for (int other = from; rows.label(row) == 1 && other < to; other++) {
                double worth = Math.abs(discounts[row - from] - discounts[other - from]);
                if (rows.label(other) == 0 && random.nextDouble() < worth * SHARE) {
                    into.add(difference(row, other));
                }
            }
        }
    }

    /** By row of a list: what an item is worth at the place that it has by the rate, as NDCG counts it. */
    private double[] discounts(int from, int to) {
        double[] discounts = new double[to - from];
        for (int row = from; row < to; row++) {
            int place = 0;
            float rate = rows.feature(row, Feature.PLACE_RATE);
            for (int other = from; other < to; other++) {
                place += rows.feature(other, Feature.PLACE_RATE) > rate ? 1 : 0;
            }
            discounts[row - from] = Math.log(2) / Math.log(place + 2.0);
        }
        return discounts;
    }

    private double[] difference(int row, int other) {
        double[] difference = new double[Feature.COUNT + 1];
        for (int column = 0; column < Feature.COUNT; column++) {
            Feature feature = Feature.at(column);
            difference[column] = used[column] ? (double) rows.feature(row, feature) - rows.feature(other, feature) : 0;
            difference[UNTRAINED] += untrained[column] * difference[column];
        }
        return difference;
    }

    /** One over the root mean square of each column; 0 for what never differs. */
    private static double[] scales(List<double[]> pairs) {
        double[] scales = new double[Feature.COUNT + 1];
        for (double[] pair : pairs) {
            for (int column = 0; column < scales.length; column++) {
                scales[column] += pair[column] * pair[column] / pairs.size();
            }
        }
        for (int column = 0; column < scales.length; column++) {
            scales[column] = scales[column] > 1e-12 ? 1 / Math.sqrt(scales[column]) : 0;
        }
        scales[UNTRAINED] *= FREE;
        return scales;
    }

    private static double[] scaled(double[] pair, double[] scales, int sign) {
        double[] scaled = new double[scales.length];
        Arrays.setAll(scaled, column -> sign * pair[column] * scales[column]);
        return scaled;
    }

    private double[] means() {
        double[] means = new double[Feature.COUNT];
        for (int column = 0; column < Feature.COUNT; column++) {
            for (int row = 0; row < learned; row++) {
                means[column] += rows.feature(row, Feature.at(column)) / learned;
            }
        }
        return means;
    }
}
