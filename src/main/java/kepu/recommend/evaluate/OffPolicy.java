package kepu.recommend.evaluate;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import kepu.base.Failure;

/**
 * What another policy would have earned, from a log that says with which probability each item was shown. With p the logged
 * probability, t that under the target policy, w = t / p, r the reward, q the reward that a model predicts for the item shown and v what
 * it predicts for the target policy in that place:
 *
 * <ul>
 *   <li>IPS, the mean of w r (Horvitz and Thompson 1952): right in the mean, and of great variance;
 *   <li>SNIPS, the sum of w r over the sum of w (Swaminathan and Joachims 2015): of less variance, and right in the limit;
 *   <li>doubly robust, the mean of v + w (r - q) (Dudík, Langford and Li 2011): right in the mean when p or the model is.
 * </ul>
 *
 * All presuppose that the logging policy could have shown whatever the target policy would. Clipping the weights trades variance for a
 * bias towards less. The effective sample size, the square of the sum of w over the sum of its squares (Kish 1965), says how many
 * records of the target policy's own would tell as much. Intervals take the records as independent.
 */
public final class OffPolicy {
    /**
     * Records, column by column.
     *
     * @param propensities of the item shown, when it was logged; in (0, 1]
     * @param rewards what came of it; finite
     * @param targets the probability of the item shown under the target policy; in [0, 1]
     * @param predicted the predicted reward of the item shown; zeros without a model
     * @param expected the predicted reward of the target policy: over all items, its probability times their prediction
     */
    public record Records(
            double[] propensities, double[] rewards, double[] targets, double[] predicted, double[] expected) {
        public Records {
            int size = propensities.length;
            if (rewards.length != size
                    || targets.length != size
                    || predicted.length != size
                    || expected.length != size) {
                throw new IllegalArgumentException("the columns must have the same length");
            }
            if (size == 0) {
                throw new Failure.Invalid("no-records", "没有带概率的记录");
            }
            for (int i = 0; i < size; i++) {
                check(i, "展示概率", propensities[i], propensities[i] > 0 && propensities[i] <= 1, "大于 0 且不大于 1");
                check(i, "目标概率", targets[i], targets[i] >= 0 && targets[i] <= 1, "在 0 和 1 之间");
                check(i, "回报", rewards[i], Double.isFinite(rewards[i]), "是有限的数");
                check(i, "预测", predicted[i], Double.isFinite(predicted[i]), "是有限的数");
                check(i, "预测均值", expected[i], Double.isFinite(expected[i]), "是有限的数");
            }
        }

        private static void check(int index, String name, double value, boolean right, String wanted) {
            if (!right) {
                throw new Failure.Invalid(
                        "record-invalid", "第 " + (index + 1) + " 条记录的" + name + "应" + wanted + "，却是 " + value);
            }
        }

        public int size() {
            return propensities.length;
        }
    }

    /** A value of the target policy, with its interval. */
    public record Estimate(double value, Interval interval) {}

    /**
     * The weights.
     *
     * @param effectiveSize of the weights as they were used, that is, after clipping
     * @param max the largest before clipping
     * @param clip the weight at which all larger ones were cut; infinite for none
     * @param clipped how many were
     * @param mean before clipping: 1 but for chance, when the propensities are right and the logging policy could have shown whatever the
     *     target policy would
     * @param error the standard error of that mean
     */
    public record Weights(double effectiveSize, double max, double clip, int clipped, double mean, double error) {
        private static final double MOST_ERRORS = 4;

        /** Whether the mean of the weights is 1 as far as chance allows; if not, the propensities are wrong and so are all estimates. */
        public boolean isPlausible() {
            return Math.abs(mean - 1) <= MOST_ERRORS * error;
        }
    }

    /**
     * What came out.
     *
     * @param snips NaN when the target policy would have shown nothing of what was logged
     * @param tooFew whether the effective sample is too small for the figures to be believed
     */
    public record Result(
            int records, Estimate ips, Estimate snips, Estimate doublyRobust, Weights weights, boolean tooFew) {}

    /** Below this effective sample size there are too few. */
    public static final double FEWEST = 50;

    /** The weight at which none is cut. */
    public static final double NO_CLIP = Double.POSITIVE_INFINITY;

    private static final int ESTIMATORS = 3;

    private final Records records;
    private final double[] weights;

    private OffPolicy(Records records, double[] weights) {
        this.records = records;
        this.weights = weights;
    }

    /**
     * Estimates.
     *
     * @param clip weights above it count as it; {@link #NO_CLIP} to leave them
     */
    public static Result estimate(Records records, double clip, int resamples, long seed) {
        if (!(clip > 0)) {
            throw new Failure.Invalid("clip-invalid", "权重上限应大于 0，却是 " + clip);
        }
        double[] raw = IntStream.range(0, records.size())
                .mapToDouble(i -> records.targets[i] / records.propensities[i])
                .toArray();
        double[] weights = IntStream.range(0, raw.length)
                .mapToDouble(i -> Math.min(clip, raw[i]))
                .toArray();
        return new OffPolicy(records, weights).result(raw, clip, new Bootstrap(resamples, seed));
    }

    private Result result(double[] raw, double clip, Bootstrap bootstrap) {
        int size = records.size();
        double[] values = new double[ESTIMATORS];
        values(IntStream.range(0, size).toArray(), values);
        Interval[] intervals = bootstrap.intervals(size, ESTIMATORS, this::values);
        Weights used = weights(raw, clip);
        return new Result(
                size,
                new Estimate(values[0], intervals[0]),
                new Estimate(values[1], intervals[1]),
                new Estimate(values[2], intervals[2]),
                used,
                !(used.effectiveSize() >= FEWEST));
    }

    private Weights weights(double[] raw, double clip) {
        double sum = DoubleStream.of(weights).sum();
        double squares = DoubleStream.of(weights).map(weight -> weight * weight).sum();
        double mean = DoubleStream.of(raw).average().orElseThrow();
        double spread = DoubleStream.of(raw)
                .map(weight -> (weight - mean) * (weight - mean))
                .sum();
        return new Weights(
                squares == 0 ? 0 : sum * sum / squares,
                DoubleStream.of(raw).max().orElseThrow(),
                clip,
                (int) DoubleStream.of(raw).filter(weight -> weight > clip).count(),
                mean,
                Math.sqrt(spread) / raw.length);
    }

    private void values(int[] rows, double[] into) {
        double weighted = 0;
        double weight = 0;
        double robust = 0;
        for (int i : rows) {
            weighted += weights[i] * records.rewards[i];
            weight += weights[i];
            robust += records.expected[i] + weights[i] * (records.rewards[i] - records.predicted[i]);
        }
        into[0] = weighted / rows.length;
        into[1] = weighted / weight;
        into[2] = robust / rows.length;
    }
}
