package kepu.recommend;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kepu.content.Catalogue;
import kepu.recommend.model.Counting;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import kepu.store.Readings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets {@link Counts} follow the versions that serve: after a boot, and when a newly released one counts otherwise, the stored behaviour is
 * counted on a worker.
 */
public final class Recount {
    private static final Logger LOG = LoggerFactory.getLogger(Recount.class);
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Readings readings;
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
        this.readings = new Readings(vertx, "recount", address, LONGEST);
        this.counts = counts;
        this.models = models;
        this.catalogue = catalogue;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins with what the boot left; what fails is tried again by the clock. */
    public void start() {
        tick().onFailure(this::warn);
    }

    /** One step; none when every served version has its counts and nothing else is kept, or while another is under way. */
    public Future<Void> tick() {
        Set<Counting> served =
                models.all().stream().map(model -> model.manner().counting()).collect(Collectors.toSet());
        return counts.suits(served) || !busy.compareAndSet(false, true)
                ? Future.succeededFuture()
                : readings.read(bulk -> recount(bulk, served))
                        .onComplete(done -> busy.set(false))
                        .onSuccess(done -> counted.tryComplete())
                        .onSuccess(done -> count("done"))
                        .onFailure(failure -> count("failed"))
                        .mapEmpty();
    }

    private void warn(Throwable cause) {
        if (!readings.isClosed()) {
            LOG.warn("behaviour is not counted yet: {}", cause.toString());
        }
    }

    /** Done when the behaviour that the boot found is counted. */
    public Future<Void> counted() {
        return counted.future();
    }

    private void count(String result) {
        meters.counter("kepu.rates.recount", "result", result).increment();
    }

    private Set<Counting> recount(Bulk bulk, Set<Counting> served) throws SQLException, IOException {
        CountedEvents.follow(bulk, catalogue.get(), clock, counts, served);
        LOG.info("behaviour is counted for versions with {}", served);
        return served;
    }

    /** Breaks off what is being counted; done when nothing runs any more. */
    public Future<Void> close() {
        return readings.close();
    }
}
