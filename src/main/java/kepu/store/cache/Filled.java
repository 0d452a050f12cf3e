package kepu.store.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import kepu.config.Caching;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values of one kind that are made when they are missing: once for all who wait for one, whether that succeeds or not. That there is none
 * is kept too. A value past its time is served while another is made; one that {@link Marks} says has changed never is.
 *
 * @param <T> a value
 */
public final class Filled<T> {
    /** How values are written. What cannot be read is to be made again. */
    public interface Form<T> {
        ByteBuffer write(T value);

        /** A {@link RuntimeException} when these are no such bytes. */
        T read(ByteBuffer bytes);
    }

    /**
     * What is kept.
     *
     * @param kind as in {@link Cache.Key}, without a version
     * @param version of the form: two releases with different ones keep values beside each other
     * @param room under which the log of changes has what a value is of, by its id
     * @param life after which a value is made again, and for how long it may be served yet meanwhile; together not more than
     *     {@code cache.longestMinutes}
     * @param absence for how long it is kept that there is none
     */
    public record Kind(String kind, int version, String room, Duration life, Duration stale, Duration absence) {
        Cache.Key key(String id) {
            return new Cache.Key(kind + "." + version, id);
        }
    }

    /** What values are kept in and judged by. */
    public record Ground(Vertx vertx, Cache cache, Marks marks, Clock clock, Caching config, MeterRegistry meters) {}

    /** A value on its way to all who wait for it. */
    private static final class Flight<T> {
        private final long stamp;
        private final Promise<Optional<T>> promise = Promise.promise();

        Flight(long stamp) {
            this.stamp = stamp;
        }
    }

    private record Held<T>(Optional<T> value, boolean isStale) {}

    private static final Logger LOG = LoggerFactory.getLogger(Filled.class);
    private static final int PERCENT = 100;

    private final Ground ground;
    private final Kind kind;
    private final Form<T> form;
    private final ConcurrentMap<String, Flight<T>> flights = new ConcurrentHashMap<>();
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();
    private final Counter found;
    private final Counter stale;
    private final Counter missed;
    private final Counter outdated;
    private final Counter joined;
    private final Counter filled;
    private final Counter failed;
    private final Counter postponed;

    public Filled(Ground ground, Kind kind, Form<T> form) {
        this.ground = ground;
        this.kind = kind;
        this.form = form;
        this.found = asked("found");
        this.stale = asked("stale");
        this.missed = asked("missed");
        this.outdated = asked("outdated");
        this.joined = asked("joined");
        this.filled = ground.meters().counter("kepu.cache.fills", "kind", kind.kind(), "result", "done");
        this.failed = ground.meters().counter("kepu.cache.fills", "kind", kind.kind(), "result", "failed");
        this.postponed = ground.meters().counter("kepu.cache.refused", "limit", "refreshes");
    }

    /** The value, or that there is none. {@code fill} reads it of the database; its failure is that of all who wait. */
    public Future<Optional<T>> get(String id, Supplier<Future<Optional<T>>> fill) {
        Flight<T> fresh = new Flight<>(ground.marks().stamp());
        Flight<T> flight =
                flights.compute(id, (same, before) -> before != null && holds(id, before.stamp) ? before : fresh);
        Context own = ground.vertx().getOrCreateContext();
        if (!flight.equals(fresh)) {
            joined.increment();
        } else {
            look(id, fresh, fill).onComplete(done -> {
                flights.remove(id, fresh);
                fresh.promise.handle(done);
            });
        }
        return Future.fromCompletionStage(flight.promise.future().toCompletionStage(), own);
    }

    /** What this node has just changed: nothing of before is served of it any more. */
    public void forget(String id) {
        ground.marks().forget(kind.room(), id);
        flights.remove(id);
        ground.cache().remove(Set.of(kind.key(id)));
    }

    private Future<Optional<T>> look(String id, Flight<T> flight, Supplier<Future<Optional<T>>> fill) {
        return ground.cache().get(kind.key(id)).compose(bytes -> {
            Held<T> held = bytes.isPresent() ? held(id, bytes.get()) : null;
            if (held == null) {
                (bytes.isPresent() ? outdated : missed).increment();
                return fill(id, flight.stamp, fill);
            }
            if (held.isStale()) {
                stale.increment();
                refresh(id, fill);
            } else {
                found.increment();
            }
            return Future.succeededFuture(held.value());
        });
    }

    /** Null when these bytes are of another release, do not hold, or cannot be read. */
    private @Nullable Held<T> held(String id, byte[] bytes) {
        Envelope envelope = Envelope.of(bytes, (byte) kind.version());
        if (envelope == null || envelope.history() != ground.marks().history() || !holds(id, envelope.stamp())) {
            return null;
        }
        try {
            return new Held<>(
                    envelope.isThere() ? Optional.of(form.read(envelope.value())) : Optional.empty(),
                    ground.clock().millis() >= envelope.staleAtMillis());
        } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
            LOG.warn("a kept {} cannot be read: {}", kind.kind(), e.toString());
            return null;
        }
    }

    private boolean holds(String id, long stamp) {
        return ground.marks().holds(kind.room(), id, stamp);
    }

    private Future<Optional<T>> fill(String id, long stamp, Supplier<Future<Optional<T>>> fill) {
        long history = ground.marks().history();
        return begun(fill)
                .onSuccess(value -> {
                    filled.increment();
                    if (holds(id, stamp)) {
                        keep(id, history, stamp, value);
                    }
                })
                .onFailure(cause -> failed.increment());
    }

    private void keep(String id, long history, long stamp, Optional<T> value) {
        Duration life = jittered(value.isPresent() ? kind.life() : kind.absence());
        ByteBuffer bytes = value.map(form::write).orElseGet(() -> ByteBuffer.allocate(0));
        Envelope envelope =
                new Envelope(history, stamp, ground.clock().millis() + life.toMillis(), value.isPresent(), bytes);
        Duration whole = value.isPresent() ? life.plus(kind.stale()) : life;
        ground.cache().put(kind.key(id), envelope.bytes((byte) kind.version()), whole);
    }

    private void refresh(String id, Supplier<Future<Optional<T>>> fill) {
        if (refreshing.size() >= ground.config().refreshes()) {
            postponed.increment();
        } else if (refreshing.add(id)) {
            fill(id, ground.marks().stamp(), fill).onComplete(done -> refreshing.remove(id));
        }
    }

    private Duration jittered(Duration life) {
        int percent = ground.config().jitterPercent();
        return life.minus(life.multipliedBy(ThreadLocalRandom.current().nextInt(percent + 1))
                .dividedBy(PERCENT));
    }

    private Counter asked(String result) {
        return ground.meters().counter("kepu.cache.asked", "kind", kind.kind(), "result", result);
    }

    private static <T> Future<Optional<T>> begun(Supplier<Future<Optional<T>>> fill) {
        try {
            return fill.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
