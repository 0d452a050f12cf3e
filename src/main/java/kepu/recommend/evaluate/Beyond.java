package kepu.recommend.evaluate;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import kepu.recommend.log.Things;
import org.jspecify.annotations.Nullable;

/**
 * What a model's lists for the test people are worth beyond being right. A figure that cannot be told from the log is NaN.
 *
 * @param coverage the share of the items that are there which at least one list holds
 * @param novelty bits: the mean of -log2 of the share of people who had said yes to the item, an item that nobody had counted as half
 *     a person's; the mean over lists (Zhou et al. 2010)
 * @param diversity the mean of 1 - Jaccard's index over the topics of the pairs of a list; the mean over lists (Ziegler et al. 2005).
 *     Pairs with an item without topics are left out
 * @param gini the inequality of exposure among the items that are there
 * @param gap between town and country
 */
public record Beyond(String model, int k, double coverage, double novelty, double diversity, double gini, Gap gap) {
    /**
     * What people in town have more than those in the country.
     *
     * @param ndcg the difference of the means
     * @param coverage the difference of the coverages, as expected for equally many people
     */
    public record Gap(double ndcg, double coverage) {
        static final Gap UNKNOWN = new Gap(Double.NaN, Double.NaN);
    }

    /** What an item that nobody said yes to counts as, in people. */
    private static final double NOBODY = 0.5;

    /** @param people the test people's numbers, in the order of the model's lists */
    static Beyond of(LogSplit split, int[] people, Measured model, LogEvaluation.Settings settings) {
        Things things = split.log().things();
        int[] there = IntStream.range(0, things.size())
                .filter(thing -> things.all()[thing].isThere())
                .toArray();
        int[] exposure = exposure(model.lists(), there, things.size());
        return new Beyond(
                model.name(),
                settings.k(),
                (double) Arrays.stream(exposure).filter(count -> count > 0).count() / there.length,
                novelty(model.lists(), split),
                diversity(model.lists(), things),
                Exposure.gini(exposure),
                gap(split, people, model, settings.town(), there));
    }

    private static Gap gap(LogSplit split, int[] people, Measured model, @Nullable LongPredicate isTown, int[] there) {
        int[] town = rows(split, people, isTown, true);
        int[] country = rows(split, people, isTown, false);
        if (town.length == 0 || country.length == 0) {
            return Gap.UNKNOWN;
        }
        int drawn = Math.min(town.length, country.length);
        int things = split.log().things().size();
        return new Gap(
                LogEvaluation.mean(model.ndcg(), town) - LogEvaluation.mean(model.ndcg(), country),
                coverage(model, town, drawn, there, things) - coverage(model, country, drawn, there, things));
    }

    private static int[] exposure(int[][] lists, int[] there, int things) {
        int[] counts = Exposure.counts(lists, things);
        return Arrays.stream(there).map(thing -> counts[thing]).toArray();
    }

    /** The places of those people of whom it is known that they live in town, or that they do not. */
    private static int[] rows(LogSplit split, int[] people, @Nullable LongPredicate town, boolean inTown) {
        long[] villages = split.log().people().villages();
        return town == null
                ? new int[0]
                : IntStream.range(0, people.length)
                        .filter(row -> villages[people[row]] > 0 && town.test(villages[people[row]]) == inTown)
                        .toArray();
    }

    private static double coverage(Measured model, int[] rows, int drawn, int[] there, int things) {
        int[][] lists = Arrays.stream(rows).mapToObj(row -> model.lists()[row]).toArray(int[][]::new);
        return Exposure.expectedDistinct(exposure(lists, there, things), rows.length, drawn) / there.length;
    }

    static double novelty(int[][] lists, LogSplit split) {
        int[] popularity = split.popularity();
        double people =
                Arrays.stream(split.known()).filter(known -> known.length > 0).count();
        if (people == 0) {
            return Double.NaN;
        }
        return Arrays.stream(lists)
                .filter(list -> list.length > 0)
                .mapToDouble(list -> Arrays.stream(list)
                        .mapToDouble(thing -> Math.log(people / Math.max(NOBODY, popularity[thing])) / Math.log(2))
                        .average()
                        .orElseThrow())
                .average()
                .orElse(Double.NaN);
    }

    static double diversity(int[][] lists, Things things) {
        return Arrays.stream(lists)
                .mapToDouble(list -> diversity(Arrays.stream(list)
                        .mapToLong(thing -> things.all()[thing].topics())
                        .toArray()))
                .filter(diversity -> !Double.isNaN(diversity))
                .average()
                .orElse(Double.NaN);
    }

    private static double diversity(long[] topics) {
        double sum = 0;
        int pairs = 0;
        for (int i = 0; i < topics.length; i++) {
            for (int j = 0; j < i; j++) {
                if (topics[i] != 0 && topics[j] != 0) {
                    sum += 1 - (double) Long.bitCount(topics[i] & topics[j]) / Long.bitCount(topics[i] | topics[j]);
                    pairs++;
                }
            }
        }
        return sum / pairs;
    }

    /** {@code model=kepu coverage@20=0.4200 novelty=5.1000 diversity=0.8000 gini=0.6000 gap=+0.0100 coverage-gap=+0.0200}. */
    public String line() {
        return "model=" + model + " coverage@" + k + "=" + text("%.4f", coverage) + " novelty=" + text("%.4f", novelty)
                + " diversity=" + text("%.4f", diversity) + " gini=" + text("%.4f", gini) + " gap="
                + text("%+.4f", gap.ndcg)
                + " coverage-gap=" + text("%+.4f", gap.coverage);
    }

    private static String text(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
