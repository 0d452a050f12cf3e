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
    private static final int ALL = -1;
    private static final int SIGN = Integer.SIZE - 1;
    private static final int FAMILIES = Feature.Family.values().length;

    /**
     * One tree; its leaves are numbered from the left.
     *
     * @param columns of each split
     * @param bounds of each split: one more than the threshold as {@link #ordered}
     * @param keeps of each split: the leaves that a row which goes right can still reach
     * @param values of the leaves
     * @param features of each leaf: those on the way to it
     * @param changes of each leaf: what each step of the way changed
     * @param families of each leaf, behind one another: the changes by family
     */
    private record Tree(
            int[] columns,
            int[] bounds,
            int[] keeps,
            double[] values,
            int[][] features,
            double[][] changes,
            double[] families) {}

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
        return Arrays.stream(forest.roots()).allMatch(root -> leaves(forest, root) <= Integer.SIZE);
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

    private static void turn(float[] rows, int count, int[][] columns) {
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < Feature.COUNT; column++) {
                columns[column][row] = ordered(rows[row * Feature.COUNT + column]);
            }
        }
    }

    /** A whole number for each number, in the same order; NaN, which passes no threshold, stands above all. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ bits >> SIGN & Integer.MAX_VALUE;
    }

    private static void strike(Tree tree, int count, Scratch scratch) {
        Arrays.fill(scratch.alive, 0, count, ALL);
        for (int split = 0; split < tree.columns.length; split++) {
            int[] values = scratch.columns[tree.columns[split]];
            if (tree.bounds[split] > 0) {
                strikeAbove(values, tree.bounds[split], tree.keeps[split], scratch.alive, count);
            } else {
                strikeBelow(values, tree.bounds[split], tree.keeps[split], scratch.alive, count);
            }
        }
    }

    /**
     * Strikes out of the rows whose value is at least a bound above 0. Without comparisons, so that the compiler makes vectors of it: a value
     * below 0 is below the bound, and of others the difference does not overflow.
     */
    private static void strikeAbove(int[] values, int bound, int keeps, int[] alive, int count) {
        for (int row = 0; row < count; row++) {
            int value = values[row];
            alive[row] &= (value - bound | value) >> SIGN | keeps;
        }
    }

    /** The same for another bound: a value from 0 on is not below it, and of others the difference does not overflow. */
    private static void strikeBelow(int[] values, int bound, int keeps, int[] alive, int count) {
        for (int row = 0; row < count; row++) {
            int value = values[row];
            alive[row] &= (value - bound & value) >> SIGN | keeps;
        }
    }

    private static void land(Tree tree, int count, double[] scores, int[] alive, byte[] leaves, int from) {
        double[] values = tree.values;
        for (int row = 0; row < count; row++) {
            int leaf = Integer.numberOfTrailingZeros(alive[row]);
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

    @Override
    public void explainFamilies(float[] rows, int row, Scratch scratch, double[] families) {
        for (int number = 0; number < trees.length; number++) {
            double[] ofLeaves = trees[number].families;
            int from = scratch.leaves[number * scratch.rows + row] * FAMILIES;
            for (int family = 0; family < FAMILIES; family++) {
                families[family] += ofLeaves[from + family];
            }
        }
    }

    /** Reads a tree of a forest from the left to the right. */
    private static final class Reading {
        private final Forest forest;
        private final List<Integer> splits = new ArrayList<>();
        private final List<Integer> keeps = new ArrayList<>();
        private final List<Double> values = new ArrayList<>();
        private final List<int[]> features = new ArrayList<>();
        private final List<double[]> changes = new ArrayList<>();

        Reading(Forest forest) {
            this.forest = forest;
        }

        Tree tree(int root) {
            read(root, List.of());
            return new Tree(
                    splits.stream().mapToInt(node -> forest.features()[node]).toArray(),
                    splits.stream()
                            .mapToInt(node -> bound(forest.thresholds()[node]))
                            .toArray(),
                    keeps.stream().mapToInt(Integer::intValue).toArray(),
                    values.stream().mapToDouble(Double::doubleValue).toArray(),
                    features.toArray(int[][]::new),
                    changes.toArray(double[][]::new),
                    families());
        }

        private double[] families() {
            double[] sums = new double[values.size() * FAMILIES];
            for (int leaf = 0; leaf < values.size(); leaf++) {
                for (int step = 0; step < features.get(leaf).length; step++) {
                    int family = Feature.at(features.get(leaf)[step]).family().ordinal();
                    sums[leaf * FAMILIES + family] += changes.get(leaf)[step];
                }
            }
            return sums;
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
            keeps.set(split, ~((1 << behind) - (1 << first)));
            read(left + 1, way);
        }

        /** Values up to the threshold are below it; -0 and 0 are the same threshold. */
        private static int bound(float threshold) {
            return ordered(threshold + 0.0f) + 1;
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
