package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import kepu.activity.ActivityStore;
import kepu.activity.Event;
import kepu.config.Config;
import kepu.recommend.rank.History;
import org.jspecify.annotations.Nullable;

/** Residents' histories: read from the events when first needed, then kept up to date by what is stored. */
final class Histories {
    private static final int EVENTS_PER_ITEM = 4;

    private final ActivityStore activity;
    private final int items;
    /** Kept from the moment that reading begins, so that an event stored meanwhile is not missed. */
    private final Cache<Long, Future<History>> histories;

    Histories(ActivityStore activity, Config.Feed config) {
        this.activity = activity;
        this.items = config.historyItems();
        this.histories =
                Caffeine.newBuilder().maximumSize(config.cachedHistories()).build();
    }

    void measure(MeterRegistry meters) {
        meters.gauge("kepu.feed.histories", histories, Cache::estimatedSize);
    }

    Future<History> of(long resident) {
        return histories.get(
                resident,
                id -> activity.history(id, items * EVENTS_PER_ITEM)
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
            // not by onSuccess, which comes later on the loop that read the history: the caller may ask for a feed
            // before
            history.result().add(item, event.type(), event.at().toEpochMilli());
        } else {
            history.onSuccess(known -> known.add(item, event.type(), event.at().toEpochMilli()));
        }
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
        return history;
    }
}
