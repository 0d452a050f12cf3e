package kepu.recommend.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Scores a {@link Forest} without walking its trees: each split looks at all rows in turn and strikes out the leaves that a row cannot reach
 * any more; the first one left is the row's (QuickScorer, Lucchese et al. 2015). Nothing has to be guessed, and a row's leaf tells what each
 * feature contributed without walking again.
 */
final class BitScorer implements Scorer {
    private static final long ALL = -1;

    /**
     * One tree; its leaves are numbered from the left.
     *
     * @param columns of each split
     * @param keeps of each split: the leaves that a row which goes right can still reach
     * @param values of the leaves
     * @param features of each leaf: those on the way to it
     * @param changes of each leaf: what each step of the way changed
     */
    private record Tree(
            int[] columns, float[] thresholds, long[] keeps, double[] values, int[][] features, double[][] changes) {}

    private final double bias;
    private final Tree[] trees;

    BitScorer(Forest forest) {
        this.bias = forest.bias();
        this.trees = Arrays.stream(forest.roots())
                .mapToObj(root -> new Reading(forest).tree(root))
                .toArray(Tree[]::new);
    }

    /** Whether the leaves of each tree fit into the bits of a word. */
    static boolean takes(Forest forest) {
        return Arrays.stream(forest.roots()).allMatch(root -> leaves(forest, root) <= Long.SIZE);
    }

    private static int leaves(Forest forest, int node) {
        int left = forest.lefts()[node];
        return left == node ? 1 : leaves(forest, left) + leaves(forest, left + 1);
    }

    @Override
    public void score(float[] rows, int count, double[] scores, Scratch scratch) {
        scratch.fit(count, trees.length);
        turn(rows, count, scratch.columns);
        Arrays.fill(scores, 0, count, bias);
        for (int number = 0; number < trees.length; number++) {
            Tree tree = trees[number];
            strike(tree, count, scratch);
            land(tree, count, scores, scratch.alive, scratch.leaves, number * count);
        }
        scratch.rows = count;
    }

    private static void turn(float[] rows, int count, float[] columns) {
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < Feature.COUNT; column++) {
                columns[column * count + row] = rows[row * Feature.COUNT + column];
            }
        }
    }

    private static void strike(Tree tree, int count, Scratch scratch) {
        Arrays.fill(scratch.alive, 0, count, ALL);
        for (int split = 0; split < tree.columns.length; split++) {
            strike(
                    scratch.columns,
                    tree.columns[split] * count,
                    tree.thresholds[split],
                    tree.keeps[split],
                    scratch.alive,
                    count);
        }
    }

    private static void strike(float[] columns, int from, float threshold, long keeps, long[] alive, int count) {
        for (int row = 0; row < count; row++) {
            alive[row] &= columns[from + row] <= threshold ? ALL : keeps;
        }
    }

    private static void land(Tree tree, int count, double[] scores, long[] alive, byte[] leaves, int from) {
        double[] values = tree.values;
        for (int row = 0; row < count; row++) {
            int leaf = Long.numberOfTrailingZeros(alive[row]);
            leaves[from + row] = (byte) leaf;
            scores[row] += values[leaf];
        }
    }

    @Override
    public void explain(float[] rows, int row, Scratch scratch, double[] contributions) {
        for (int number = 0; number < trees.length; number++) {
            int leaf = scratch.leaves[number * scratch.rows + row];
            int[] features = trees[number].features[leaf];
            double[] changes = trees[number].changes[leaf];
            for (int step = 0; step < features.length; step++) {
                contributions[features[step]] += changes[step];
            }
        }
    }

    /** Reads a tree of a forest from the left to the right. */
    private static final class Reading {
        private final Forest forest;
        private final List<Integer> splits = new ArrayList<>();
        private final List<Long> keeps = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();
        private final List<int[]> features = new ArrayList<>();
        private final List<double[]> changes = new ArrayList<>();

        Reading(Forest forest) {
            this.forest = forest;
        }

        Tree tree(int root) {
            read(root, List.of());
            float[] thresholds = new float[splits.size()];
            for (int split = 0; split < thresholds.length; split++) {
                thresholds[split] = forest.thresholds()[splits.get(split)];
            }
            return new Tree(
                    splits.stream().mapToInt(node -> forest.features()[node]).toArray(),
                    thresholds,
                    keeps.stream().mapToLong(Long::longValue).toArray(),
                    values.stream().mapToDouble(Double::doubleValue).toArray(),
                    features.toArray(int[][]::new),
                    changes.toArray(double[][]::new));
        }

        /** @param above the nodes on the way to this one */
        private void read(int node, List<Integer> above) {
            List<Integer> way = new ArrayList<>(above);
            way.add(node);
            int left = forest.lefts()[node];
            if (left == node) {
                leaf(way);
                return;
            }
            int first = values.size();
            int split = splits.size();
            splits.add(node);
            keeps.add(ALL);
            read(left, way);
            int behind = values.size();
            keeps.set(split, ~((1L << behind) - (1L << first)));
            read(left + 1, way);
        }

        private void leaf(List<Integer> way) {
            int steps = way.size() - 1;
            int[] asked = new int[steps];
            double[] changed = new double[steps];
            for (int step = 0; step < steps; step++) {
                asked[step] = forest.features()[way.get(step)];
                changed[step] = forest.values()[way.get(step + 1)] - forest.values()[way.get(step)];
            }
            values.add(forest.values()[way.getLast()]);
            features.add(asked);
            changes.add(changed);
        }
    }
}
