package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import kepu.activity.Placing;
import kepu.base.Ids;
import kepu.config.Config;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import org.jspecify.annotations.Nullable;

/** Lists that were served, kept while their pages turn, so that no place moves under a reader. At most {@code feed.cachedFeeds}. */
final class KeptFeeds {
    /**
     * A list that is kept.
     *
     * @param owner who alone may turn its pages
     * @param models those that filled it, as {@link FeedCode} numbers them
     * @param code the list in few bytes
     */
    record Kept(String id, long owner, Person whom, List<Model> models, byte[] code) {
        Listed list() {
            return Objects.requireNonNull(FeedCode.decode(code)).with(models);
        }
    }

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

    /** A name for a list that is to be served. */
    String next() {
        return ids.next('f');
    }

    /** Keeps a list that is served, now or again. */
    void keep(Kept kept) {
        if (feeds.getIfPresent(kept.id()) == null) {
            feeds.put(kept.id(), kept);
        }
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
        Listed list = kept == null ? null : kept.list();
        for (int place = 0; list != null && place < list.places().size(); place++) {
            Placed placed = list.places().get(place);
            if (placed.item() == item) {
                float propensity = placed.propensity();
                return new Placing(list.models().get(place).version(), Float.isNaN(propensity) ? null : propensity);
            }
        }
        return null;
    }

    void drop(long owner) {
        feeds.asMap().values().removeIf(kept -> kept.owner() == owner);
    }
}
