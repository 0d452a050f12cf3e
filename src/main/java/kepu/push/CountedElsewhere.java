package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kepu.activity.ServiceStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Services that a receipt counted on any node, for this node's audience index. That something was read is told by the log of changes; whether it
 * counted, and for which day, is read from the service record, many at once. When more was read than can wait, the index is laid anew.
 */
final class CountedElsewhere {
    private static final Logger LOG = LoggerFactory.getLogger(CountedElsewhere.class);

    /** A resident read a publication. */
    record Read(long resident, long publication) {}

    private final ServiceStore services;
    private final Consumer<List<ServiceStore.Served>> served;
    private final Runnable everything;
    private final int most;
    private final Counter learned;
    private final Counter lost;
    /** Guarded by this, like all below. */
    private List<Read> waiting = new ArrayList<>();

    private boolean isLost;

    /**
     * {@code everything} reads all services again.
     *
     * @param most receipts that wait
     */
    CountedElsewhere(
            ServiceStore services,
            Consumer<List<ServiceStore.Served>> served,
            Runnable everything,
            int most,
            MeterRegistry meters) {
        this.services = services;
        this.served = served;
        this.everything = everything;
        this.most = most;
        this.learned = meters.counter("kepu.push.services.learned");
        this.lost = meters.counter("kepu.push.services.lost");
    }

    /** By the log of changes: these were read on some node, this one perhaps. */
    synchronized void read(List<Read> reads) {
        waiting.addAll(reads);
        if (waiting.size() > most) {
            all();
        }
    }

    /** Much was read, and nobody says what. */
    synchronized void all() {
        waiting = new ArrayList<>();
        isLost = true;
    }

    /** Learns what was told up to now. Called again and again, not twice at once. */
    Future<Void> tick() {
        List<Read> lot;
        boolean again;
        synchronized (this) {
            lot = waiting;
            again = isLost;
            waiting = new ArrayList<>();
            isLost = false;
        }
        if (again) {
            LOG.info("services are read again: more were counted on other nodes than are taken in one by one");
            lost.increment();
            everything.run();
        }
        return lot.isEmpty()
                ? Future.succeededFuture()
                : services.byPush(
                                lot.stream().map(Read::resident).toArray(Long[]::new),
                                lot.stream().map(Read::publication).toArray(Long[]::new))
                        .onFailure(away -> read(lot))
                        .onSuccess(this::learn)
                        .mapEmpty();
    }

    private void learn(List<ServiceStore.Served> counted) {
        learned.increment(counted.size());
        served.accept(counted);
    }
}
