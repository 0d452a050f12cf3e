package kepu.recommend.release;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;

/**
 * Takes versions out to people, step by step — shadow, a share of the residents, all — and back. Steps may be left out; the guard may not,
 * but by somebody who says why. Each step is a row of the log and of the audit, in one transaction.
 */
public final class Releases {
    /** Releases the first version of a model in an installation that has none; false when there is one. Blocking, for the boot. */
    public static boolean first(Bulk bulk, long staff, VersionId id, String reason) throws SQLException {
        return ReleaseStore.first(bulk, staff, id, reason);
    }

    /** The version of a model that is released, if any. Blocking, for commands. */
    public static Optional<String> released(Bulk bulk, String name) throws SQLException {
        return ReleaseStore.released(bulk, name);
    }

    private static final int LEAST_OVERRIDE_CHARS = 10;

    private final ReleaseStore store;
    private final Versions versions;
    private final WorkerExecutor workers;

    private volatile Runnable tell = () -> {};

    Releases(ReleaseStore store, Versions versions, WorkerExecutor workers) {
        this.store = store;
        this.versions = versions;
        this.workers = workers;
    }

    /** Has {@code listener} called when a step is stored. */
    void onStep(Runnable listener) {
        tell = listener;
    }

    /** How far a version shall go: {@link Action#SHADOW}, {@link Action#SHARE} with its size and design, or {@link Action#RELEASE}. */
    public record Wish(
            Action action,
            String version,
            @Nullable Integer percent,
            @Nullable Design design,
            String reason,
            boolean override) {
        public Wish {
            boolean shares = action == Action.SHARE;
            if (shares != (percent != null) || shares != (design != null)) {
                throw Failure.Invalid.at("/percent", "给一部分人试用（share）要写 percent，其他步骤不写");
            }
            if (override && reason.strip().length() < LEAST_OVERRIDE_CHARS) {
                throw Failure.Invalid.at("/reason", "越过检查要写明理由，至少 " + LEAST_OVERRIDE_CHARS + " 个字");
            }
        }
    }

    /** What is live of a model. */
    public Future<Live> live(String name) {
        return store.live(name, Live.NOTHING);
    }

    /** The same, from what was live some steps before. */
    Future<Live> live(String name, Live before) {
        return store.live(name, before);
    }

    /** The log of a model before a seq, the latest first. */
    public Future<List<Release>> log(String name, long before, int limit) {
        return store.log(name, before, limit);
    }

    /**
     * Takes a version on. {@link Failure.Missing} when it is not there; {@link Failure.Conflict} {@code model-damaged}, {@code
     * already-released}, {@code trial-running} (of another version), {@code guard-refused}, or {@code release-changed} when somebody else
     * was faster.
     */
    public Future<Live> advance(Caller.OfStaff staff, String name, Wish wish) {
        VersionId id = new VersionId(name, wish.version());
        return live(name)
                .compose(live -> verified(id)
                        .map(card -> step(live, card, wish))
                        .compose(step -> take(staff, name, live, step)));
    }

    /** Makes the version before the released one live again, or no model when there was none before. Ends a trial. */
    public Future<Live> rollback(Caller.OfStaff staff, String name, String reason) {
        return live(name).compose(live -> {
            if (live.version().isEmpty()) {
                throw new Failure.Conflict("nothing-released", "现在没有发布的版本，不用退回");
            }
            Release.Step step = step(Action.ROLLBACK, live.previous().orElse(null), reason);
            return whole(name, live.previous()).compose(done -> take(staff, name, live, step));
        });
    }

    /** Ends the trial; everybody has the released version. */
    public Future<Live> stop(Caller.OfStaff staff, String name, String reason) {
        return live(name).compose(live -> {
            if (live.trial() instanceof Trial.None) {
                throw new Failure.Conflict("no-trial", "现在没有进行中的试用");
            }
            return take(staff, name, live, step(Action.STOP, null, reason));
        });
    }

    private static Release.Step step(Live live, Card card, Wish wish) {
        if (live.version().equals(Optional.of(wish.version()))) {
            throw new Failure.Conflict("already-released", "这个版本已经发布给所有人");
        }
        if (live.trial()
                .version()
                .filter(tried -> !tried.equals(wish.version()))
                .isPresent()) {
            throw new Failure.Conflict(
                    "trial-running", "版本 " + live.trial().version().orElseThrow() + " 正在试用，请先结束试用");
        }
        if (wish.design() == Design.INTERLEAVING && live.version().isEmpty()) {
            throw new Failure.Conflict("nothing-released", "交错试用要有一个已发布的版本来对比");
        }
        Guard.Verdict verdict = Guard.judge(card, live.version());
        if (wish.action() != Action.SHADOW && !verdict.passed() && !wish.override()) {
            throw new Failure.Conflict("guard-refused", "没有通过检查：" + verdict.detail());
        }
        return new Release.Step(
                wish.action(),
                wish.version(),
                wish.percent(),
                wish.design(),
                wish.reason(),
                wish.override(),
                verdict.seen());
    }

    private static Release.Step step(Action action, @Nullable String version, String reason) {
        return new Release.Step(action, version, null, null, reason, false, new JsonObject());
    }

    /** Writes the step that was decided on the ground of {@code live}. */
    private Future<Live> take(Caller.OfStaff staff, String name, Live live, Release.Step step) {
        int number = live.number() + 1;
        return store.transact(transaction -> ReleaseStore.add(transaction, staff.id(), name, number, step)
                        .compose(at -> at.isEmpty()
                                ? Future.failedFuture(new Failure.Conflict("release-changed", "刚刚有人改了发布状态，请刷新再看"))
                                : Audit.add(
                                                transaction,
                                                staff.id(),
                                                "model." + step.action().code(),
                                                name,
                                                detail(step))
                                        .map(at.get())))
                .onSuccess(at -> tell.run())
                .map(at -> live.after(new Release(0, number, at, "", step)));
    }

    private static JsonObject detail(Release.Step step) {
        JsonObject detail = new JsonObject()
                .put("version", step.version())
                .put("reason", step.reason())
                .put("override", step.override())
                .put("guard", step.guard());
        Design design = step.design();
        return design == null ? detail : detail.put("share", step.share()).put("design", design.code());
    }

    private Future<?> whole(String name, Optional<String> version) {
        return version.isEmpty() ? Future.succeededFuture() : verified(new VersionId(name, version.get()));
    }

    /** The card of a version that is there and whole. */
    private Future<Card> verified(VersionId id) {
        return workers.executeBlocking(
                () -> {
                    if (versions.isMissing(id)) {
                        throw missing();
                    }
                    try {
                        return versions.verified(id);
                    } catch (DamagedModel e) {
                        throw new Failure.Conflict("model-damaged", String.valueOf(e.getMessage()));
                    }
                },
                false);
    }

    static Failure.Missing missing() {
        return new Failure.Missing("version-missing", "没有这个模型版本");
    }
}
