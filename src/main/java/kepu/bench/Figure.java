package kepu.bench;

import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One measured number.
 *
 * @param figure what was measured
 * @param unit of {@code value} and {@code reference}
 * @param value the median of the rounds
 * @param reference the median of the same work done by what it is measured against; null without one
 * @param ratio how fast it is in terms of the reference, round by round: of two rates the value by the reference, of two times or costs
 *     the reference by the value; null without a reference
 * @param reach the ratio that is to be reached; null when none is
 */
public record Figure(
        String figure,
        String unit,
        double value,
        @Nullable Double reference,
        @Nullable Ratio ratio,
        @Nullable Double reach) {
    /** More is better. */
    public record Ratio(double min, double median, double max) {
        /** Of each round's pair. */
        static Ratio of(double[] above, double[] below) {
            double[] ratios = IntStream.range(0, above.length)
                    .mapToDouble(round -> above[round] / below[round])
                    .sorted()
                    .toArray();
            return new Ratio(ratios[0], Figure.median(ratios), ratios[ratios.length - 1]);
        }
    }

    public Figure(String figure, String unit, double value, @Nullable Double reference, @Nullable Ratio ratio) {
        this(figure, unit, value, reference, ratio, null);
    }

    /** A number that stands alone. */
    public static Figure alone(String figure, String unit, double... rounds) {
        return new Figure(figure, unit, median(rounds), null, null);
    }

    /** A time or a cost beside its reference; round i of the one was measured next to round i of the other. */
    public static Figure beside(String figure, String unit, double[] rounds, double[] reference) {
        return new Figure(figure, unit, median(rounds), median(reference), Ratio.of(reference, rounds));
    }

    /** A rate, such as answers a second, beside its reference; rounds in pairs as above. */
    public static Figure rate(String figure, String unit, double[] rounds, double[] reference) {
        return new Figure(figure, unit, median(rounds), median(reference), Ratio.of(rounds, reference));
    }

    /** The same with the ratio that is to be reached. */
    public Figure reaching(double wanted) {
        return new Figure(figure, unit, value, reference, ratio, wanted);
    }

    /** The middle one, or the mean of the two in the middle. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    JsonObject wire() {
        return new JsonObject()
                .put("figure", figure)
                .put("unit", unit)
                .put("value", value)
                .put("reference", reference)
                .put(
                        "ratio",
                        ratio == null
                                ? null
                                : new JsonObject()
                                        .put("min", ratio.min())
                                        .put("median", ratio.median())
                                        .put("max", ratio.max()));
    }
}
