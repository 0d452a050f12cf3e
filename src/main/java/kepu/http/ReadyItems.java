package kepu.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import kepu.content.Item;

/**
 * The answers of whole items, ready to be sent, for all event loops of a node. An answer belongs to an item of the live catalogue as it was read
 * from the database: after a publication or correction the catalogue has other objects, and answers of the old ones are never given again. Many who
 * ask for what is not ready wait for one making of it.
 */
final class ReadyItems {
    /** The body of an item's answer; {@code forGood} unless it can change while the item does not. */
    record Made(Item item, Buffer body, boolean forGood) {}

    /** An answer of an item, and for how long. */
    private record Kept(Item item, Ready ready, long untilNanos, boolean forGood) {
        boolean isOf(Item live) {
            return isSame(item, live) && (forGood || System.nanoTime() - untilNanos < 0);
        }
    }

    /** An answer that is being made. */
    private record Making(Item item, Promise<Ready> promise) {}

    /** How long an answer is given that can change while the item does not. */
    private static final Duration CHANGING = Duration.ofSeconds(5);

    private final Cache<String, Kept> kept;
    private final ConcurrentHashMap<String, Making> making = new ConcurrentHashMap<>();
    private final Counter made;

    /** {@code mostBytes} of bodies, plain and compressed. */
    ReadyItems(long mostBytes, MeterRegistry meters) {
        Counter evicted = meters.counter("kepu.items.ready.evicted");
        this.kept = Caffeine.newBuilder()
                .maximumWeight(mostBytes)
                .weigher((String id, Kept one) -> one.ready().bytes())
                .evictionListener((id, one, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        evicted.increment();
                    }
                })
                .executor(Runnable::run)
                .build();
        this.made = meters.counter("kepu.items.ready.made");
        meters.gauge("kepu.items.ready.bytes", kept, ReadyItems::bytes);
    }

    /** The answer of a live item, made by {@code maker} when it is not ready. The future may end on another event loop. */
    Future<Ready> of(Item live, Supplier<Future<Made>> maker) {
        Kept known = kept.getIfPresent(live.id());
        return known != null && known.isOf(live) ? Future.succeededFuture(known.ready()) : make(live, maker);
    }

    private Future<Ready> make(Item live, Supplier<Future<Made>> maker) {
        Making own = new Making(live, Promise.promise());
        Making first = making.compute(
                live.id(), (id, present) -> present != null && isSame(present.item(), live) ? present : own);
        if (first.promise().equals(own.promise())) {
            begin(maker).map(this::keep).onComplete(done -> {
                making.remove(live.id(), own);
                own.promise().handle(done);
            });
        }
        return first.promise().future();
    }

    /** The very object: an equal one of another catalogue may have another body. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Item one, Item other) {
        return one == other;
    }

    private static Future<Made> begin(Supplier<Future<Made>> maker) {
        try {
            return maker.get();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Ready keep(Made fresh) {
        made.increment();
        Ready ready = Ready.of(fresh.body());
        long until = System.nanoTime() + CHANGING.toNanos();
        kept.put(fresh.item().id(), new Kept(fresh.item(), ready, until, fresh.forGood()));
        return ready;
    }

    private static double bytes(Cache<String, Kept> kept) {
        return kept.policy()
                .eviction()
                .map(eviction -> eviction.weightedSize().orElse(0))
                .orElse(0L);
    }
}
