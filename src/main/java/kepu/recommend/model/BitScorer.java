package kepu.recommend.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
     * Splits of a tree that are asked in the same way, in no order.
     *
     * @param columns of each split
     * @param bounds of each split: one more than the threshold as {@link #ordered}
     * @param keeps of each split: the leaves that a row which goes right can still reach
     */
    private record Splits(int[] columns, int[] bounds, int[] keeps) {
        static Splits of(int[] columns, int[] bounds, int[] keeps, boolean above) {
            int[] which = IntStream.range(0, bounds.length)
                    .filter(split -> bounds[split] > 0 == above)
                    .toArray();
            return new Splits(pick(columns, which), pick(bounds, which), pick(keeps, which));
        }

        private static int[] pick(int[] all, int[] which) {
            return IntStream.of(which).map(split -> all[split]).toArray();
        }
    }

    /**
     * One tree; its leaves are numbered from the left.
     *
     * @param above splits with a bound above 0
     * @param below the others
     * @param values of the leaves
     * @param features of each leaf: those on the way to it
     * @param changes of each leaf: what each step of the way changed
     * @param families of each leaf, behind one another: the changes by family
     */
    private record Tree(
            Splits above, Splits below, double[] values, int[][] features, double[][] changes, double[] families) {
        /** Strikes out of each row the leaves that it cannot reach. */
        void strike(int count, int[][] values, int[] alive) {
            Arrays.fill(alive, 0, count, ALL);
            int[] columns = above.columns;
            int split = 0;
            for (; split + 1 < columns.length; split += 2) {
                int[] one = values[columns[split]];
                int[] other = values[columns[split + 1]];
                strikeAbove(
                        one,
                        above.bounds[split],
                        above.keeps[split],
                        other,
                        above.bounds[split + 1],
                        above.keeps[split + 1],
                        alive,
                        count);
            }
            if (split < columns.length) {
                strikeAbove(values[columns[split]], above.bounds[split], above.keeps[split], alive, count);
            }
            for (int i = 0; i < below.columns.length; i++) {
                strikeBelow(values[below.columns[i]], below.bounds[i], below.keeps[i], alive, count);
            }
        }

        /**
         * Strikes out of the rows whose value is at least a bound above 0. Without comparisons, so that the compiler makes vectors of it: a
         * value below 0 is below the bound, and of others the difference does not overflow.
         */
        private static void strikeAbove(int[] values, int bound, int keeps, int[] alive, int count) {
            for (int row = 0; row < count; row++) {
                int value = values[row];
                alive[row] &= (value - bound | value) >> SIGN | keeps;
            }
        }

        /** The same for two splits at once. */
        private static void strikeAbove(
                int[] values,
                int bound,
                int keeps,
                int[] others,
                int otherBound,
                int otherKeeps,
                int[] alive,
                int count) {
            for (int row = 0; row < count; row++) {
                int value = values[row];
                int other = others[row];
                alive[row] &=
                        ((value - bound | value) >> SIGN | keeps) & ((other - otherBound | other) >> SIGN | otherKeeps);
            }
        }

        /** The same for another bound: a value from 0 on is not below it, and of others the difference does not overflow. */
        private static void strikeBelow(int[] values, int bound, int keeps, int[] alive, int count) {
            for (int row = 0; row < count; row++) {
                int value = values[row];
                alive[row] &= (value - bound & value) >> SIGN | keeps;
            }
        }
    }

    private final double bias;
    private final Tree[] trees;
    /** The columns that any split looks at. */
    private final int[] asked;

    BitScorer(Forest forest) {
        this.bias = forest.bias();
        this.trees = Arrays.stream(forest.roots())
                .mapToObj(root -> new Reading(forest).tree(root))
                .toArray(Tree[]::new);
        this.asked = IntStream.range(0, forest.features().length)
                .filter(node -> forest.lefts()[node] != node)
                .map(node -> forest.features()[node])
                .distinct()
                .toArray();
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
    public void score(Columns features, int count, double[] scores, Scratch scratch) {
        scratch.fit(count, trees.length);
        for (int column : asked) {
            order(features.of(column), count, scratch.columns[column]);
        }
        Arrays.fill(scores, 0, count, bias);
        int number = 0;
        for (; number + Scratch.TOGETHER <= trees.length; number += Scratch.TOGETHER) {
            for (int i = 0; i < Scratch.TOGETHER; i++) {
                trees[number + i].strike(count, scratch.columns, scratch.alive[i]);
            }
            landTogether(number, count, scores, scratch.alive, scratch.leaves);
        }
        for (; number < trees.length; number++) {
            trees[number].strike(count, scratch.columns, scratch.alive[0]);
            land(number, count, scores, scratch.alive[0], scratch.leaves);
        }
    }

    private static void order(float[] values, int count, int[] into) {
        for (int row = 0; row < count; row++) {
            into[row] = ordered(values[row]);
        }
    }

    /** A whole number for each number, in the same order; NaN, which passes no threshold, stands above all. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value);
        return bits ^ bits >> SIGN & Integer.MAX_VALUE;
    }

    private void land(int number, int count, double[] scores, int[] alive, byte[] leaves) {
        double[] values = trees[number].values;
        for (int row = 0, at = number; row < count; row++, at += trees.length) {
            int leaf = Integer.numberOfTrailingZeros(alive[row]);
            leaves[at] = (byte) leaf;
            scores[row] += values[leaf];
        }
    }

    /** The same for some trees that follow one another: each score is fetched and put back once. */
    private void landTogether(int number, int count, double[] scores, int[][] alive, byte[] leaves) {
        double[] first = trees[number].values;
        double[] second = trees[number + 1].values;
        double[] third = trees[number + 2].values;
        double[] fourth = trees[number + 3].values;
        int[] ofFirst = alive[0];
        int[] ofSecond = alive[1];
        int[] ofThird = alive[2];
        int[] ofFourth = alive[3];
        for (int row = 0, at = number; row < count; row++, at += trees.length) {
            int one = Integer.numberOfTrailingZeros(ofFirst[row]);
            int two = Integer.numberOfTrailingZeros(ofSecond[row]);
            int three = Integer.numberOfTrailingZeros(ofThird[row]);
            int four = Integer.numberOfTrailingZeros(ofFourth[row]);
            leaves[at] = (byte) one;
            leaves[at + 1] = (byte) two;
            leaves[at + 2] = (byte) three;
            leaves[at + 3] = (byte) four;
            scores[row] = scores[row] + first[one] + second[two] + third[three] + fourth[four];
        }
    }

    @Override
    public void explain(int row, Scratch scratch, double[] contributions) {
        for (int number = 0; number < trees.length; number++) {
            int leaf = scratch.leaves[row * trees.length + number];
            int[] features = trees[number].features[leaf];
            double[] changes = trees[number].changes[leaf];
            for (int step = 0; step < features.length; step++) {
                contributions[features[step]] += changes[step];
            }
        }
    }

    @Override
    public void explainFamilies(int row, Scratch scratch, double[] families) {
        for (int number = 0; number < trees.length; number++) {
            double[] ofLeaves = trees[number].families;
            int from = scratch.leaves[row * trees.length + number] * FAMILIES;
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
            int[] columns =
                    splits.stream().mapToInt(node -> forest.features()[node]).toArray();
            int[] bounds = splits.stream()
                    .mapToInt(node -> bound(forest.thresholds()[node]))
                    .toArray();
            int[] kept = keeps.stream().mapToInt(Integer::intValue).toArray();
            return new Tree(
                    Splits.of(columns, bounds, kept, true),
                    Splits.of(columns, bounds, kept, false),
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
