package kepu.push.audience;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.activity.Lot;
import kepu.activity.ServiceStore;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.people.Residents;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.Readings;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of residents at work: one thread of its own asks and changes it, in the order of what comes, so it needs no locks and no event
 * loop waits for it. Another lays it at the boot, every night, and when its tail is full; what changes meanwhile is told to both.
 *
 * <p>Until it is laid, and for the few audiences that it does not hold, the database answers: it says the same, only later, so a boot is no
 * outage for those who plan campaigns; what takes the database too long ends as 503 like any other statement.
 */
public final class AudienceIndex {
    private static final Logger LOG = LoggerFactory.getLogger(AudienceIndex.class);
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final Duration LONGEST_READING = Duration.ofHours(2);

    private final AudienceStore store;
    private final Clock clock;
    private final Config.Audience config;
    private final ResidentIndex.Limits limits;
    /** Asks and changes; one thread, first come first served. */
    private final WorkerExecutor thread;

    private final Readings readings;

    private final AudienceMeters measured;
    private final AtomicBoolean laying = new AtomicBoolean();
    private volatile boolean ready;
    private volatile @Nullable Instant laidAt;

    /** Only touched on {@link #thread}, like all below. */
    private @Nullable ResidentIndex present;

    private @Nullable List<Consumer<ResidentIndex>> meanwhile;

    public AudienceIndex(
            Vertx vertx,
            Database database,
            DatabaseAddress address,
            Clock clock,
            Config.Audience config,
            MeterRegistry meters) {
        this.store = new AudienceStore(database);
        this.clock = clock;
        this.config = config;
        this.limits = new ResidentIndex.Limits(config.occupations(), config.openedSets());
        this.thread = vertx.createSharedWorkerExecutor("audience", 1);
        this.readings = new Readings(vertx, "audience-reading", address, LONGEST_READING);
        this.measured = new AudienceMeters(meters);
    }

    /** Reads an expression that somebody sent, within the limits; {@link Failure.Invalid} with every fault. */
    public Audience read(JsonObject json, String pointer) {
        try {
            return AudienceJson.read(
                    json, pointer, new AudienceJson.Limits(config.terms(), config.depth(), config.words()));
        } catch (Failure.Invalid invalid) {
            if (invalid.type().equals(AudienceJson.TOO_LARGE)) {
                measured.tooLarge.increment();
            }
            throw invalid;
        }
    }

    /** Hears of residents who come, change, move and go. */
    public void follow(Residents people) {
        people.onJoin(resident -> change(index -> index.put(resident)));
        people.onChange(resident -> change(index -> index.put(resident)));
        people.onErase((transaction, resident) -> Future.succeededFuture(), this::erased);
    }

    private void erased(long resident) {
        change(index -> index.remove(resident));
    }

    /** Services were counted just now. */
    public void served(List<ServiceStore.Served> services) {
        if (!services.isEmpty()) {
            change(index -> services.forEach(service -> index.served(service.person(), service.day())));
        }
    }

    /** Items were opened, and services counted by that. */
    public void learn(Lot lot) {
        List<Event> openings = lot.met().stream()
                .map(Lot.Met::event)
                .filter(event -> event.type() == EventType.OPEN || event.type() == EventType.PLAY)
                .toList();
        if (!openings.isEmpty()) {
            change(index -> openings.forEach(index::opened));
        }
        served(lot.served());
    }

    /** Begins to lay it. */
    public void start() {
        lay().onFailure(this::warn);
    }

    private void warn(Throwable cause) {
        if (!readings.isClosed()) {
            LOG.warn("the audience index is not laid: {}", cause.toString());
        }
    }

    /** Whether it answers itself. */
    public boolean isReady() {
        return ready;
    }

    /**
     * Lays it anew from the database; while that is going on nothing happens. It takes so long as reading all residents and the space of a
     * second index.
     */
    public Future<Void> lay() {
        if (!laying.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        return onThread(() -> meanwhile = new ArrayList<>())
                .compose(begun -> readings.read(bulk -> Laying.lay(bulk, limits)))
                .compose(fresh -> onThread(() -> take(fresh)))
                .onComplete(done -> laying.set(false));
    }

    /** Work of every minute: lays it when that failed, when the tail is full, and once a night. */
    public Future<Void> tick() {
        return isDue() ? lay() : Future.succeededFuture();
    }

    private boolean isDue() {
        Instant laid = laidAt;
        if (laid == null || measured.tailed() > config.tail()) {
            return true;
        }
        Instant due = clock.instant()
                .atZone(Beijing.ZONE)
                .with(LocalTime.parse(config.layAt()))
                .toInstant();
        return laid.isBefore(due) && !clock.instant().isBefore(due);
    }

    /**
     * The residents of an audience by region of {@code level} and by group.
     *
     * @param connected ids of residents, of whom is told how many are of it
     */
    public Future<Census> census(Audience audience, Level level, Collection<Long> connected) {
        int year = year();
        return answer(
                audience,
                plan -> plan.census(level, positions(connected)),
                () -> store.census(audience, level, connected, year));
    }

    /** How many residents an audience has. */
    public Future<Long> count(Audience audience) {
        int year = year();
        return answer(audience, Plan::count, () -> store.count(audience, year));
    }

    /** At most {@code most} residents of an audience, drawn by a seed. */
    public Future<Drawn> draw(Audience audience, int most, long seed) {
        int year = year();
        return answer(audience, plan -> plan.draw(most, seed), () -> store.draw(audience, year, most, seed));
    }

    /**
     * Residents of a region, drawn by a seed, or all when they are no more than {@code most}; {@link Failure.Unavailable} until the index is
     * laid.
     */
    Future<List<Sketch>> sample(RegionCode region, int most, long seed) {
        return thread.executeBlocking(
                () -> {
                    ResidentIndex index = present;
                    if (index == null) {
                        throw new Failure.Unavailable("audience-index-laying", "居民索引正在建立，请过一会儿再试");
                    }
                    return index.sample(region, most, new SplittableRandom(seed));
                },
                false);
    }

    /** Breaks off what is being read; done when nothing runs any more. */
    public Future<Void> close() {
        return readings.close()
                .compose(done -> thread.<@Nullable Void>executeBlocking(() -> null, false))
                .eventually(thread::close);
    }

    /** The residents of an audience at this moment; {@link Failure.Conflict} when they are more than can be kept. */
    public Future<Members> members(Audience audience) {
        int year = year();
        return answer(
                audience,
                plan -> {
                    requireMembers(audience, plan.count());
                    return plan.members();
                },
                () -> store.count(audience, year).compose(count -> {
                    requireMembers(audience, count);
                    return store.members(audience, year);
                }));
    }

    /** {@link Failure.Conflict} when an audience asks what residents did and has more of them than can be kept. */
    public void requireMembers(Audience audience, long count) {
        if (audience.asksActivity() && count > config.members()) {
            measured.tooManyMembers.increment();
            throw new Failure.Conflict(
                    "audience-too-many", "按“服务过、打开过”选的人群最多 %,d 人，现在有 %,d 人，请缩小地区".formatted(config.members(), count));
        }
    }

    private interface Elsewhere<T> {
        Future<T> answer();
    }

    private <T> Future<T> answer(Audience audience, Function<Plan, T> question, Elsewhere<T> database) {
        if (measured.waiting.incrementAndGet() > config.waiting()) {
            measured.waiting.decrementAndGet();
            measured.refused.increment();
            return Future.failedFuture(new Failure.TooMany("audience-busy", "正在估算的人太多，请稍后再试", RETRY_AFTER_SECONDS));
        }
        return prepared(audience)
                .compose(prepared -> asked(audience, question))
                .onComplete(done -> measured.waiting.decrementAndGet())
                .compose(found -> found.map(Future::succeededFuture).orElseGet(() -> {
                    measured.byDatabase.increment();
                    return database.answer();
                }));
    }

    /** The answer, or nothing when the index is not laid or does not hold it. */
    private <T> Future<Optional<T>> asked(Audience audience, Function<Plan, T> question) {
        int year = year();
        return thread.executeBlocking(
                () -> {
                    ResidentIndex index = present;
                    if (index == null) {
                        return Optional.<T>empty();
                    }
                    Timer.Sample sample = Timer.start();
                    Optional<T> found = Compiler.plan(index, audience, year).map(question);
                    sample.stop(measured.answer);
                    return found;
                },
                false);
    }

    /** Reads the openings that an audience asks for and that are not here yet. */
    private Future<Void> prepared(Audience audience) {
        Future<Void> all = Future.succeededFuture();
        if (ready) {
            for (Audience.Opened term : Compiler.opened(audience).distinct().toList()) {
                all = all.compose(before -> prepared(term));
            }
        }
        return all;
    }

    private Future<Void> prepared(Audience.Opened term) {
        return thread.executeBlocking(() -> present == null || present.opened().find(term) != null, false)
                .compose(there -> there ? Future.succeededFuture(Optional.<Integer>empty()) : store.item(term.item()))
                .compose(item -> item.isEmpty() ? Future.succeededFuture() : opened(term, item.get()));
    }

    private Future<Void> opened(Audience.Opened term, int item) {
        return onThread(() -> {
                    if (present != null) {
                        present.opened().begin(term, item);
                    }
                })
                .compose(begun -> readings.read(bulk -> opened(bulk, term, item)))
                .compose(people -> people.isEmpty()
                        ? Future.succeededFuture()
                        : onThread(() -> {
                            if (present != null) {
                                present.opened().complete(term, positions(people.get()));
                            }
                        }));
    }

    /** Empty when there are more than are kept. */
    private Optional<List<Long>> opened(Bulk bulk, Audience.Opened term, int item) throws SQLException {
        List<Long> people = new ArrayList<>();
        AudienceStore.opened(bulk, term, item, config.openedResidents() + 1, people::add);
        if (people.size() > config.openedResidents()) {
            measured.tooManyOpened.increment();
            return Optional.empty();
        }
        return Optional.of(people);
    }

    private void take(ResidentIndex fresh) {
        List<Consumer<ResidentIndex>> changes = meanwhile;
        if (changes != null) {
            changes.forEach(change -> change.accept(fresh));
        }
        meanwhile = null;
        present = fresh;
        ready = true;
        laidAt = clock.instant();
        measured.size(fresh.places());
        LOG.info(
                "the audience index holds {} residents in {} MiB",
                fresh.places().residents(),
                fresh.bytes() >> 20);
    }

    private void change(Consumer<ResidentIndex> change) {
        onThread(() -> {
                    if (meanwhile != null) {
                        meanwhile.add(change);
                    }
                    if (present != null) {
                        change.accept(present);
                        measured.size(present.places());
                    }
                })
                .onFailure(cause -> LOG.warn("the audience index missed a change: {}", cause.toString()));
    }

    private RoaringBitmap positions(Collection<Long> ids) {
        RoaringBitmap positions = new RoaringBitmap();
        ResidentIndex index = present;
        if (index != null) {
            ids.forEach(id -> {
                int position = index.places().find(id);
                if (position >= 0) {
                    positions.add(position);
                }
            });
        }
        return positions;
    }

    private Future<Void> onThread(Runnable work) {
        return thread.executeBlocking(
                () -> {
                    work.run();
                    return null;
                },
                false);
    }

    private int year() {
        return Beijing.year(clock.instant());
    }
}
