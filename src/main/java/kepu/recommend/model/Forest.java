package kepu.recommend.model;

import java.util.Arrays;

/**
 * Boosted regression trees (Friedman 2001) in arrays that a processor walks without guessing: both children of a node lie side by side, a
 * leaf is its own child, and every row goes down a tree by the same number of steps. The score is twice the boosted sum, the log odds of
 * Friedman's two-class loss.
 *
 * <p>What a feature contributes is counted along the path: the mean of a node's leaves changes at each split, and the change is the split
 * feature's (Saabas 2014).
 *
 * @param bias twice the intercept
 * @param roots the root node of each tree
 * @param depths steps from the root to the deepest leaf of each tree
 * @param features the column that a node looks at
 * @param thresholds a row goes left when its value is at most this
 * @param lefts the left child; the right one is behind it, both behind their parent; a leaf names itself and has an endless threshold
 * @param values of leaves: what they add to the score; of inner nodes: the mean of their leaves, weighted by training rows
 */
public record Forest(
        double bias, int[] roots, int[] depths, int[] features, float[] thresholds, int[] lefts, double[] values)
        implements Ranker {
    public Forest {
        int nodes = features.length;
        if (roots.length != depths.length
                || thresholds.length != nodes
                || lefts.length != nodes
                || values.length != nodes) {
            throw new IllegalArgumentException("the arrays of a forest do not fit together");
        }
        for (int node = 0; node < nodes; node++) {
            boolean fits = lefts[node] == node
                    ? thresholds[node] == Float.POSITIVE_INFINITY
                    : lefts[node] > node && lefts[node] < nodes - 1 && !Float.isNaN(thresholds[node]);
            if (!fits || features[node] < 0 || features[node] >= Feature.COUNT || !Double.isFinite(values[node])) {
                throw new IllegalArgumentException("node " + node + " of a forest leads nowhere");
            }
        }
        for (int tree = 0; tree < roots.length; tree++) {
            if (roots[tree] < 0 || roots[tree] >= nodes || depths[tree] < 0 || depths[tree] >= nodes) {
                throw new IllegalArgumentException("tree " + tree + " of a forest has no root or no depth");
            }
        }
        if (!Double.isFinite(bias)) {
            throw new IllegalArgumentException("the bias of a forest is no number");
        }
    }

    @Override
    public void score(float[] rows, int count, double[] scores) {
        Arrays.fill(scores, 0, count, bias);
        for (int tree = 0; tree < roots.length; tree++) {
            descend(roots[tree], depths[tree], rows, count, scores);
        }
    }

    private void descend(int root, int depth, float[] rows, int count, double[] scores) {
        for (int row = 0; row < count; row++) {
            int offset = row * Feature.COUNT;
            int node = root;
            for (int step = 0; step < depth; step++) {
                node = lefts[node] + (rows[offset + features[node]] <= thresholds[node] ? 0 : 1);
            }
            scores[row] += values[node];
        }
    }

    @Override
    public void explain(float[] rows, int offset, double[] contributions) {
        for (int tree = 0; tree < roots.length; tree++) {
            int node = roots[tree];
            for (int step = 0; step < depths[tree]; step++) {
                int next = lefts[node] + (rows[offset + features[node]] <= thresholds[node] ? 0 : 1);
                contributions[features[node]] += values[next] - values[node];
                node = next;
            }
        }
    }

    /** Leaves and inner nodes. */
    public int nodes() {
        return features.length;
    }
}
