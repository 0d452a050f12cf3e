package kepu.recommend.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kepu.activity.EventType;
import kepu.base.Failure;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.OffPolicy;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.model.Model;

/**
 * What models had earned at the places of a log that were left to chance, had they chosen the item there ({@link ChanceReplay}), beside
 * what the logging policy earned: the share of these places that is opened within half an hour.
 */
public final class OffPolicyAssessment {
    /** In a log with a larger part of impressions by chance, chance chose among everything; in others only among what is to be explored. */
    private static final double EVERYWHERE = 0.9;

    private OffPolicyAssessment() {}

    /** How likely somebody opens what they are shown, where that is known. */
    public interface Truth {
        Truth UNKNOWN = new Truth() {
            @Override
            public boolean knows(int person) {
                return true;
            }

            @Override
            public double opens(int person, int item, long atMillis, int position) {
                return Double.NaN;
            }
        };

        /** Places of others are not asked. */
        boolean knows(int person);

        /** The probability that the person opens the item at that time and place (the first is 0). */
        double opens(int person, int item, long atMillis, int position);
    }

    /**
     * How much is asked.
     *
     * @param most places, drawn evenly
     * @param resamples for the intervals
     */
    public record Settings(int most, int resamples, long seed) {
        public static final Settings DEFAULT = new Settings(20_000, 500, 1);
    }

    /**
     * A model's estimates.
     *
     * @param logged the share of the same places that was opened as they were
     * @param truth NaN where nobody knows
     */
    public record Row(String model, OffPolicy.Result result, double logged, double truth) {
        /** One line; where the figures cannot be believed it says why instead of them. */
        public String line() {
            OffPolicy.Weights weights = result.weights();
            String of = String.format(
                    Locale.ROOT,
                    "model=%s places=%d logged=%.4f ess=%.0f mean-weight=%.3f",
                    model,
                    result.records(),
                    logged,
                    weights.effectiveSize(),
                    weights.mean());
            if (result.tooFew()) {
                return of + " 有效样本量只有 %.0f，少于 %.0f，估计不可信，未列出".formatted(weights.effectiveSize(), OffPolicy.FEWEST);
            }
            String figures = String.format(
                    Locale.ROOT,
                    " snips=%.4f ci=%s dr=%.4f ci=%s",
                    result.snips().value(),
                    result.snips().interval(),
                    result.doublyRobust().value(),
                    result.doublyRobust().interval());
            String known = Double.isNaN(truth) ? "" : String.format(Locale.ROOT, " truth=%.4f", truth);
            return of + figures + known + (weights.isPlausible() ? "" : " 权重的均值不是 1：记下的概率或候选与当时的不符，估计不可信");
        }
    }

    /** Whether any place of the log, from the event {@code from} on, was left to chance. */
    public static boolean tellsPropensities(Log log, int from) {
        Events events = log.events();
        for (int event = from; event < events.size(); event++) {
            if (isAsked(events, event)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Estimates for models that are numbered as the log and know nothing of what came from {@code from} on; {@link Failure.Invalid} when no
     * place after it was left to chance.
     *
     * @param from the first event that counts
     */
    public static List<Row> of(
            Log log,
            int from,
            Neighbours content,
            Map<String, Model> models,
            Settings settings,
            Truth truth,
            Progress progress) {
        ChanceReplay.Places places = places(log, from, settings, truth);
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Model> entry : models.entrySet()) {
            Progress part = progress.part((double) rows.size() / models.size(), (rows.size() + 1.0) / models.size());
            ChanceReplay.Columns columns = new ChanceReplay(log, content, entry.getValue(), places, truth).run(part);
            OffPolicy.Records records = columns.records();
            OffPolicy.Result result =
                    OffPolicy.estimate(records, OffPolicy.NO_CLIP, settings.resamples(), settings.seed());
            double logged = java.util.Arrays.stream(records.rewards()).average().orElse(Double.NaN);
            rows.add(new Row(entry.getKey(), result, logged, columns.truth()));
        }
        return rows;
    }

    private static ChanceReplay.Places places(Log log, int from, Settings settings, Truth truth) {
        Events events = log.events();
        int impressions = 0;
        int asked = 0;
        for (int event = from; event < events.size(); event++) {
            if (events.type(event) == EventType.IMPRESSION && truth.knows(events.people()[event])) {
                impressions++;
                asked += isAsked(events, event) ? 1 : 0;
            }
        }
        if (asked == 0) {
            throw new Failure.Invalid("no-propensities", "切点之后没有带概率和位次的展示，无法做离策略评估");
        }
        return new ChanceReplay.Places(
                from, Math.min(1, (double) settings.most() / asked), settings.seed(), asked < EVERYWHERE * impressions);
    }

    private static boolean isAsked(Events events, int event) {
        return events.type(event) == EventType.IMPRESSION
                && events.positions()[event] >= 0
                && !Float.isNaN(events.propensities()[event]);
    }
}
