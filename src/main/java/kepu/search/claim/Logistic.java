package kepu.search.claim;

import java.util.Arrays;
import java.util.List;

/** Logistic regression with a ridge, by Newton's method on standardised numbers, within bounds (Hastie, Tibshirani and Friedman, 4.4). */
final class Logistic {
    /** An example: its numbers, whether it holds, and how much it counts. */
    record Example(double[] numbers, boolean holds, double weight) {}

    private static final int ROUNDS = 25;
    private static final int SWEEPS = 3_000;

    private Logistic() {}

    /** The bias and then the weights, for numbers as they are. {@code ridge} is relative to the mean weight of an example. */
    static double[] learn(List<Example> examples, double ridge) {
        return learn(examples, ridge, new int[examples.getFirst().numbers().length]);
    }

    /**
     * The same with weights that may not go against what a number means: they end at 0.
     *
     * @param signs 1 for more likely, -1 for less likely, 0 for either
     */
    static double[] learn(List<Example> examples, double ridge, int[] signs) {
        int size = signs.length;
        double[] mean = new double[size];
        double[] spread = new double[size];
        double all = examples.stream().mapToDouble(Example::weight).sum();
        for (Example example : examples) {
            for (int at = 0; at < size; at++) {
                mean[at] += example.weight() * example.numbers()[at] / all;
            }
        }
        for (Example example : examples) {
            for (int at = 0; at < size; at++) {
                spread[at] += example.weight() * Math.pow(example.numbers()[at] - mean[at], 2) / all;
            }
        }
        for (int at = 0; at < size; at++) {
            spread[at] = spread[at] < 1e-18 ? 1 : Math.sqrt(spread[at]);
        }
        double[] weights = standard(examples, mean, spread, ridge * all, signs);
        double[] plain = new double[size + 1];
        plain[0] = weights[0];
        for (int at = 0; at < size; at++) {
            plain[at + 1] = weights[at + 1] / spread[at];
            plain[0] -= plain[at + 1] * mean[at];
        }
        return plain;
    }

    private static double[] standard(
            List<Example> examples, double[] mean, double[] spread, double ridge, int[] signs) {
        int size = mean.length + 1;
        double[] weights = new double[size];
        for (int round = 0; round < ROUNDS; round++) {
            double[][] curvature = new double[size][size];
            double[] slope = new double[size];
            for (Example example : examples) {
                double[] row = new double[size];
                row[0] = 1;
                double odds = weights[0];
                for (int at = 1; at < size; at++) {
                    row[at] = (example.numbers()[at - 1] - mean[at - 1]) / spread[at - 1];
                    odds += weights[at] * row[at];
                }
                double probability = 1 / (1 + Math.exp(-odds));
                double off = example.weight() * ((example.holds() ? 1 : 0) - probability);
                double bend = example.weight() * Math.max(probability * (1 - probability), 1e-6);
                for (int at = 0; at < size; at++) {
                    slope[at] += off * row[at];
                    for (int other = 0; other <= at; other++) {
                        curvature[at][other] += bend * row[at] * row[other];
                    }
                }
            }
            for (int at = 0; at < size; at++) {
                double own = at == 0 ? 1e-9 : ridge;
                slope[at] -= own * weights[at];
                curvature[at][at] += own;
                for (int other = 0; other < at; other++) {
                    curvature[other][at] = curvature[at][other];
                }
            }
            double[] next = bounded(curvature, slope, weights, signs);
            double largest = 0;
            for (int at = 0; at < size; at++) {
                largest = Math.max(largest, Math.abs(next[at] - weights[at]));
            }
            weights = next;
            if (largest < 1e-6) {
                break;
            }
        }
        return weights;
    }

    /** Newton's step within the bounds, by going down one weight after the other. */
    private static double[] bounded(double[][] curvature, double[] slope, double[] from, int[] signs) {
        double[] weights = from.clone();
        double[] left = slope.clone();
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            double largest = 0;
            for (int at = 0; at < weights.length; at++) {
                double next = weights[at] + left[at] / curvature[at][at];
                int sign = at == 0 ? 0 : signs[at - 1];
                next = sign * next < 0 ? 0 : next;
                double step = next - weights[at];
                for (int other = 0; step != 0 && other < left.length; other++) {
                    left[other] -= curvature[other][at] * step;
                }
                weights[at] = next;
                largest = Math.max(largest, Math.abs(step));
            }
            if (largest < 1e-9) {
                break;
            }
        }
        return weights;
    }

    /** Gauss's elimination with pivots. */
    static double[] solved(double[][] matrix, double[] right) {
        int size = right.length;
        double[][] rows = new double[size][];
        for (int at = 0; at < size; at++) {
            rows[at] = Arrays.copyOf(matrix[at], size + 1);
            rows[at][size] = right[at];
        }
        for (int at = 0; at < size; at++) {
            int pivot = at;
            for (int row = at + 1; row < size; row++) {
                pivot = Math.abs(rows[row][at]) > Math.abs(rows[pivot][at]) ? row : pivot;
            }
            double[] swap = rows[at];
            rows[at] = rows[pivot];
            rows[pivot] = swap;
            for (int row = 0; row < size; row++) {
                double factor = row == at ? 0 : rows[row][at] / rows[at][at];
                for (int column = at; factor != 0 && column <= size; column++) {
                    rows[row][column] -= factor * rows[at][column];
                }
            }
        }
        double[] solution = new double[size];
        for (int at = 0; at < size; at++) {
            solution[at] = rows[at][size] / rows[at][at];
        }
        return solution;
    }
}
