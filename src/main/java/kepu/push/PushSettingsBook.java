package kepu.push;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.UnaryOperator;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/** The settings of those residents who changed any, all in memory: the {@link Governor} asks for them at every look. Other nodes read changes every few seconds. */
public final class PushSettingsBook {
    /** Changes may become visible a little after their time. */
    private static final Duration OVERLAP = Duration.ofMinutes(1);

    private final PushSettingsStore store;
    private final Clock clock;
    private final Map<Long, PushSettings> byResident = new ConcurrentHashMap<>();
    private volatile LongConsumer changed = resident -> {};
    private Instant readUntil = Instant.EPOCH;

    PushSettingsBook(PushSettingsStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Tells of each resident whose settings changed. */
    void onChange(LongConsumer listener) {
        changed = listener;
    }

    /** What changed since the last time, by whichever node. */
    public Future<Void> refresh() {
        Instant now = clock.instant();
        return store.changedSince(readUntil.minus(OVERLAP)).map(rows -> {
            rows.forEach(this::keep);
            readUntil = now;
            return null;
        });
    }

    public PushSettings of(long resident) {
        return byResident.getOrDefault(resident, PushSettings.DEFAULT);
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
        byResident.remove(resident);
    }

    private Future<PushSettings> change(long resident, UnaryOperator<PushSettings> change) {
        return store.change(resident, clock.instant(), change).map(settings -> {
            keep(resident, settings);
            return settings;
        });
    }

    /** As exactly as it is kept. */
    private Instant instant() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void keep(long resident, PushSettings settings) {
        PushSettings before = byResident.put(resident, settings);
        if (!settings.equals(before)) {
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
