package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import kepu.activity.Event;
import kepu.activity.EventStore;
import kepu.config.Config;
import kepu.recommend.rank.History;
import kepu.store.Snapshot;
import org.jspecify.annotations.Nullable;

/** Residents' histories: read from the events when first needed, then kept up to date by what is stored. */
public final class Histories {
    /** Where a history is read from when it is first needed. */
    public interface Past {
        /** A resident's last {@link #meetings} with items, the latest first. */
        Future<EventStore.Past> of(long resident);
    }

    private static final int EVENTS_PER_ITEM = 4;

    private final Past past;
    private final int items;
    /** Kept from the moment that reading begins, so that an event stored meanwhile is not missed. */
    private final Cache<Long, Future<Read>> histories;

    /** A history and what the reading saw: what it did is in it already, whenever it is told. */
    private record Read(History history, Snapshot seen) {}

    public Histories(Past past, Config.Feed config) {
        this.past = past;
        this.items = config.historyItems();
        this.histories = Caffeine.newBuilder()
                .maximumSize(config.cachedHistories())
                // on the thread that asks: waking another for so little takes longer
                .executor(Runnable::run)
                .build();
    }

    /** How many meetings with items are read for a history. */
    public static int meetings(Config.Feed config) {
        return config.historyItems() * EVENTS_PER_ITEM;
    }

    void measure(MeterRegistry meters) {
        meters.gauge("kepu.feed.histories", histories, Cache::estimatedSize);
    }

    public Future<History> of(long resident) {
        return histories
                .get(resident, id -> past.of(id).map(this::laid).onFailure(failure -> histories.invalidate(id)))
                .map(Read::history);
    }

    /** The history if it was read already. */
    @Nullable
    History known(long resident) {
        Future<Read> read = histories.getIfPresent(resident);
        return read != null && read.succeeded() ? read.result().history() : null;
    }

    /** Adds an event that a transaction stored to a history that is kept; one that is just being read gets it when it is there. */
    void add(Event event, int item, long xid) {
        Future<Read> read = histories.getIfPresent(event.person());
        if (read == null) {
            return;
        }
        if (read.succeeded()) {
            // not by a listener: it would run later, on the event loop that read the history
            add(read.result(), event, item, xid);
        } else {
            read.onSuccess(known -> add(known, event, item, xid));
        }
    }

    private static void add(Read read, Event event, int item, long xid) {
        if (!read.seen().sees(xid)) {
            read.history().add(item, event.type(), event.at().toEpochMilli());
        }
    }

    /** Reads all again when they are needed. */
    void clear() {
        histories.invalidateAll();
    }

    void forget(long resident) {
        histories.invalidate(resident);
    }

    private Read laid(EventStore.Past past) {
        History history = new History(items);
        for (Event event : past.events().reversed()) {
            if (event.item() != null) {
                history.add(event.item(), event.type(), event.at().toEpochMilli());
            }
        }
        return new Read(history.trimmed(), past.seen());
    }
}
