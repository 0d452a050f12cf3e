package kepu.recommend.tune;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import kepu.base.Failure;
import kepu.recommend.evaluate.Interval;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.evaluate.Recommender;
import kepu.recommend.train.Arena;
import kepu.recommend.train.Progress;

/**
 * Goes through a plan of definitions: each is trained and measured on the validation part, and kept at once. The best of them is measured once
 * on the test part, which nothing was chosen by, beside the present definition.
 */
public final class Tuning {
    /** Only everybody together: slices would be more figures to choose by. */
    private static final LogEvaluation.Settings CHOOSING =
            new LogEvaluation.Settings(20, Integer.MAX_VALUE, 200, 1, 2, null);

    private static final LogEvaluation.Settings TESTING = LogEvaluation.Settings.DEFAULT.withFewest(Integer.MAX_VALUE);
    private static final double TRYING = 0.9;

    /**
     * When to stop.
     *
     * @param trials of the whole search, earlier runs counted and the present definition not
     * @param time of this run: no trial begins after it
     */
    public record Limits(int trials, Duration time) {}

    private final Arena validation;
    private final Arena test;
    private final DefinitionText present;
    private final Space space;
    private final TrialLog log;
    private final Search search;
    private final List<Map<String, String>> plan;

    /**
     * A search; begins it in the log, or goes on with it.
     *
     * @throws Failure.Conflict when the log is of another search
     */
    public Tuning(Material material, DefinitionText present, Space space, Search search, TrialLog log)
            throws IOException {
        this.validation = material.validation();
        this.test = material.test();
        this.present = present;
        this.space = space;
        this.search = search;
        this.log = log;
        this.plan = space.plan(search.kind(), search.seed()).stream()
                .filter(values -> !isPresent(values))
                .toList();
        log.begin(search);
        checkPlan();
    }

    /** How many trials there are to do, the present definition not counted. */
    public int planned() {
        return plan.size();
    }

    /** Tries until a limit, then tests the best. */
    public Outcome run(Limits limits, Progress progress) throws IOException {
        long start = System.nanoTime();
        int wanted = Math.min(plan.size(), limits.trials());
        boolean timeIsUp = false;
        for (int next = log.trials().size(); next <= wanted && !timeIsUp; next++) {
            double spent = (double) (System.nanoTime() - start) / limits.time().toNanos();
            double from = Math.min(1, Math.max((double) next / (wanted + 1), spent));
            double to = Math.max(from, (double) (next + 1) / (wanted + 1));
            log.add(trial(next, progress.part(TRYING * from, TRYING * to)));
            progress.at(TRYING * to, told(log.trials().getLast(), wanted));
            timeIsUp = System.nanoTime() - start >= limits.time().toNanos();
        }
        boolean all = log.trials().size() > plan.size();
        boolean asked = log.trials().size() > limits.trials();
        Tested tested = tested(progress.part(TRYING, 1));
        return new Outcome(
                search,
                space,
                plan.size(),
                log.trials(),
                tested,
                log.tested().size(),
                all ? Outcome.Ended.ALL : asked ? Outcome.Ended.TRIALS : Outcome.Ended.TIME);
    }

    /** The definition of a trial, as it would be written. */
    public DefinitionText definition(Trial trial) {
        return present.with(trial.values());
    }

    private boolean isPresent(Map<String, String> values) {
        return values.entrySet().stream()
                .allMatch(each -> present.value(each.getKey()).orElseThrow().equals(each.getValue()));
    }

    private Map<String, String> values(int number) {
        return number == Trial.PRESENT ? Map.of() : plan.get(number - 1);
    }

    private void checkPlan() {
        for (Trial trial : log.trials()) {
            if (trial.number() > plan.size() || !trial.values().equals(values(trial.number()))) {
                throw new Failure.Conflict(
                        "tune-log-damaged",
                        "试验记录第 %d 行不是这次搜索的。要从头再来，加 --afresh（旧的会改名留着）".formatted(trial.number() + 1));
            }
        }
    }

    private Trial trial(int number, Progress progress) {
        long start = System.nanoTime();
        Map<String, String> values = values(number);
        Progress own = (share, what) -> progress.at(share, "trial %d: %s".formatted(number, what));
        try {
            Recommender model = validation.trained("trial", present.with(values).definition(), own);
            LogEvaluation evaluation = LogEvaluation.of(validation.split(), List.of(model), CHOOSING);
            return new Trial(number, values, Figures.of(evaluation.rows().getFirst()), null, seconds(start));
        } catch (Failure e) {
            throw e;
        } catch (RuntimeException e) {
            // what a value does to a training is what a search is for; the next one may do better
            return new Trial(number, values, null, String.valueOf(e.getMessage()), seconds(start));
        }
    }

    private static double seconds(long start) {
        return Math.round((System.nanoTime() - start) / 1e7) / 100.0;
    }

    private String told(Trial trial, int wanted) {
        if (trial.figures() == null) {
            return "trial %d of %d failed: %s".formatted(trial.number(), wanted, trial.failed());
        }
        Trial best = Trial.bestFirst(log.trials()).getFirst();
        return String.format(
                Locale.ROOT,
                "trial %d of %d: ndcg@20 %.4f, best %.4f (trial %d)",
                trial.number(),
                wanted,
                trial.score(),
                best.score(),
                best.number());
    }

    /** What is known of the best trial on the test part; it is measured when it never was. */
    private Tested tested(Progress progress) throws IOException {
        Trial best = Trial.bestFirst(log.trials()).getFirst();
        for (Tested known : log.tested()) {
            if (known.trial() == best.number()) {
                return known;
            }
        }
        if (best.figures() == null) {
            throw new IllegalStateException("no trial could be trained: " + best.failed());
        }
        Tested measured = measured(best, progress);
        log.add(measured);
        return measured;
    }

    private Tested measured(Trial best, Progress progress) {
        List<Recommender> models = new ArrayList<>();
        if (!best.isPresent()) {
            progress.at(0, "training the best one for the test");
            models.add(test.trained(Tested.TUNED, definition(best).definition(), told(progress.part(0, 0.45), "best")));
        }
        models.add(test.trained(Tested.PRESENT, present.definition(), told(progress.part(0.45, 0.9), "present")));
        models.addAll(test.floors());
        progress.at(0.9, "measuring on the test part");
        List<LogEvaluation.Row> rows =
                LogEvaluation.of(test.split(), models, TESTING).rows();
        return new Tested(
                best.number(),
                rows.stream()
                        .map(row -> new Tested.Row(row.model(), Figures.of(row)))
                        .toList(),
                best.isPresent() ? null : gain(rows.getFirst().over(Tested.PRESENT)));
    }

    private static Tested.Gain gain(LogEvaluation.Difference difference) {
        Interval interval = difference.interval();
        return new Tested.Gain(difference.mean(), interval.low(), interval.high());
    }

    private static Progress told(Progress progress, String which) {
        return (share, what) -> progress.at(share, "test, %s: %s".formatted(which, what));
    }
}
