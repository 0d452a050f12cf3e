package kepu.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.config.Config;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Changes;
import kepu.store.Database;
import kepu.store.cache.Filled;
import org.jspecify.annotations.Nullable;

/** Profiles of residents, cached; their change, export and erasure, in which later rooms take part. */
public final class Residents {
    /** Deletes what a room keeps of a resident, inside the one transaction of the erasure. */
    public interface Erasing {
        Future<Void> erase(SqlClient transaction, long resident);
    }

    /** Where the log of changes has them. */
    public static final String ROOM = "residents";

    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration ABSENCE = Duration.ofMinutes(1);

    private final Database database;
    private final PeopleStore store;
    private final Secrets secrets;
    private final Regions regions;
    private final Clock clock;
    private final Cache<Long, Known> cache;
    /** What nodes keep for each other; null on one that has nobody to share with. */
    private volatile @Nullable Filled<Resident> shared;

    private final List<Erasing> erasing = new CopyOnWriteArrayList<>();
    private final List<LongConsumer> erased = new CopyOnWriteArrayList<>();
    private final List<Consumer<Resident>> joined = new CopyOnWriteArrayList<>();
    private final List<Consumer<Resident>> changed = new CopyOnWriteArrayList<>();
    private final List<Consumer<Resident>> changedHere = new CopyOnWriteArrayList<>();
    private final List<Runnable> reloaded = new CopyOnWriteArrayList<>();
    private final List<Supplier<Future<Set<Long>>>> followed = new CopyOnWriteArrayList<>();
    private final List<Export> exports = new CopyOnWriteArrayList<>();
    /** How often a profile was changed or heard to be: what was read from before that is not kept. */
    private final AtomicLong edition = new AtomicLong();

    private volatile Runnable tell = () -> {};

    /** A profile in memory, and whether listeners have heard of it: who was only asked for may be news to them. */
    private record Known(Resident resident, boolean isTold) {}

    private record Export(String name, LongFunction<Future<JsonArray>> read) {}

    public Residents(
            Database database, PeopleStore store, Secrets secrets, Regions regions, Clock clock, Config.People config) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.regions = regions;
        this.clock = clock;
        this.cache = Caffeine.newBuilder()
                .maximumSize(config.cachedProfiles())
                // on the thread that asks: waking another for so little takes longer
                .executor(Runnable::run)
                .build();
    }

    /** Registers what a room does when a resident is erased: {@code store} in the transaction, {@code memory} after it. */
    public void onErase(Erasing stored, LongConsumer memory) {
        erasing.add(stored);
        erased.add(memory);
    }

    /** Registers a listener for those who register. */
    public void onJoin(Consumer<Resident> listener) {
        joined.add(listener);
    }

    /** Registers a listener for changed profiles, on whichever node they changed. */
    public void onChange(Consumer<Resident> listener) {
        changed.add(listener);
    }

    /** Registers a listener for profiles that this node changed: what has to be done once for all nodes, before anybody acts on the change. */
    public void onChangeHere(Consumer<Resident> listener) {
        changedHere.add(listener);
    }

    /** Registers what a room does when more changed than can be told one by one. */
    public void onReload(Runnable listener) {
        reloaded.add(listener);
    }

    /** Registers residents whose changes a room must hear of although their profiles may have left the cache. */
    public void alsoFollow(Supplier<Future<Set<Long>>> others) {
        followed.add(others);
    }

    /** Takes in what other nodes change, and tells them. */
    public void follow(Changes changes) {
        tell = changes.follow(ROOM, this::take, this::reload);
    }

    /** Looks for profiles that are not in memory where other nodes keep theirs, before the database; {@code ground} marks {@link #ROOM}. */
    public void share(Filled.Ground ground) {
        Duration life = ground.config().longest();
        shared = new Filled<>(
                ground,
                new Filled.Kind("resident", ProfileForm.VERSION, ROOM, life, Duration.ZERO, ABSENCE),
                new ProfileForm());
    }

    /** Registers what a room adds, under {@code name}, to the export of a resident's data. */
    public void onExport(String name, LongFunction<Future<JsonArray>> read) {
        exports.add(new Export(name, read));
    }

    /** The profile; {@link Failure.Unauthenticated} when the resident has erased themself. */
    public Future<Resident> resident(long id) {
        Known cached = cache.getIfPresent(id);
        if (cached != null) {
            return Future.succeededFuture(cached.resident());
        }
        long before = edition.get();
        return read(id).map(found -> {
            Resident resident = found.orElseThrow(Residents::gone);
            cache.asMap().compute(id, (same, newer) -> edition.get() == before ? new Known(resident, false) : newer);
            return resident;
        });
    }

    private Future<Optional<Resident>> read(long id) {
        Filled<Resident> kept = shared;
        return kept == null ? store.resident(id) : kept.get(Long.toString(id), () -> store.resident(id));
    }

    /** What other nodes may have kept of before is not to be read again here, even for a moment. */
    private void outdate(long id) {
        Filled<Resident> kept = shared;
        if (kept != null) {
            kept.forget(Long.toString(id));
        }
    }

    public Optional<Resident> cached(long id) {
        return Optional.ofNullable(cache.getIfPresent(id)).map(Known::resident);
    }

    Future<Optional<Resident>> byPhone(Phone phone) {
        return store.residentByPhone(phoneHash(secrets, phone));
    }

    Future<Resident> add(Phone phone, Newcomer newcomer) {
        return store.addResident(
                        phoneHash(secrets, phone),
                        secrets.seal(phone.digits()),
                        newcomer,
                        PrivacyText.VERSION,
                        clock.instant())
                .map(resident -> {
                    put(resident);
                    joined.forEach(listener -> listener.accept(resident));
                    tell.run();
                    return resident;
                });
    }

    /** The key under which a phone is found; also for bulk loading. */
    public static byte[] phoneHash(Secrets secrets, Phone phone) {
        return secrets.hash("phone", phone.digits());
    }

    /** The resident's own number, masked; empty for one made without. */
    public Future<Optional<String>> maskedPhone(long id) {
        return store.sealedPhone(id).map(found -> found.map(bytes -> new Phone(secrets.open(bytes)).masked()));
    }

    /** Changes a profile. Whoever turns out to be under 14 is left with the least of it until a guardian consents ({@link Minority}). */
    public Future<Resident> change(long id, ProfileChange change) {
        if (change.village() != null) {
            regions.known(RegionCode.village(change.village()));
        }
        return database.transact(transaction -> PeopleStore.locked(transaction, id)
                        .compose(found -> changed(transaction, found.orElseThrow(Residents::gone), change)))
                .map(now -> now.isEmptied() ? emptied(now.resident()) : told(now.resident()));
    }

    /** Consents to the privacy policy anew, now that its words have changed; {@link Failure.Conflict} {@code consent-outdated} to other words. */
    public Future<Resident> consent(long id, String version) {
        if (!version.equals(PrivacyText.VERSION)) {
            throw new Failure.Conflict("consent-outdated", "隐私政策又改过了。请把页面重新打开，看过新的再同意");
        }
        return database.transact(transaction -> ConsentStore.consent(transaction, id, version, clock.instant()))
                .map(found -> told(found.orElseThrow(Residents::gone)));
    }

    private record Changed(Resident resident, boolean isEmptied) {}

    private Future<Changed> changed(SqlClient transaction, Resident before, ProfileChange change) {
        boolean begins = Minority.begins(before, change, clock.instant());
        return PeopleStore.change(transaction, before.id(), change)
                .compose(found -> begins
                        ? empty(transaction, before.id())
                        : Future.succeededFuture(found.orElseThrow(Residents::gone)))
                .map(now -> new Changed(now, begins));
    }

    /** Takes away what all rooms keep of a resident who stays, and what of the profile is more than the least. The caller holds them. */
    Future<Resident> empty(SqlClient transaction, long id) {
        return eraseRooms(transaction, id).compose(done -> GuardianStore.empty(transaction, id));
    }

    /** Forgets in memory what was taken away, and tells of what is left. */
    Resident emptied(Resident resident) {
        erased.forEach(memory -> memory.accept(resident.id()));
        return told(resident);
    }

    /** Takes a group out of the profile, or a topic out of it and out of all that may be learned; the same again changes nothing. */
    Future<Resident> withoutTag(long id, Tag tag) {
        Future<Optional<Resident>> stored = switch (tag) {
            case Tag.OfGroup(Group group) -> store.withoutGroup(id, group);
            case Tag.OfTopic(Topic topic) -> store.withoutTopic(id, topic);
        };
        return stored.map(found -> told(found.orElseThrow(Residents::gone)));
    }

    /** Deletes the resident and every trace in all rooms, as a whole or not at all. */
    public Future<Void> erase(long id) {
        return database.transact(transaction -> PeopleStore.lock(transaction, id)
                        .compose(locked -> eraseRooms(transaction, id))
                        .compose(done -> store.erase(transaction, id)))
                .map(done -> {
                    outdate(id);
                    forget(id);
                    tell.run();
                    return null;
                });
    }

    private Future<Void> eraseRooms(SqlClient transaction, long id) {
        Future<Void> steps = Future.succeededFuture();
        for (Erasing step : erasing) {
            steps = steps.compose(done -> step.erase(transaction, id));
        }
        return steps;
    }

    /** All that is stored of the resident beside the profile, by room. */
    public Future<JsonObject> export(long id) {
        List<Future<JsonArray>> parts = new ArrayList<>();
        exports.forEach(export -> parts.add(export.read().apply(id)));
        return Future.all(parts).map(all -> {
            JsonObject object = new JsonObject();
            for (int i = 0; i < exports.size(); i++) {
                object.put(exports.get(i).name(), all.<JsonArray>resultAt(i));
            }
            return object;
        });
    }

    /** Keeps a changed profile and tells the listeners. */
    Resident told(Resident resident) {
        outdate(resident.id());
        changedHere.forEach(listener -> listener.accept(resident));
        keep(resident);
        tell.run();
        return resident;
    }

    private void keep(Resident resident) {
        put(resident);
        changed.forEach(listener -> listener.accept(resident));
    }

    private void put(Resident resident) {
        edition.incrementAndGet();
        cache.put(resident.id(), new Known(resident, true));
    }

    /** Tells of a resident and keeps nothing. */
    private void pass(Resident resident) {
        changed.forEach(listener -> listener.accept(resident));
    }

    private void forget(long id) {
        edition.incrementAndGet();
        cache.invalidate(id);
        erased.forEach(memory -> memory.accept(id));
    }

    private Future<Void> take(Set<String> keys) {
        return take(keys.stream().map(Long::valueOf).toList());
    }

    /** Those in the cache, those whom rooms follow beside them, and whatever rooms can only read as a whole. */
    private Future<Void> reload() {
        return Future.all(followed.stream().map(Supplier::get).toList())
                .compose(others -> take(withCached(others.list())))
                .map(done -> {
                    reloaded.forEach(Runnable::run);
                    return null;
                });
    }

    private List<Long> withCached(List<Set<Long>> others) {
        Set<Long> ids = new HashSet<>(cache.asMap().keySet());
        others.forEach(ids::addAll);
        return List.copyOf(ids);
    }

    private Future<Void> take(List<Long> ids) {
        Future<Void> all = Future.succeededFuture();
        for (int i = 0; i < ids.size(); i += MOST_AT_ONCE) {
            List<Long> some = ids.subList(i, Math.min(ids.size(), i + MOST_AT_ONCE));
            all = all.compose(done -> takeSome(some));
        }
        return all;
    }

    /** A profile that changes here meanwhile is the newer one, and heard of again; one that was only asked for is not told yet. */
    private Future<Void> takeSome(List<Long> ids) {
        edition.incrementAndGet();
        Map<Long, Known> before = cache.getAllPresent(ids);
        return store.residents(ids).map(found -> {
            for (long id : ids) {
                Resident now = found.get(id);
                Known known = cache.getIfPresent(id);
                boolean isSame = Objects.equals(known, before.get(id));
                if (now == null) {
                    forget(id);
                } else if (known == null || !isSame && !known.isTold()) {
                    heedHeld(now);
                    pass(now);
                } else if (isSame && !known.equals(new Known(now, true))) {
                    heedHeld(now);
                    keep(now);
                }
            }
            return null;
        });
    }

    /** Another node may have emptied them: what rooms here remember of before is not to be used. */
    private void heedHeld(Resident now) {
        if (now.isHeld(clock.instant())) {
            erased.forEach(memory -> memory.accept(now.id()));
        }
    }

    static Failure.Unauthenticated gone() {
        return new Failure.Unauthenticated("resident-gone", "这个账号已注销");
    }
}
