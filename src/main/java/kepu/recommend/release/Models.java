package kepu.recommend.release;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import org.jspecify.annotations.Nullable;

/** The room's parts put together, and the questions that need several of them. */
public final class Models implements AutoCloseable {
    private static final int THREADS = 2;
    /** Reading a large binary takes its time. */
    private static final long LONGEST_MINUTES = 10;

    /** What a search came to is one word. */
    private static final Pattern WORD = Pattern.compile("[a-z]{1,20}");

    private final WorkerExecutor workers;
    private final ReleaseStore store;
    private final Versions versions;
    private final Definitions definitions;
    private final Releases releases;
    private final Experiments experiments;
    private final Training training;
    private final Training tuning;
    private final Nightly nightly;
    private final int listed;

    public Models(Vertx vertx, Database database, DatabaseAddress address, Config config, Clock clock) {
        this(
                vertx,
                database,
                config,
                clock,
                training(vertx, address, config, clock),
                tuning(vertx, address, config, clock));
    }

    /** With other processes. */
    Models(Vertx vertx, Database database, Config config, Clock clock, Training training, Training tuning) {
        this.workers = vertx.createSharedWorkerExecutor("models", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
        this.store = new ReleaseStore(database);
        this.versions = new Versions(config.versions(), config.models().mostMebibytes());
        this.definitions = new Definitions(config.models().definitions());
        this.releases = new Releases(store, versions, workers);
        this.experiments = new Experiments(store, releases);
        this.training = training;
        this.tuning = tuning;
        this.nightly = new Nightly(
                store,
                definitions,
                training,
                tuning::isRunning,
                workers,
                clock,
                config.models().trainAt());
        this.listed = config.models().listedVersions();
    }

    /** A model with its definition, null or faulty when there is none that can be read, its versions and what is live. */
    public record Model(
            String name,
            @Nullable JsonObject definition,
            @Nullable String fault,
            List<Versions.Entry> versions,
            Live live) {}

    /** Every model that has a definition or a version. */
    public Future<List<Model>> list() {
        return workers.executeBlocking(this::onDisk, false)
                .compose(found ->
                        Future.all(found.stream().map(this::withLive).toList()).map(all -> all.<Model>list()));
    }

    /** The card of a version; {@link Failure.Missing}, or {@link Failure.Conflict} {@code model-damaged}. */
    public Future<Card> card(VersionId id) {
        return workers.executeBlocking(
                () -> {
                    try {
                        return versions.find(id).orElseThrow(Releases::missing);
                    } catch (DamagedModel e) {
                        throw new Failure.Conflict("model-damaged", String.valueOf(e.getMessage()));
                    }
                },
                false);
    }

    /** A version as {@code loader} reads it, whether it serves or not; failures as those of {@link #card}. */
    public <M> Future<M> load(VersionId id, Loader<M> loader) {
        return workers.executeBlocking(
                () -> {
                    if (versions.isMissing(id)) {
                        throw Releases.missing();
                    }
                    try {
                        versions.verified(id);
                        return loader.load(versions.folder(id));
                    } catch (DamagedModel e) {
                        throw new Failure.Conflict("model-damaged", String.valueOf(e.getMessage()));
                    } catch (IOException e) {
                        throw new Failure.Conflict("model-damaged", "模型版本 " + id + " 读不出来");
                    }
                },
                false);
    }

    /** {@link Failure.Missing} unless there is a definition or a version of this name. */
    public Future<Void> known(String name) {
        return workers.executeBlocking(
                () -> {
                    if (!names().contains(name)) {
                        throw missing();
                    }
                    return null;
                },
                false);
    }

    /** Starts a training of a definition, some of whose values are others this time; gives the job. */
    public Future<String> train(Caller.OfStaff staff, String name, Map<String, String> values) {
        List<String> options = values.entrySet().stream()
                .flatMap(value -> Stream.of("--set", value.getKey() + "=" + value.getValue()))
                .toList();
        return start(staff, "model.train", name, training, options);
    }

    /** Starts a search for a better definition with these options of the command; gives the job. */
    public Future<String> tune(Caller.OfStaff staff, String name, List<String> options) {
        return start(staff, "model.tune", name, tuning, options);
    }

    /** Ends the search that runs on this node, what was tried stays; gives its job. {@link Failure.Conflict} when none runs. */
    public Future<String> stopTuning(Caller.OfStaff staff, String name) {
        return defined(name)
                .compose(known -> blocking(() -> tuning.stop(name)
                        .orElseThrow(() -> new Failure.Conflict("tuning-not-running", "现在没有在搜索，可能刚刚结束了"))))
                .compose(job -> traced(staff, "model.tune-stop", name, new JsonObject().put("job", job))
                        .map(job));
    }

    private Future<String> start(
            Caller.OfStaff staff, String action, String name, Training process, List<String> options) {
        return defined(name)
                .compose(known -> process.start(name, options))
                .compose(job -> traced(
                                staff,
                                action,
                                name,
                                new JsonObject().put("job", job).put("options", new JsonArray(options)))
                        .map(job));
    }

    private Future<Void> traced(Caller.OfStaff staff, String action, String name, JsonObject detail) {
        return store.transact(transaction -> Audit.add(transaction, staff.id(), action, name, detail));
    }

    /** {@link Failure.Missing} unless there is a definition of this name. */
    public Future<Void> defined(String name) {
        return blocking(() -> {
            if (!definitions.names().contains(name)) {
                throw missing();
            }
            return null;
        });
    }

    /** What reads files of models and must not be done on an event loop. */
    public <T> Future<T> blocking(Callable<T> work) {
        return workers.executeBlocking(work, false);
    }

    /** A registry of the models of one name, to be refreshed again and again. */
    public <M> Registry<M> registry(String name, Loader<M> loader, MeterRegistry meters) {
        return new Registry<>(name, this, loader, meters);
    }

    public Versions versions() {
        return versions;
    }

    public Releases releases() {
        return releases;
    }

    public Experiments experiments() {
        return experiments;
    }

    public Training training() {
        return training;
    }

    /** Searches for better definitions. */
    public Training tuning() {
        return tuning;
    }

    public Nightly nightly() {
        return nightly;
    }

    WorkerExecutor workers() {
        return workers;
    }

    @Override
    public void close() {
        training.close();
        tuning.close();
        workers.close();
    }

    private static Training training(Vertx vertx, DatabaseAddress address, Config config, Clock clock) {
        return new Training(
                vertx,
                address,
                TrainCommand.own(config, address),
                Duration.ofMinutes(config.models().trainMinutes()),
                clock);
    }

    private static Training tuning(Vertx vertx, DatabaseAddress address, Config config, Clock clock) {
        return new Training(
                vertx,
                address,
                TrainCommand.tuning(config, address),
                WORD.asMatchPredicate(),
                Duration.ofMinutes(config.models().trainMinutes()),
                clock);
    }

    private Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>(definitions.names());
        names.addAll(versions.names());
        return names;
    }

    private List<Model> onDisk() throws IOException {
        List<String> defined = definitions.names();
        List<Model> models = new ArrayList<>();
        for (String name : names()) {
            Definitions.Definition definition =
                    defined.contains(name) ? definitions.read(name) : new Definitions.Definition(name, null, null);
            models.add(new Model(
                    name, definition.content(), definition.fault(), versions.list(name, listed), Live.NOTHING));
        }
        return models;
    }

    private Future<Model> withLive(Model model) {
        return releases.live(model.name())
                .map(live -> new Model(model.name(), model.definition(), model.fault(), model.versions(), live));
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("model-missing", "没有这个模型");
    }
}
