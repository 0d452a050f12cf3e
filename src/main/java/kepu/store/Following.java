package kepu.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a room has not taken in yet. It takes one lot after the other; a lot that fails waits for the next call. */
final class Following {
    private static final Logger LOG = LoggerFactory.getLogger(Following.class);

    private final String room;
    private final int most;
    private final Function<Set<String>, Future<Void>> some;
    private final Supplier<Future<Void>> everything;
    private final Counter failed;
    private Set<String> keys = new HashSet<>();
    private boolean all;
    private boolean busy;

    Following(
            String room,
            int most,
            Function<Set<String>, Future<Void>> some,
            Supplier<Future<Void>> everything,
            MeterRegistry meters) {
        this.room = room;
        this.most = most;
        this.some = some;
        this.everything = everything;
        this.failed = meters.counter("kepu.changes.failed", "room", room);
    }

    /** An empty key is the whole room; so are more keys than can wait. */
    synchronized void add(String key) {
        if (key.isEmpty() || keys.size() >= most) {
            all = true;
        } else {
            keys.add(key);
        }
    }

    void take() {
        Set<String> lot;
        boolean whole;
        synchronized (this) {
            if (busy || !all && keys.isEmpty()) {
                return;
            }
            busy = true;
            lot = keys;
            whole = all;
            keys = new HashSet<>();
            all = false;
        }
        taken(lot, whole).onComplete(done -> done(), failure -> later(lot, whole, failure));
    }

    private Future<Void> taken(Set<String> lot, boolean whole) {
        try {
            return whole ? everything.get() : some.apply(Set.copyOf(lot));
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void done() {
        synchronized (this) {
            busy = false;
        }
        take();
    }

    private synchronized void later(Set<String> lot, boolean whole, Throwable failure) {
        busy = false;
        all |= whole;
        lot.forEach(this::add);
        failed.increment();
        LOG.warn("{} did not take in what changed: {}", room, failure.toString());
    }
}
