package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import kepu.activity.Placing;
import kepu.base.Ids;
import kepu.config.Config;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import org.jspecify.annotations.Nullable;

/** Lists that are kept while their pages turn, so that no place moves under a reader. At most {@code feed.cachedFeeds}. */
final class KeptFeeds {
    /**
     * A list that is kept.
     *
     * @param owner who alone may turn its pages
     */
    record Kept(String id, long owner, Person whom, Listed list) {}

    private final Ids ids = new Ids();
    private final Cache<String, Kept> feeds;

    KeptFeeds(Config.Feed config) {
        this.feeds = Caffeine.newBuilder()
                .maximumSize(config.cachedFeeds())
                .expireAfterAccess(Duration.ofMinutes(config.pageMinutes()))
                .build();
    }

    void measure(MeterRegistry meters) {
        meters.gauge("kepu.feed.arranged", feeds, Cache::estimatedSize);
    }

    Kept keep(long owner, Person whom, Listed list) {
        Kept kept = new Kept(ids.next('f'), owner, whom, list);
        feeds.put(kept.id(), kept);
        return kept;
    }

    /** Null when it is no longer kept. */
    @Nullable
    Kept find(String id) {
        return feeds.getIfPresent(id);
    }

    /** How an item came to its place, as long as the feed is kept. */
    @Nullable
    Placing mark(String id, int item) {
        Kept kept = find(id);
        List<Placed> places = kept == null ? List.of() : kept.list().places();
        for (int place = 0; kept != null && place < places.size(); place++) {
            Placed placed = places.get(place);
            if (placed.item() == item) {
                float propensity = placed.propensity();
                String model = kept.list().models().get(place).version();
                return new Placing(model, Float.isNaN(propensity) ? null : propensity);
            }
        }
        return null;
    }

    void drop(long owner) {
        feeds.asMap().values().removeIf(kept -> kept.owner() == owner);
    }
}
