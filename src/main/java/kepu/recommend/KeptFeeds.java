package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import kepu.activity.Placing;
import kepu.base.Ids;
import kepu.config.Config;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Person;
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
        static Kept of(FeedCode.Head head, long owner, Person whom, Listed list) {
            return new Kept(head.id(), owner, whom, FeedCode.versions(list), FeedCode.encode(head, list));
        }

        /** The places from {@code from} on, at most {@code size}. */
        Listed.Part part(int from, int size) {
            return Objects.requireNonNull(FeedCode.decode(code)).part(models, from, size);
        }
    }

    private static final byte[] NOTHING = {};

    private final Ids ids = new Ids();
    private final Cache<String, Kept> feeds;
    /** Lists that other nodes served, for marks alone. */
    private final Cache<String, byte[]> strange;

    KeptFeeds(Config.Feed config) {
        this.feeds = Caffeine.newBuilder()
                .maximumSize(config.cachedFeeds())
                .expireAfterAccess(Duration.ofMinutes(config.pageMinutes()))
                // on the thread that asks: waking another for so little takes longer
                .executor(Runnable::run)
                .build();
        this.strange = Caffeine.newBuilder()
                .maximumSize(config.cachedFeeds())
                .expireAfterWrite(Duration.ofMinutes(config.pageMinutes()))
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

    /** Whether nothing is known here of a feed that another node may know. */
    boolean isStrange(String id) {
        return feeds.getIfPresent(id) == null && strange.getIfPresent(id) == null;
    }

    /** What was found of a feed that another node served: its list, or none that is its. */
    void note(String id, List<byte[]> found) {
        byte[] own = found.stream()
                .filter(code -> {
                    FeedCode.Read read = FeedCode.decode(code);
                    return read != null && read.id().equals(id);
                })
                .findFirst()
                .orElse(NOTHING);
        strange.put(id, own);
    }

    /** How items came to their places in a feed, as long as it is kept, here or by the node that served it. */
    IntFunction<@Nullable Placing> marks(String id) {
        Kept own = find(id);
        byte[] code = own == null ? strange.getIfPresent(id) : own.code();
        FeedCode.Read read = code == null ? null : FeedCode.decode(code);
        return read == null ? item -> null : item -> mark(read, item);
    }

    private static @Nullable Placing mark(FeedCode.Read read, int item) {
        FeedPlaces places = read.places();
        for (int left = read.count(); left > 0; left--) {
            places.next();
            if (places.item() == item) {
                float propensity = places.propensity();
                String version = read.versions().get(places.version());
                return new Placing(version, Float.isNaN(propensity) ? null : propensity);
            }
        }
        return null;
    }

    void drop(long owner) {
        feeds.asMap().values().removeIf(kept -> kept.owner() == owner);
    }
}
