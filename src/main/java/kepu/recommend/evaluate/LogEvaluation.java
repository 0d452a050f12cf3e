package kepu.recommend.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How well models rank what people will first say yes to after the cut of a log, for all of them and slice by slice. All items that are
 * there are ranked but those the person said yes to before. Intervals and differences are over people, by the bootstrap.
 */
public final class LogEvaluation {
    /**
     * How to measure.
     *
     * @param k the length of the lists
     * @param fewest a slice with fewer people is left out; {@code all} never is
     * @param town whether a village (12 digits) is a town and not country; null when nobody can tell
     */
    public record Settings(
            int k,
            int fewest,
            int resamples,
            long seed,
            int threads,
            @Nullable LongPredicate town) {
        public static final Settings DEFAULT = new Settings(20, 1, 1000, 1, 2, null);

        public Settings townsAre(LongPredicate predicate) {
            return new Settings(k, fewest, resamples, seed, threads, predicate);
        }

        public Settings withFewest(int people) {
            return new Settings(k, people, resamples, seed, threads, town);
        }
    }

    /** A mean NDCG minus that of another model for the same people. */
    public record Difference(double mean, Interval interval) {}

    /**
     * One model on one slice.
     *
     * @param interval of the NDCG
     * @param differences by name of another model: the NDCG of this one minus that one's; only for the first model
     */
    public record Row(
            String model,
            String slice,
            int users,
            double recall,
            double ndcg,
            Interval interval,
            Map<String, Difference> differences) {
        /** By how much this model is better than another one. */
        public Difference over(String other) {
            return Optional.ofNullable(differences.get(other))
                    .orElseThrow(() -> new IllegalArgumentException(model + " was not compared with " + other));
        }
    }

    private final LogSplit split;
    private final Settings settings;
    private final int[] people;
    private final int[][] fresh;
    private final List<Measured> measured = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private LogEvaluation(LogSplit split, Settings settings) {
        this.split = split;
        this.settings = settings;
        this.people = split.testPeople();
        this.fresh = fresh(split, people);
    }

    /**
     * Measures models, of which each must have been trained on {@link LogSplit#train} only.
     *
     * @param models at least one; the first is compared with each other one
     */
    public static LogEvaluation of(LogSplit split, List<Recommender> models, Settings settings) {
        LogEvaluation evaluation = new LogEvaluation(split, settings);
        models.forEach(evaluation::measure);
        for (Slice slice : Slice.of(split, evaluation.people, evaluation.fresh, settings.town())) {
            if (slice.name().equals("all") || slice.rows().length >= settings.fewest()) {
                evaluation.compare(slice);
            }
        }
        return evaluation;
    }

    /** By place among the test people: the items to find that nobody had said yes to. */
    private static int[][] fresh(LogSplit split, int[] people) {
        int[] popularity = split.popularity();
        return Arrays.stream(people)
                .mapToObj(person -> Arrays.stream(split.relevant()[person])
                        .filter(thing -> popularity[thing] == 0)
                        .toArray())
                .toArray(int[][]::new);
    }

    /** The items that stand for nothing. */
    static boolean[] never(LogSplit split) {
        boolean[] never = new boolean[split.log().things().size()];
        for (int thing = 0; thing < never.length; thing++) {
            never[thing] = !split.log().things().all()[thing].isThere();
        }
        return never;
    }

    private void measure(Recommender model) {
        int[][] lists = Rankings.of(model, people, split.hidden(), never(split), settings.k(), settings.threads());
        int[][] relevant = Arrays.stream(people)
                .mapToObj(person -> split.relevant()[person])
                .toArray(int[][]::new);
        measured.add(Measured.of(model.name(), settings.k(), lists, relevant, fresh));
    }

    private void compare(Slice slice) {
        int models = measured.size();
        double[][] ndcgs =
                measured.stream().map(model -> model.ndcg(slice.newItems())).toArray(double[][]::new);
        long seed = settings.seed() + slice.name().hashCode();
        Interval[] intervals = new Bootstrap(settings.resamples(), seed)
                .intervals(slice.rows().length, 2 * models, (drawn, into) -> means(slice.rows(), drawn, ndcgs, into));
        for (int i = 0; i < models; i++) {
            Measured model = measured.get(i);
            rows.add(new Row(
                    model.name(),
                    slice.name(),
                    slice.rows().length,
                    mean(model.recall(slice.newItems()), slice.rows()),
                    mean(ndcgs[i], slice.rows()),
                    intervals[i],
                    i == 0 ? differences(slice, ndcgs, intervals) : Map.of()));
        }
    }

    /** The mean of each model over the people drawn, and then the first one's minus it. */
    private static void means(int[] rows, int[] drawn, double[][] values, double[] into) {
        Arrays.fill(into, 0);
        for (int place : drawn) {
            int row = rows[place];
            for (int model = 0; model < values.length; model++) {
                into[model] += values[model][row];
            }
        }
        for (int model = 0; model < values.length; model++) {
            into[model] /= drawn.length;
            into[values.length + model] = into[0] - into[model];
        }
    }

    private Map<String, Difference> differences(Slice slice, double[][] ndcgs, Interval[] intervals) {
        Map<String, Difference> differences = new LinkedHashMap<>();
        double first = mean(ndcgs[0], slice.rows());
        for (int other = 1; other < ndcgs.length; other++) {
            double mean = first - mean(ndcgs[other], slice.rows());
            differences.put(measured.get(other).name(), new Difference(mean, intervals[ndcgs.length + other]));
        }
        return differences;
    }

    static double mean(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> values[row]).sum() / rows.length;
    }

    /** Slice by slice, and in each the models in the order given. */
    public List<Row> rows() {
        return List.copyOf(rows);
    }

    /** What a list is worth beyond being right, a row a model. */
    public List<Beyond> beyond() {
        return measured.stream()
                .map(model -> Beyond.of(split, people, model, settings))
                .toList();
    }

    /** The rows, a line each: {@code model=kepu slice=all users=610 recall@20=0.1234 ndcg@20=0.1234 ci=0.1200..0.1280}. */
    public String table() {
        int modelWidth =
                rows.stream().mapToInt(row -> row.model().length()).max().orElse(1);
        int sliceWidth =
                rows.stream().mapToInt(row -> row.slice().length()).max().orElse(1);
        String format = "model=%-" + modelWidth + "s slice=%-" + sliceWidth
                + "s users=%d recall@%d=%.4f ndcg@%d=%.4f ci=%s%s%n";
        return rows.stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        format,
                        row.model(),
                        row.slice(),
                        row.users(),
                        settings.k(),
                        row.recall(),
                        settings.k(),
                        row.ndcg(),
                        row.interval(),
                        differences(row)))
                .collect(Collectors.joining());
    }

    private static String differences(Row row) {
        StringBuilder text = new StringBuilder();
        row.differences()
                .forEach((other, difference) -> text.append(String.format(
                        Locale.ROOT,
                        " diff[%s]=%+.4f(%s)",
                        other,
                        difference.mean(),
                        difference.interval().signed())));
        return text.toString();
    }
}
