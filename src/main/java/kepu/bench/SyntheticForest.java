package kepu.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Forest;
import kepu.recommend.model.Ranker;

/**
 * A forest of the size of a trained one, boosted towards another ranker on real rows: thresholds come from the rows, so that paths are
 * as varied as in life. Each split is the best of a few that are drawn.
 */
final class SyntheticForest {
    private static final int TREES = 60;
    private static final int LEAVES = 12;
    private static final int DEPTH = 6;
    private static final int DRAWN_SPLITS = 12;
    private static final double RATE = 0.1;

    private final float[] rows;
    private final double[] residuals;
    private final RandomGenerator random;

    private final int[] roots = new int[TREES];
    private final int[] depths = new int[TREES];
    private final int[] features = new int[TREES * (2 * LEAVES - 1)];
    private final float[] thresholds = new float[features.length];
    private final int[] lefts = new int[features.length];
    private final double[] values = new double[features.length];
    private int nodes;

    /** A node that can be split: the rows that reach it. */
    private record Leaf(int node, int depth, int[] reached) {}

    private SyntheticForest(float[] rows, double[] residuals, RandomGenerator random) {
        this.rows = rows;
        this.residuals = residuals;
        this.random = random;
    }

    /** Boosts towards {@code teacher} on {@code count} rows that lie behind one another. */
    static Forest of(Ranker teacher, float[] rows, int count, RandomGenerator random) {
        double[] target = new double[count];
        teacher.score(rows, count, target);
        double bias = Arrays.stream(target).average().orElse(0);
        SyntheticForest forest = new SyntheticForest(
                rows, Arrays.stream(target).map(score -> score - bias).toArray(), random);
        for (int tree = 0; tree < TREES; tree++) {
            forest.grow(tree);
        }
        return forest.built(bias);
    }

    private void grow(int tree) {
        int[] everything = new int[residuals.length];
        Arrays.setAll(everything, row -> row);
        List<Leaf> leaves = new ArrayList<>(List.of(leaf(everything, 0)));
        roots[tree] = leaves.getFirst().node();
        for (int tries = 0; leaves.size() < LEAVES && tries < 10 * LEAVES; tries++) {
            Leaf leaf = leaves.get(random.nextInt(leaves.size()));
            if (leaf.depth() < DEPTH && split(leaf, leaves)) {
                depths[tree] = Math.max(depths[tree], leaf.depth() + 1);
            }
        }
        for (Leaf leaf : leaves) {
            for (int row : leaf.reached()) {
                residuals[row] -= values[leaf.node()];
            }
        }
    }

    private Leaf leaf(int[] reached, int depth) {
        int node = nodes++;
        lefts[node] = node;
        thresholds[node] = Float.POSITIVE_INFINITY;
        values[node] = RATE * mean(reached);
        return new Leaf(node, depth, reached);
    }

    private boolean split(Leaf leaf, List<Leaf> leaves) {
        double best = 0;
        for (int drawn = 0; drawn < DRAWN_SPLITS && leaf.reached().length > 1; drawn++) {
            int feature = random.nextInt(Feature.COUNT);
            float threshold = value(leaf.reached()[random.nextInt(leaf.reached().length)], feature);
            double gain = gain(leaf.reached(), feature, threshold);
            if (gain > best) {
                best = gain;
                features[leaf.node()] = feature;
                thresholds[leaf.node()] = threshold;
            }
        }
        if (best == 0) {
            return false;
        }
        leaves.remove(leaf);
        lefts[leaf.node()] = nodes;
        leaves.add(leaf(side(leaf, true), leaf.depth() + 1));
        leaves.add(leaf(side(leaf, false), leaf.depth() + 1));
        return true;
    }

    private double gain(int[] reached, int feature, float threshold) {
        double left = 0;
        double right = 0;
        int lefts = 0;
        for (int row : reached) {
            if (value(row, feature) <= threshold) {
                left += residuals[row];
                lefts++;
            } else {
                right += residuals[row];
            }
        }
        int rights = reached.length - lefts;
        double all = left + right;
        return lefts == 0 || rights == 0
                ? 0
                : left * left / lefts + right * right / rights - all * all / reached.length;
    }

    private int[] side(Leaf leaf, boolean left) {
        int feature = features[leaf.node()];
        float threshold = thresholds[leaf.node()];
        return Arrays.stream(leaf.reached())
                .filter(row -> value(row, feature) <= threshold == left)
                .toArray();
    }

    private double mean(int[] reached) {
        return Arrays.stream(reached)
                .mapToDouble(row -> residuals[row])
                .average()
                .orElse(0);
    }

    private float value(int row, int feature) {
        return rows[row * Feature.COUNT + feature];
    }

    private Forest built(double bias) {
        return new Forest(
                bias,
                roots,
                depths,
                Arrays.copyOf(features, nodes),
                Arrays.copyOf(thresholds, nodes),
                Arrays.copyOf(lefts, nodes),
                Arrays.copyOf(values, nodes));
    }
}
