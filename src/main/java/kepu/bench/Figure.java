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
 * @param ratio of the reference to the value, round by round; null without a reference
 */
public record Figure(
        String figure,
        String unit,
        double value,
        @Nullable Double reference,
        @Nullable Ratio ratio) {
    /** How many times the reference takes what the value does. */
    public record Ratio(double min, double median, double max) {}

    /** A number that stands alone. */
    public static Figure alone(String figure, String unit, double... rounds) {
        return new Figure(figure, unit, median(rounds), null, null);
    }

    /** A number beside its reference; round i of the one was measured next to round i of the other. */
    public static Figure beside(String figure, String unit, double[] rounds, double[] reference) {
        double[] ratios = IntStream.range(0, rounds.length)
                .mapToDouble(round -> reference[round] / rounds[round])
                .sorted()
                .toArray();
        return new Figure(
                figure,
                unit,
                median(rounds),
                median(reference),
                new Ratio(ratios[0], median(ratios), ratios[ratios.length - 1]));
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
