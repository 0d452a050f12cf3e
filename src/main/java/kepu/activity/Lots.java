package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import kepu.config.Config;
import kepu.store.Snapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What any node stored, each lot once: this node's own before it is acknowledged, and those of others by reading on through their
 * transactions, as {@link kepu.store.Changes} does. An own lot whose answer the database could not give is learned from its row. A node that
 * is too far behind, or whose database crashed, reads what it keeps in memory again instead. All on one event loop.
 */
public final class Lots {
    private static final Logger LOG = LoggerFactory.getLogger(Lots.class);
    private static final int AT_ONCE = 8;
    /** Own lots whose answer is still awaited though their rows were read; an answer that never comes leaves one here. */
    private static final int MOST_EARLY = 1_000;

    private final Context context;
    private final LotStore store;
    private final Config.Events config;
    private final long node = new SecureRandom().nextLong();
    private final List<Consumer<Lot>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> readers = new CopyOnWriteArrayList<>();
    private final Counter learned;
    private final Counter lost;
    /** Own lots that were learned and that the next reading would find. */
    private final Set<Long> known = new LinkedHashSet<>();

    private final Set<Long> early = new LinkedHashSet<>();
    private LotStore.Place place;
    /** Where the reading under way leads to, the last transaction of it that was read, and how many lots it had. */
    private LotStore.@Nullable Place to;

    private long after;
    private int read;
    private volatile long readNanos = System.nanoTime();

    /** Lots after {@code place} are learned on {@code context}, where events are stored. */
    public Lots(Context context, LotStore store, Config.Events config, LotStore.Place place, MeterRegistry meters) {
        this.context = context;
        this.store = store;
        this.config = config;
        this.place = place;
        this.learned = meters.counter("kepu.events.learned");
        this.lost = meters.counter("kepu.events.lots.lost");
        TimeGauge.builder(
                        "kepu.events.behind",
                        this,
                        TimeUnit.MILLISECONDS,
                        lots -> Duration.ofNanos(System.nanoTime() - lots.readNanos)
                                .toMillis())
                .register(meters);
    }

    /** What marks the lots of this node. */
    long node() {
        return node;
    }

    /** Has {@code listener} learn of each lot. */
    public void onLot(Consumer<Lot> listener) {
        listeners.add(listener);
    }

    /** Has {@code reader} read again what it made of lots: some will not come. */
    public void onLost(Runnable reader) {
        readers.add(reader);
    }

    /** Learns what other nodes stored up to now. Not twice at once. */
    public Future<Void> tick() {
        Promise<Void> done = Promise.promise();
        context.runOnContext(now -> read().onComplete(done));
        return done.future();
    }

    /** Deletes lots that every node has read or must do without. */
    public Future<Void> sweep() {
        return store.sweep(config.lotMinutes()).mapEmpty();
    }

    /** This node stored it just now. */
    void stored(Lot lot) {
        if (!early.remove(lot.xid())) {
            known.add(lot.xid());
            learn(lot);
        }
    }

    private Future<Void> read() {
        long begun = System.nanoTime();
        // half the time that lots are kept: one that is stored late in the first half is not swept before the end of
        // the second
        LotStore.Wanted wanted =
                new LotStore.Wanted(place, to, after, node, List.copyOf(known), AT_ONCE, config.lotMinutes() / 2);
        return store.news(wanted).compose(news -> taken(news, begun));
    }

    private Future<Void> taken(LotStore.News news, long begun) {
        read += news.lots().size();
        if (news.isLost() || read > config.lots()) {
            return store.begin().map(this::again);
        }
        news.lots().forEach(this::told);
        LotStore.Place goal = to == null ? news.present() : to;
        if (news.lots().size() < AT_ONCE) {
            arrived(goal);
            readNanos = begun;
            return Future.succeededFuture();
        }
        to = goal;
        after = news.lots().getLast().lot().xid();
        return read();
    }

    private void told(LotStore.Told told) {
        if (told.node() != node) {
            learned.increment(told.lot().met().size());
            learn(told.lot());
        } else if (!known.contains(told.lot().xid())) {
            early.add(told.lot().xid());
            if (early.size() > MOST_EARLY) {
                early.remove(early.iterator().next());
            }
            learn(told.lot());
        }
    }

    @SuppressWarnings("NullAway") // a Void has no other value
    private Void again(LotStore.Place from) {
        LOG.info("what people did is read again: lots of other nodes were missed");
        lost.increment();
        arrived(from);
        readNanos = System.nanoTime();
        readers.forEach(Runnable::run);
        return null;
    }

    private void arrived(LotStore.Place at) {
        Snapshot seen = Snapshot.of(at.snapshot());
        known.removeIf(seen::sees);
        place = at;
        to = null;
        after = 0;
        read = 0;
    }

    /** What is stored is stored, whatever a listener makes of it. */
    private void learn(Lot lot) {
        for (Consumer<Lot> listener : listeners) {
            try {
                listener.accept(lot);
            } catch (RuntimeException e) {
                LOG.error("a listener failed on a lot of {} events", lot.met().size(), e);
            }
        }
    }
}
