package kepu.push;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import kepu.base.Topic;
import kepu.store.Changes;
import org.jspecify.annotations.Nullable;

/** The settings of those residents who changed any, all in memory: the {@link Governor} asks for them at every look. */
public final class PushSettingsBook {
    private final PushSettingsStore store;
    private final Clock clock;
    private final Map<Long, PushSettingsStore.Kept> byResident = new ConcurrentHashMap<>();
    private volatile LongConsumer changed = resident -> {};
    private volatile Runnable tell = () -> {};

    PushSettingsBook(PushSettingsStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Tells of each resident whose settings changed. */
    void onChange(LongConsumer listener) {
        changed = listener;
    }

    /** Takes in what is wished on other nodes, and tells them. */
    void follow(Changes changes) {
        tell = changes.follow(
                "settings", keys -> take(keys.stream().map(Long::valueOf).collect(Collectors.toSet())), this::load);
    }

    /** Reads everything. */
    Future<Void> load() {
        return store.all().map(rows -> {
            byResident.keySet().stream()
                    .filter(resident -> !rows.containsKey(resident))
                    .forEach(this::forget);
            rows.forEach(this::keep);
            return null;
        });
    }

    public PushSettings of(long resident) {
        PushSettingsStore.Kept kept = byResident.get(resident);
        return kept == null ? PushSettings.DEFAULT : kept.settings();
    }

    /** Sets quiet hours from now on; null for those of everybody. */
    public Future<PushSettings> quiet(long resident, @Nullable Quiet quiet) {
        return change(resident, now -> new PushSettings(quiet, instant(), now.quiet(), now.senders(), now.topics()));
    }

    /** Takes no more, or takes again, what a sender sends. */
    public Future<PushSettings> sender(long resident, String sender, boolean unsubscribe) {
        return change(
                resident,
                now -> new PushSettings(
                        now.quiet(),
                        now.quietSince(),
                        now.earlier(),
                        with(now.senders(), sender, unsubscribe),
                        now.topics()));
    }

    /** Takes no more, or takes again, what is of a topic. */
    public Future<PushSettings> topic(long resident, Topic topic, boolean unsubscribe) {
        return change(
                resident,
                now -> new PushSettings(
                        now.quiet(),
                        now.quietSince(),
                        now.earlier(),
                        now.senders(),
                        with(now.topics(), topic, unsubscribe)));
    }

    void forget(long resident) {
        if (byResident.remove(resident) != null) {
            changed.accept(resident);
        }
    }

    private Future<Void> take(Set<Long> residents) {
        return store.of(residents).map(rows -> {
            residents.stream().filter(resident -> !rows.containsKey(resident)).forEach(this::forget);
            rows.forEach(this::keep);
            return null;
        });
    }

    private Future<PushSettings> change(long resident, UnaryOperator<PushSettings> change) {
        return store.change(resident, clock.instant(), change).map(kept -> {
            keep(resident, kept);
            tell.run();
            return kept.settings();
        });
    }

    /** As exactly as it is kept. */
    private Instant instant() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** What comes from here and what the log brings may cross: the later state stays. */
    private void keep(long resident, PushSettingsStore.Kept kept) {
        PushSettings before = of(resident);
        PushSettingsStore.Kept now =
                byResident.merge(resident, kept, (known, fresh) -> fresh.version() >= known.version() ? fresh : known);
        if (!now.settings().equals(before)) {
            changed.accept(resident);
        }
    }

    private <T> Map<T, Instant> with(Map<T, Instant> all, T one, boolean unsubscribe) {
        Map<T, Instant> changed = new HashMap<>(all);
        if (unsubscribe) {
            changed.putIfAbsent(one, instant());
        } else {
            changed.remove(one);
        }
        return changed;
    }
}
