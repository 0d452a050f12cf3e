package kepu.recommend.train;

import java.util.Arrays;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Forest;
import smile.classification.GradientTreeBoost;
import smile.data.Tuple;
import smile.data.type.StructType;
import smile.model.cart.InternalNode;
import smile.model.cart.Node;
import smile.model.cart.OrdinalNode;
import smile.model.cart.RegressionNode;
import smile.regression.RegressionTree;

/**
 * Compiles Smile's boosted trees to a {@link Forest}. Smile's two-class score is b + shrinkage · Σ leaves, and the log odds are twice that.
 * Rows are floats, so a threshold may become the largest float that is not above it without changing any comparison. Smile tells neither
 * b nor thresholds: b is its score of any row less that row's leaves, a threshold is found by halving the doubles between which a node
 * changes its mind.
 */
final class CompiledTrees {
    private static final int FIRST = 1024;

    private final double factor;
    private final StructType schema;
    private int[] features = new int[FIRST];
    private float[] thresholds = new float[FIRST];
    private int[] lefts = new int[FIRST];
    private double[] values = new double[FIRST];
    private int nodes;

    private CompiledTrees(double factor, StructType schema) {
        this.factor = factor;
        this.schema = schema;
    }

    static Forest of(GradientTreeBoost boost, double shrinkage) {
        RegressionTree[] trees = boost.trees()[0];
        CompiledTrees compiled = new CompiledTrees(2 * shrinkage, boost.schema());
        int[] roots = new int[trees.length];
        int[] depths = new int[trees.length];
        for (int tree = 0; tree < trees.length; tree++) {
            roots[tree] = compiled.room(1);
            compiled.lay(trees[tree].root(), roots[tree]);
            depths[tree] = trees[tree].root().depth() - 1;
        }
        Forest zero = compiled.forest(0, roots, depths);
        return compiled.forest(bias(boost, zero), roots, depths);
    }

    /** Twice the intercept, from the row of zeros. */
    private static double bias(GradientTreeBoost boost, Forest zero) {
        double[] posteriori = new double[2];
        boost.predict(Tuple.of(boost.schema(), new double[Feature.COUNT]), posteriori);
        double logOdds = Math.log(posteriori[1] / posteriori[0]);
        return logOdds - zero.score(new float[Feature.COUNT]);
    }

    private Forest forest(double bias, int[] roots, int[] depths) {
        return new Forest(
                bias,
                roots,
                depths,
                Arrays.copyOf(features, nodes),
                Arrays.copyOf(thresholds, nodes),
                Arrays.copyOf(lefts, nodes),
                Arrays.copyOf(values, nodes));
    }

    private int room(int count) {
        if (nodes + count > features.length) {
            int longer = features.length * 2;
            features = Arrays.copyOf(features, longer);
            thresholds = Arrays.copyOf(thresholds, longer);
            lefts = Arrays.copyOf(lefts, longer);
            values = Arrays.copyOf(values, longer);
        }
        nodes += count;
        return nodes - count;
    }

    /** Lays a subtree with its root at {@code at}. Positions are cut away: in serving every row is the first of the list. */
    private void lay(Node node, int at) {
        switch (node) {
            case RegressionNode leaf -> {
                thresholds[at] = Float.POSITIVE_INFINITY;
                lefts[at] = at;
                values[at] = factor * leaf.output();
            }
            case OrdinalNode split -> {
                int left = room(2);
                features[at] = split.feature();
                thresholds[at] = below(threshold(split));
                lefts[at] = left;
                lay(split.trueChild(), left);
                lay(split.falseChild(), left + 1);
                double leftRows = split.trueChild().size();
                double rightRows = split.falseChild().size();
                values[at] = (leftRows * values[left] + rightRows * values[left + 1]) / (leftRows + rightRows);
            }
            default -> throw new IllegalStateException("a tree of an unknown kind: " + node.getClass());
        }
    }

    private double threshold(InternalNode node) {
        long low = sortable(-Double.MAX_VALUE);
        long high = sortable(Double.MAX_VALUE);
        while (low < high) {
            long middle = (low & high) + ((low ^ high) >> 1) + ((low ^ high) & 1);
            if (goesLeft(node, unsortable(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return unsortable(low);
    }

    private boolean goesLeft(InternalNode node, double value) {
        double[] row = new double[Feature.COUNT];
        row[node.feature()] = value;
        return node.branch(Tuple.of(schema, row));
    }

    /** The bits of a double so that they compare as the doubles do. */
    private static long sortable(double value) {
        long bits = Double.doubleToLongBits(value);
        return bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static double unsortable(long sortable) {
        return Double.longBitsToDouble(sortable ^ (sortable >> 63 & Long.MAX_VALUE));
    }

    private static float below(double value) {
        float near = (float) value;
        return near > value ? Math.nextDown(near) : near;
    }
}
