package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import kepu.base.Failure;
import kepu.content.Catalogue;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.rank.Person;
import kepu.recommend.release.Models;
import kepu.recommend.release.VersionId;
import kepu.recommend.rules.Sample;
import kepu.recommend.rules.Sampling;
import kepu.region.Regions;

/**
 * What versions, released or not, would show somebody: place by place with all that led to it. The somebody is made up, or drawn by chance
 * from the caller's scope and told only as widely as others share it. Nothing is kept, and nobody's counts or histories change.
 */
public final class Preview implements AutoCloseable {
    /** Stands for the version that is released, or for the untrained one before any is. */
    public static final String RELEASED = "released";

    private static final int THREADS = 1;
    private static final int KEPT_VERSIONS = 4;
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int RETRY_SECONDS = 2;

    /** Whom to show something. */
    public sealed interface Whom {
        /** Somebody made up. */
        record MadeUp(Persona persona) implements Whom {}

        /** A resident of the scope, drawn by chance; the same for the same seed, as long as the same people live there. */
        record Drawn(long seed) implements Whom {}
    }

    /**
     * What is asked for.
     *
     * @param versions ids, or {@link #RELEASED}
     * @param seed of the luck in exploring, the same for all versions
     */
    public record Wish(String name, List<String> versions, Whom whom, int places, long seed) {}

    /**
     * What one version would show.
     *
     * @param ownCounts whether behaviour is counted as the version wants it; else it used the counts of the versions that serve
     */
    public record Shown(String version, boolean ownCounts, List<Feeds.Shown> places) {}

    /** To whom, and what. */
    public record Result(String who, List<Shown> lists) {}

    /** A person and how they may be called. */
    private record Known(String who, Person person) {}

    /** What the preview asks of other rooms. */
    public record Rooms(Supplier<Catalogue> catalogue, Residents residents, Regions regions, Sampling sampling) {}

    /** Not an event loop's work, and one thread is enough for it. */
    private final WorkerExecutor worker;

    private final Feeds feeds;
    private final Models models;
    private final Rooms rooms;
    private final Clock clock;
    private final Semaphore free;
    private final Counter refused;
    private final Cache<VersionId, Model> loaded = Caffeine.newBuilder()
            .maximumSize(KEPT_VERSIONS)
            .expireAfterAccess(KEPT)
            .build();

    /** Makes at most {@code most} previews at once. */
    public Preview(Vertx vertx, Feeds feeds, Models models, Rooms rooms, Clock clock, int most, MeterRegistry meters) {
        this.worker = vertx.createSharedWorkerExecutor("preview", THREADS);
        this.feeds = feeds;
        this.models = models;
        this.rooms = rooms;
        this.clock = clock;
        this.free = new Semaphore(most);
        this.refused = meters.counter("kepu.models.preview.refused");
    }

    /**
     * Shows it. {@link Failure.Missing} without such a version, {@link Failure.Conflict} for a damaged one, {@link Failure.Forbidden}
     * outside the scope, {@link Failure.TooMany} while others are at it.
     */
    public Future<Result> of(Caller.OfStaff staff, Wish wish) {
        if (!free.tryAcquire()) {
            refused.increment();
            throw new Failure.TooMany("previews-busy", "正在生成的预览太多，请稍后再试", RETRY_SECONDS);
        }
        return models.known(wish.name())
                .compose(known -> versions(wish.name(), wish.versions()))
                .compose(found -> known(staff, wish.whom())
                        .compose(known -> worker.executeBlocking(() -> shown(known, found, wish), false)))
                .onComplete(done -> free.release());
    }

    @Override
    public void close() {
        worker.close();
    }

    private Future<Known> known(Caller.OfStaff staff, Whom whom) {
        return switch (whom) {
            case Whom.MadeUp(Persona persona) -> {
                rooms.regions().within(staff.scope(), persona.region());
                yield Future.succeededFuture(new Known(
                        persona.who(rooms.regions().name(persona.region())),
                        persona.person(rooms.catalogue().get(), clock.millis())));
            }
            case Whom.Drawn(long seed) ->
                rooms.sampling().draw(staff.scope(), 1, seed).compose(this::drawn);
        };
    }

    /** Somebody who was drawn may erase themself before they are looked at. */
    private Future<Known> drawn(List<Sample> drawn) {
        if (drawn.isEmpty()) {
            throw nobody();
        }
        Sample sample = drawn.getFirst();
        return rooms.residents()
                .resident(sample.resident())
                .recover(
                        failure -> Future.failedFuture(failure instanceof Failure.Unauthenticated ? nobody() : failure))
                .compose(feeds::person)
                .map(person -> new Known(sample.who(), person));
    }

    private Future<List<Model>> versions(String name, List<String> versions) {
        return Future.all(
                        versions.stream().map(version -> version(name, version)).toList())
                .map(all -> all.<Model>list());
    }

    private Future<Model> version(String name, String version) {
        return version.equals(RELEASED)
                ? models.releases()
                        .live(name)
                        .compose(live -> live.version()
                                .map(id -> load(new VersionId(name, id)))
                                .orElseGet(() -> Future.succeededFuture(Model.untrained())))
                : load(new VersionId(name, version));
    }

    private Future<Model> load(VersionId id) {
        Model known = loaded.getIfPresent(id);
        return known != null
                ? Future.succeededFuture(known)
                : models.load(id, ModelFile::read).onSuccess(model -> loaded.put(id, model));
    }

    private Result shown(Known known, List<Model> versions, Wish wish) {
        List<Shown> lists = new ArrayList<>();
        for (Model model : versions) {
            lists.add(new Shown(
                    model.version(),
                    feeds.countsFor(model),
                    feeds.traced(known.person(), model, wish.seed(), wish.places())));
        }
        return new Result(known.who(), lists);
    }

    private static Failure.Missing nobody() {
        return new Failure.Missing("nobody", "您的地区范围内没有居民可抽");
    }
}
