package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import kepu.activity.Event;
import kepu.config.Config;
import kepu.recommend.rank.History;
import org.jspecify.annotations.Nullable;

/** Residents' histories: read from the events when first needed, then kept up to date by what is stored. */
public final class Histories {
    /** Where a history is read from when it is first needed. */
    public interface Past {
        /** A resident's last {@code limit} meetings with items, the latest first. */
        Future<List<Event>> of(long resident, int limit);
    }

    private static final int EVENTS_PER_ITEM = 4;

    private final Past past;
    private final int items;
    /** Kept from the moment that reading begins, so that an event stored meanwhile is not missed. */
    private final Cache<Long, Future<History>> histories;

    public Histories(Past past, Config.Feed config) {
        this.past = past;
        this.items = config.historyItems();
        this.histories =
                Caffeine.newBuilder().maximumSize(config.cachedHistories()).build();
    }

    void measure(MeterRegistry meters) {
        meters.gauge("kepu.feed.histories", histories, Cache::estimatedSize);
    }

    public Future<History> of(long resident) {
        return histories.get(
                resident,
                id -> past.of(id, items * EVENTS_PER_ITEM)
                        .map(this::laid)
                        .onFailure(failure -> histories.invalidate(id)));
    }

    /** The history if it was read already. */
    @Nullable
    History known(long resident) {
        Future<History> history = histories.getIfPresent(resident);
        return history != null && history.succeeded() ? history.result() : null;
    }

    /** Adds a stored event to a history that is kept; one that is just being read gets it when it is there. */
    void add(Event event, int item) {
        Future<History> history = histories.getIfPresent(event.person());
        if (history == null) {
            return;
        }
        if (history.succeeded()) {
            // not by a listener: it would run later, on the event loop that read the history
            add(history.result(), event, item);
        } else {
            history.onSuccess(known -> add(known, event, item));
        }
    }

    private static void add(History history, Event event, int item) {
        history.add(item, event.type(), event.at().toEpochMilli());
    }

    void forget(long resident) {
        histories.invalidate(resident);
    }

    /** {@code events} come the latest first. */
    private History laid(List<Event> events) {
        History history = new History(items);
        for (Event event : events.reversed()) {
            if (event.item() != null) {
                history.add(event.item(), event.type(), event.at().toEpochMilli());
            }
        }
        return history.trimmed();
    }
}
