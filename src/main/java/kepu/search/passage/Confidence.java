package kepu.search.passage;

import java.util.List;

/**
 * How likely it is that the best passages answer a question: a logistic regression on what the best one has of it and on how far it stands
 * before the passages of other items. Fitted by Newton's method with a ridge (le Cessie and van Houwelingen, 1992) on questions whose answers
 * are known; {@link #SHIPPED} was fitted on ours, and docs/questions.md says how it does on those that it was not fitted on.
 *
 * @param weights of {@link #features}, the constant first
 */
public record Confidence(double[] weights) {
    /** From {@code ./kepu evaluate questions}, which prints this line. */
    public static final Confidence SHIPPED =
            new Confidence(new double[] {-1.94, 1.64, 2.52, 0.05, 1.99, -2.17, 6.32, 0.98});

    private static final int STEPS = 50;
    private static final double RIDGE = 0.1;

    /** A question's features, and whether its best passage answers it. */
    public record Example(double[] features, boolean isAnswered) {}

    /** Between 0 and 1; 0 when nothing was found that {@link Match#holds}. */
    public double of(List<PassageIndex.Found> found) {
        return isWeighed(found) ? logistic(features(found)) : 0;
    }

    /** Whether the best of what was found can answer at all. */
    public static boolean isWeighed(List<PassageIndex.Found> found) {
        return !found.isEmpty() && found.getFirst().match().holds();
    }

    /** Between 0 and 1. */
    public double logistic(double[] features) {
        double sum = 0;
        for (int at = 0; at < weights.length; at++) {
            sum += weights[at] * features[at];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    /** Of what was found, the best first: 1, both scores, both shares, the share of unknown words, the lead before the best passage of another item, and how far it is about the question. */
    public static double[] features(List<PassageIndex.Found> found) {
        PassageIndex.Found best = found.getFirst();
        double next = found.stream()
                .filter(other -> other.item() != best.item())
                .mapToDouble(PassageIndex.Found::score)
                .findFirst()
                .orElse(0);
        Match match = best.match();
        double lead = best.score() == 0 ? 0 : (best.score() - next) / best.score();
        return new double[] {
            1, match.words(), match.pairs(), match.wordShare(), match.pairShare(), match.unknown(), lead, match.about()
        };
    }

    /** The weights under which the examples are likeliest, held back by a ridge on all but the constant. */
    public static Confidence fitted(List<Example> examples) {
        int size = examples.getFirst().features().length;
        double[] weights = new double[size];
        for (int step = 0; step < STEPS; step++) {
            double[][] hessian = new double[size][size + 1];
            for (int row = 0; row < size; row++) {
                double ridge = row == 0 ? 1e-9 : RIDGE;
                hessian[row][row] = ridge;
                hessian[row][size] = -ridge * weights[row];
            }
            Confidence now = new Confidence(weights);
            for (Example example : examples) {
                double[] features = example.features();
                double likely = now.logistic(features);
                for (int row = 0; row < size; row++) {
                    hessian[row][size] += ((example.isAnswered() ? 1 : 0) - likely) * features[row];
                    for (int column = 0; column < size; column++) {
                        hessian[row][column] += likely * (1 - likely) * features[row] * features[column];
                    }
                }
            }
            double[] change = solved(hessian);
            double[] next = weights.clone();
            for (int at = 0; at < size; at++) {
                next[at] += change[at];
            }
            weights = next;
        }
        return new Confidence(weights);
    }

    /** Gauss's elimination with the largest pivot; the right side is the last column. */
    private static double[] solved(double[][] rows) {
        int size = rows.length;
        for (int pivot = 0; pivot < size; pivot++) {
            int largest = pivot;
            for (int row = pivot + 1; row < size; row++) {
                largest = Math.abs(rows[row][pivot]) > Math.abs(rows[largest][pivot]) ? row : largest;
            }
            double[] swapped = rows[pivot];
            rows[pivot] = rows[largest];
            rows[largest] = swapped;
            for (int row = 0; row < size; row++) {
                double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
                for (int column = pivot; factor != 0 && column <= size; column++) {
                    rows[row][column] -= factor * rows[pivot][column];
                }
            }
        }
        double[] solution = new double[size];
        for (int row = 0; row < size; row++) {
            solution[row] = rows[row][size] / rows[row][row];
        }
        return solution;
    }
}
