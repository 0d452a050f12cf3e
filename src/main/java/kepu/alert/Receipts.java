package kepu.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;

/**
 * Who received a bulletin and who acknowledged it. A city answers within seconds, so receipts wait in a bounded queue and are stored
 * together, one statement at a time (group commit, DeWitt et al. 1984); each is answered when it is committed.
 */
final class Receipts {
    /** One person's word on one bulletin. */
    record Receipt(String bulletin, long resident, boolean acknowledged) {}

    private record Waiting(Receipt receipt, Promise<Void> promise) {}

    private static final int BATCH = 2_000;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Context context;
    private final ReachStore store;
    private final Clock clock;
    private final int most;
    private final AtomicInteger queued = new AtomicInteger();
    private final Counter refused;
    private final Counter stored;
    /** Only touched on {@link #context}. */
    private final Queue<Waiting> queue = new ArrayDeque<>();

    private boolean storing;

    Receipts(Vertx vertx, ReachStore store, Clock clock, int most, MeterRegistry meters) {
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.clock = clock;
        this.most = most;
        this.refused = meters.counter("kepu.bulletins.refused", "limit", "receipts");
        this.stored = meters.counter("kepu.bulletins.receipts");
        Gauge.builder("kepu.bulletins.receipts.queued", queued, AtomicInteger::get)
                .register(meters);
    }

    /** Stores a receipt; {@link Failure.TooMany} when too many wait. A second one changes nothing but received to acknowledged. */
    Future<Void> add(Receipt receipt) {
        if (queued.incrementAndGet() > most) {
            queued.decrementAndGet();
            refused.increment();
            return Future.failedFuture(new Failure.TooMany("receipts-busy", "回执太多，请稍后自动重试", RETRY_AFTER_SECONDS));
        }
        Promise<Void> promise = Promise.promise();
        context.runOnContext(now -> {
            queue.add(new Waiting(receipt, promise));
            storeNext();
        });
        return promise.future();
    }

    private void storeNext() {
        if (storing || queue.isEmpty()) {
            return;
        }
        storing = true;
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < BATCH && !queue.isEmpty()) {
            batch.add(queue.remove());
        }
        store.receive(batch.stream().map(Waiting::receipt).toList(), clock.instant())
                .onComplete(done -> {
                    storing = false;
                    queued.addAndGet(-batch.size());
                    if (done.succeeded()) {
                        stored.increment(batch.size());
                        batch.forEach(waiting -> waiting.promise().complete());
                    } else {
                        batch.forEach(waiting -> waiting.promise().fail(done.cause()));
                    }
                    storeNext();
                });
    }
}
