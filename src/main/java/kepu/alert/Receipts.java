package kepu.alert;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import kepu.base.Failure;
import kepu.store.GroupCommit;

/**
 * Who received a bulletin and who acknowledged it. A city answers within seconds, so receipts are stored by group
 * commit; each is answered when it is committed.
 */
final class Receipts {
    /** One person's word on one bulletin. */
    record Receipt(String bulletin, long resident, boolean acknowledged) {}

    private static final int BATCH = 2_000;
    private static final int RETRY_AFTER_SECONDS = 5;

    private final ReachStore store;
    private final Clock clock;
    private final GroupCommit<Receipt, Receipt> commits;
    private final Counter refused;
    private final Counter stored;

    Receipts(Vertx vertx, ReachStore store, Clock clock, int most, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.refused = meters.counter("kepu.bulletins.refused", "limit", "receipts");
        this.stored = meters.counter("kepu.bulletins.receipts");
        this.commits = new GroupCommit<>(vertx, new GroupCommit.Limits(most, BATCH), this::store);
        Gauge.builder("kepu.bulletins.receipts.queued", commits, GroupCommit::waiting)
                .register(meters);
    }

    /** Stores a receipt; {@link Failure.TooMany} when too many wait. A second one changes nothing but received to acknowledged. */
    Future<Receipt> add(Receipt receipt) {
        return commits.offer(receipt, 1).orElseGet(() -> {
            refused.increment();
            return Future.failedFuture(new Failure.TooMany("receipts-busy", "回执太多，请稍后自动重试", RETRY_AFTER_SECONDS));
        });
    }

    private Future<List<Receipt>> store(List<Receipt> receipts) {
        return store.receive(receipts, clock.instant()).map(done -> {
            stored.increment(receipts.size());
            return receipts;
        });
    }
}
