package kepu.ops;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that comes back on a clock. A job that is still at work is not started again; one that fails is logged and comes back. */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private final Vertx vertx;
    private final List<Long> timers = new ArrayList<>();

    public Jobs(Vertx vertx) {
        this.vertx = vertx;
    }

    public Jobs every(Duration period, String name, Supplier<Future<Void>> job) {
        AtomicBoolean busy = new AtomicBoolean();
        timers.add(vertx.setPeriodic(period.toMillis(), tick -> {
            if (busy.compareAndSet(false, true)) {
                job.get()
                        .onFailure(cause -> LOG.warn("job {} failed: {}", name, cause.toString()))
                        .onComplete(done -> busy.set(false));
            }
        }));
        return this;
    }

    @Override
    public void close() {
        timers.forEach(vertx::cancelTimer);
    }
}
