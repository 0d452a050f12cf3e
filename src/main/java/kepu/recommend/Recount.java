package kepu.recommend;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kepu.content.Catalogue;
import kepu.recommend.model.Counting;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets {@link Counts} follow the versions that serve: after a boot, and when a newly released one counts otherwise, the stored behaviour is
 * counted on a worker.
 */
public final class Recount implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Recount.class);
    private static final int THREADS = 1;
    private static final long LONGEST_MINUTES = 10;

    private final WorkerExecutor worker;
    private final DatabaseAddress address;
    private final Counts counts;
    private final Serving models;
    private final Supplier<Catalogue> catalogue;
    private final Clock clock;
    private final MeterRegistry meters;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final Promise<Void> counted = Promise.promise();

    public Recount(
            Vertx vertx,
            DatabaseAddress address,
            Counts counts,
            Serving models,
            Supplier<Catalogue> catalogue,
            Clock clock,
            MeterRegistry meters) {
        this.worker = vertx.createSharedWorkerExecutor("recount", THREADS, LONGEST_MINUTES, TimeUnit.MINUTES);
        this.address = address;
        this.counts = counts;
        this.models = models;
        this.catalogue = catalogue;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins with what the boot left; what fails is tried again by the clock. */
    public void start() {
        tick().onFailure(cause -> LOG.warn("behaviour is not counted yet: {}", cause.toString()));
    }

    /** One step; none when every served version has its counts and nothing else is kept, or while another is under way. */
    public Future<Void> tick() {
        Set<Counting> served =
                models.all().stream().map(model -> model.manner().counting()).collect(Collectors.toSet());
        return counts.suits(served) || !busy.compareAndSet(false, true)
                ? Future.succeededFuture()
                : worker.<Void>executeBlocking(() -> recount(served), false)
                        .onComplete(done -> busy.set(false))
                        .onSuccess(done -> counted.tryComplete())
                        .onSuccess(done -> count("done"))
                        .onFailure(failure -> count("failed"));
    }

    /** Done when the behaviour that the boot found is counted. */
    public Future<Void> counted() {
        return counted.future();
    }

    private void count(String result) {
        meters.counter("kepu.rates.recount", "result", result).increment();
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private Void recount(Set<Counting> served) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(address)) {
            CountedEvents.follow(bulk, catalogue.get(), clock, counts, served);
        }
        LOG.info("behaviour is counted for versions with {}", served);
        return null;
    }

    @Override
    public void close() {
        worker.close();
    }
}
