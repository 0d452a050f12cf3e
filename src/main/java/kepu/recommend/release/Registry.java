package kepu.recommend.release;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kepu.store.Changes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of one name that serve on this node, as the release log says. It follows the log when {@link #refresh} is called, loads on a
 * worker and swaps at once. What cannot be loaded is refused, and the last released version that can be serves on.
 */
public final class Registry<M> {
    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    /** How many released versions back it looks for one that loads. */
    private static final int MOST_BACK = 5;
    /** The room under which changes tell of steps. */
    public static final String CHANGES = "releases";

    private final String name;
    private final Releases releases;
    private final Versions versions;
    private final Loader<M> loader;
    private final WorkerExecutor workers;
    private final Counter refusals;
    /** Why a version was refused, and of which files; read again only when they change. */
    private final Map<String, String> refused = new HashMap<>();

    private volatile State<M> state = State.nothing();

    Registry(String name, Models models, Loader<M> loader, MeterRegistry meters) {
        this.name = name;
        this.releases = models.releases();
        this.versions = models.versions();
        this.workers = models.workers();
        this.loader = loader;
        this.refusals = meters.counter("kepu.models.refused", "model", name);
    }

    /** Everything that a request needs, swapped as one. */
    private record State<M>(
            Live live,
            @Nullable Loaded<M> released,
            @Nullable Loaded<M> trial,
            Choice<M> others,
            Choice<M> chosen,
            Shares shares) {
        static <M> State<M> nothing() {
            return of("model", Live.NOTHING, null, null);
        }

        static <M> State<M> of(String name, Live live, @Nullable Loaded<M> released, @Nullable Loaded<M> trial) {
            Choice<M> others = released == null ? new Choice.Nothing<>() : new Choice.One<>(released.serving(false));
            return new State<>(
                    live,
                    released,
                    trial,
                    others,
                    trial == null ? others : chosen(live.trial(), released, trial, others),
                    new Shares(new VersionId(name, live.trial().version().orElse("00000000-000000-00000000"))));
        }

        private static <M> Choice<M> chosen(
                Trial form, @Nullable Loaded<M> released, Loaded<M> trial, Choice<M> others) {
            return switch (form) {
                case Trial.None none -> others;
                case Trial.Shadow shadow -> others;
                case Trial.Share share -> new Choice.One<>(trial.serving(true));
                case Trial.Interleave turns ->
                    released == null ? others : new Choice.Turns<>(released.serving(false), trial.serving(true));
            };
        }
    }

    private record Loaded<M>(String version, M model) {
        Choice.Serving<M> serving(boolean trial) {
            return new Choice.Serving<>(model, new Assignment(version, trial));
        }
    }

    /** Follows the log as steps are taken on any node. What versions have on disk, changes do not tell: they are to be told to reload. */
    public void follow(Changes changes) {
        releases.onStep(changes.follow(CHANGES, this::refresh));
    }

    /** What serves a resident of a village (12 digits); the same until the next step of the log. Any thread, without waiting. */
    public Choice<M> forResident(long resident, long village) {
        State<M> now = state;
        boolean chosen = switch (now.live().trial()) {
            case Trial.None none -> false;
            case Trial.Shadow shadow -> false;
            case Trial.Share share ->
                share.by() == Design.VILLAGES
                        ? now.shares().includesTownOf(village, share.percent())
                        : now.shares().includesResident(resident, share.percent());
            case Trial.Interleave turns -> now.shares().includesResident(resident, turns.percent());
        };
        return chosen ? now.chosen() : now.others();
    }

    /** The version that computes beside, unseen. */
    public Optional<Choice.Serving<M>> shadow() {
        State<M> now = state;
        Loaded<M> trial = now.trial();
        return now.live().trial() instanceof Trial.Shadow && trial != null
                ? Optional.of(trial.serving(true))
                : Optional.empty();
    }

    /** The released version as this node has it. */
    public Optional<Choice.Serving<M>> released() {
        return Optional.ofNullable(state.released()).map(loaded -> loaded.serving(false));
    }

    /** The version on trial, in whatever form. */
    public Optional<Choice.Serving<M>> trial() {
        return Optional.ofNullable(state.trial()).map(loaded -> loaded.serving(true));
    }

    /** Follows the log; called again and again, not twice at once. Fails only when the log cannot be read. */
    public Future<Void> refresh() {
        State<M> before = state;
        return releases.live(name, before.live())
                .compose(live -> workers.executeBlocking(() -> swapped(before, live), false))
                .mapEmpty();
    }

    private boolean swapped(State<M> before, Live live) {
        Loaded<M> released = released(before, live.released());
        Loaded<M> trial =
                live.trial().version().map(version -> loaded(before, version)).orElse(null);
        boolean same = version(released).equals(version(before.released()))
                && version(trial).equals(version(before.trial()));
        if (same && live.equals(before.live())) {
            return false;
        }
        state = State.of(name, live, released, trial);
        LOG.info("model {} serves {}, on trial {}", name, version(released), version(trial));
        return true;
    }

    private static String version(@Nullable Loaded<?> loaded) {
        return loaded == null ? "nothing" : loaded.version();
    }

    /** The latest released version that can be had. */
    private @Nullable Loaded<M> released(State<M> before, List<String> released) {
        for (int i = released.size() - 1; i >= Math.max(0, released.size() - MOST_BACK); i--) {
            Loaded<M> loaded = loaded(before, released.get(i));
            if (loaded != null) {
                return loaded;
            }
        }
        return null;
    }

    private @Nullable Loaded<M> loaded(State<M> before, String version) {
        Loaded<M> released = before.released();
        Loaded<M> trial = before.trial();
        if (released != null && released.version().equals(version)) {
            return released;
        }
        return trial != null && trial.version().equals(version) ? trial : load(new VersionId(name, version));
    }

    private @Nullable Loaded<M> load(VersionId id) {
        String files = versions.fingerprint(id);
        if (files.equals(refused.get(id.version()))) {
            return null;
        }
        try {
            versions.verified(id);
            Loaded<M> loaded = new Loaded<>(id.version(), loader.load(versions.folder(id)));
            refused.remove(id.version());
            return loaded;
        } catch (IOException | RuntimeException e) {
            refused.put(id.version(), files);
            refusals.increment();
            LOG.error("model version {} is refused: {}", id, e.toString());
            return null;
        }
    }
}
