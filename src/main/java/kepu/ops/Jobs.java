package kepu.ops;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import kepu.store.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that comes back on a clock. A job that is still at work is not started again; one that fails is logged and comes back. Work that one
 * node does for all is done by the node that holds its lease: for two periods, so that it comes again before the lease is over.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int PERIODS_HELD = 2;
    /** A lease is told so often while the work lasts. */
    private static final int RENEWALS = 3;

    private final Vertx vertx;
    private final Leases leases;
    private final Duration least;
    private final MeterRegistry meters;
    private final List<Long> timers = new ArrayList<>();
    private volatile boolean closed;

    /** Leases last {@code least} or longer. */
    public Jobs(Vertx vertx, Leases leases, Duration least, MeterRegistry meters) {
        this.vertx = vertx;
        this.leases = leases;
        this.least = least;
        this.meters = meters;
    }

    /** Work of every node. */
    public Jobs every(Duration period, String name, Supplier<Future<Void>> job) {
        AtomicBoolean busy = new AtomicBoolean();
        timers.add(vertx.setPeriodic(period.toMillis(), tick -> {
            if (busy.compareAndSet(false, true)) {
                // a job that throws instead of failing ends in the future too
                Future.succeededFuture()
                        .compose(now -> job.get())
                        .onFailure(cause -> failed(name, cause))
                        .onComplete(done -> busy.set(false));
            }
        }));
        return this;
    }

    /** Work that one node does for all. */
    public Jobs once(Duration period, String name, Supplier<Future<Void>> job) {
        Duration time =
                least.compareTo(period.multipliedBy(PERIODS_HELD)) > 0 ? least : period.multipliedBy(PERIODS_HELD);
        return every(
                period,
                name,
                () -> leases.hold(name, time).compose(held -> held ? held(name, time, job) : Future.succeededFuture()));
    }

    private Future<Void> held(String name, Duration time, Supplier<Future<Void>> job) {
        long renewing = vertx.setPeriodic(
                Math.max(1, time.toMillis() / RENEWALS),
                tick -> leases.hold(name, time)
                        .onFailure(
                                cause -> LOG.warn("the lease of job {} is not renewed: {}", name, cause.toString())));
        return Future.succeededFuture().compose(now -> job.get()).onComplete(done -> vertx.cancelTimer(renewing));
    }

    private void failed(String name, Throwable cause) {
        if (closed) {
            // what it needs goes too
            return;
        }
        meters.counter("kepu.jobs.failed", "job", name).increment();
        LOG.warn("job {} failed: {}", name, cause.toString());
    }

    @Override
    public void close() {
        closed = true;
        timers.forEach(vertx::cancelTimer);
    }
}
