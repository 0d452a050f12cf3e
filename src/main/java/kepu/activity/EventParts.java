package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the table of events in parts of a month: makes the next ones ahead, stores the numbers a day of those that nothing can come to any
 * more, and drops the ones that are older than is kept. One node at a time, on a worker of its own.
 */
public final class EventParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventParts.class);
    /** Months that are ready before they come: a node that sleeps for some weeks wakes up to them. */
    private static final int MONTHS_AHEAD = 3;

    private static final long LONGEST_HOURS = 6;

    private final WorkerExecutor worker;
    private final EventStore store;
    private final DatabaseAddress address;
    private final Clock clock;
    private final Config.Events config;
    private final Counter made;
    private final Counter dropped;

    public EventParts(
            Vertx vertx,
            EventStore store,
            DatabaseAddress address,
            Clock clock,
            Config.Events config,
            MeterRegistry meters) {
        this.worker = vertx.createSharedWorkerExecutor("event-parts", 1, LONGEST_HOURS, TimeUnit.HOURS);
        this.store = store;
        this.address = address;
        this.clock = clock;
        this.config = config;
        this.made = meters.counter("kepu.events.parts.made");
        this.dropped = meters.counter("kepu.events.parts.dropped");
    }

    /** Makes what is missing from now on, then sees what is over. Not twice at once. */
    public Future<Void> tick() {
        return ahead().compose(done -> worker.executeBlocking(this::settle, false));
    }

    /** Makes the parts of this month and the next ones. */
    public Future<Void> ahead() {
        Instant now = clock.instant();
        return store.months(
                        now, now.atZone(Beijing.ZONE).plusMonths(MONTHS_AHEAD).toInstant())
                .onSuccess(made::increment)
                .mapEmpty();
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private Void settle() throws SQLException, IOException {
        ZonedDateTime now = clock.instant().atZone(Beijing.ZONE);
        // a day beyond the oldest event that is taken, so that none is on its way
        Instant closed = now.minus(Duration.ofDays(config.oldestDays() + 1L)).toInstant();
        Instant kept = config.keepMonths() == 0
                ? Instant.MIN
                : now.minusMonths(config.keepMonths()).toInstant();
        try (Bulk bulk = Bulk.open(address)) {
            EventPartStore parts = new EventPartStore(bulk);
            Optional<Bulk.Lock> lock = parts.alone();
            if (lock.isPresent()) {
                try (Bulk.Lock _ = lock.get()) {
                    for (EventPartStore.Part part : parts.until(closed)) {
                        settle(parts, part, kept);
                    }
                }
            }
        }
        return null;
    }

    private void settle(EventPartStore parts, EventPartStore.Part part, Instant kept) throws SQLException, IOException {
        boolean over = !part.until().isAfter(kept);
        if (!parts.isAttached(part)) {
            // a crash came between taking it out and dropping it
            parts.drop(part);
            return;
        }
        if (!part.rolled() || over && parts.isLate(part)) {
            parts.rollUp(part);
            LOG.info("the numbers of {} are stored", part.name());
        }
        if (over) {
            parts.drop(part);
            dropped.increment();
            LOG.info("{} is dropped: its events are older than {} months", part.name(), config.keepMonths());
        }
    }

    @Override
    public void close() {
        worker.close();
    }
}
