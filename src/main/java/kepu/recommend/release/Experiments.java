package kepu.recommend.release;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/** How the trial of a model goes, from what residents met and opened since it took its present form. */
public final class Experiments {
    private final ReleaseStore store;
    private final Releases releases;

    Experiments(ReleaseStore store, Releases releases) {
        this.store = store;
        this.releases = releases;
    }

    /**
     * One side of a trial. {@code met} counts items met in a feed, {@code opened} those of them that were opened, {@code units} the
     * residents or towns; {@code low} and {@code high} bound the rate with 95 %.
     *
     * @param version null for the feed without a model
     */
    public record Arm(
            @Nullable String version,
            boolean trial,
            long people,
            long units,
            long met,
            long opened,
            double rate,
            double low,
            double high) {}

    /** Residents who opened more of the trial's items than of the others, and fewer, and as many, when two models took turns. */
    public record Turns(long wins, long losses, long ties) {}

    /** The state of a trial; {@code turns} is null but for {@link Design#INTERLEAVING}. */
    public record Result(
            String version,
            @Nullable String control,
            Design design,
            int percent,
            Instant since,
            List<Arm> arms,
            Sequential comparison,
            @Nullable Turns turns) {}

    /** The running trial; {@link Failure.Missing} when none is served to anybody. */
    public Future<Result> current(String name) {
        return releases.live(name).compose(live -> switch (live.trial()) {
            case Trial.None none -> Future.failedFuture(missing());
            case Trial.Shadow shadow -> Future.failedFuture(missing());
            case Trial.Share share -> shared(live, share);
            case Trial.Interleave turns -> inTurns(live, turns);
        });
    }

    private Future<Result> shared(Live live, Trial.Share share) {
        Instant since = since(live);
        String control = live.version().orElse(null);
        return store.arms(since, share.candidate(), control, share.by() == Design.VILLAGES)
                .map(arms -> {
                    ReleaseStore.Arm trial = arm(arms, true);
                    ReleaseStore.Arm other = arm(arms, false);
                    return new Result(
                            share.candidate(),
                            control,
                            share.by(),
                            share.percent(),
                            since,
                            List.of(told(control, other), told(share.candidate(), trial)),
                            Sequential.of(other.ratio(), trial.ratio()),
                            null);
                });
    }

    private Future<Result> inTurns(Live live, Trial.Interleave form) {
        Instant since = since(live);
        String control = live.version().orElseThrow();
        return store.turns(since, form.candidate(), control)
                .map(turns -> new Result(
                        form.candidate(),
                        control,
                        Design.INTERLEAVING,
                        form.percent(),
                        since,
                        List.of(
                                told(control, false, turns.people(), turns.control()),
                                told(form.candidate(), true, turns.people(), turns.trial())),
                        Sequential.ofTurns(turns.toTrial()),
                        new Turns(turns.wins(), turns.losses(), turns.people() - turns.wins() - turns.losses())));
    }

    private static Instant since(Live live) {
        Instant since = live.since();
        if (since == null) {
            throw new IllegalStateException("a trial without a beginning");
        }
        return since;
    }

    private static ReleaseStore.Arm arm(List<ReleaseStore.Arm> arms, boolean trial) {
        Optional<ReleaseStore.Arm> found =
                arms.stream().filter(arm -> arm.trial() == trial).findFirst();
        return found.orElse(new ReleaseStore.Arm(trial, 0, new Ratio(0, 0, 0, 0, 0, 0)));
    }

    private static Arm told(@Nullable String version, ReleaseStore.Arm arm) {
        return told(version, arm.trial(), arm.people(), arm.ratio());
    }

    private static Arm told(@Nullable String version, boolean trial, long people, Ratio ratio) {
        Ratio.Interval interval = ratio.interval();
        return new Arm(
                version,
                trial,
                people,
                ratio.clusters(),
                Math.round(ratio.m()),
                Math.round(ratio.x()),
                ratio.rate(),
                interval.low(),
                interval.high());
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("experiment-missing", "现在没有给居民试用的模型版本");
    }
}
