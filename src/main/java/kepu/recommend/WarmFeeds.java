package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import kepu.config.Config;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The feed that each person was served last, to be served again. Of residents at most {@code feed.cachedFeeds}; those of whom only the region is
 * known share one, at most {@code feed.warmRegions}.
 */
final class WarmFeeds {
    /**
     * A feed that was served.
     *
     * @param ready its first page, once it was asked for again: most people come once in a while, and pages of all of them, some hundred
     *     objects each, would be what a collector of garbage has to move
     */
    record Warm(KeptFeeds.Kept feed, Stamp stamp, @Nullable Ready ready) {}

    /** A first page of so many places. */
    record Ready(int size, Feeds.Page page) {}

    private final Cache<Long, Warm> residents;
    private final Cache<RegionCode, Warm> regions;

    WarmFeeds(Config.Feed config) {
        Duration visit = Duration.ofMinutes(config.pageMinutes());
        this.residents = Caffeine.newBuilder()
                .maximumSize(config.cachedFeeds())
                .expireAfterAccess(visit)
                // on the thread that asks: waking another for so little takes longer
                .executor(Runnable::run)
                .build();
        this.regions = Caffeine.newBuilder()
                .maximumSize(config.warmRegions())
                .expireAfterAccess(visit)
                .build();
    }

    void measure(MeterRegistry meters) {
        meters.gauge("kepu.feed.warm.residents", residents, Cache::estimatedSize);
        meters.gauge("kepu.feed.warm.regions", regions, Cache::estimatedSize);
    }

    /** Null for who was not here lately. */
    @Nullable
    Warm of(long resident) {
        return residents.getIfPresent(resident);
    }

    @Nullable
    Warm of(RegionCode region) {
        return regions.getIfPresent(region);
    }

    void put(long resident, Warm warm) {
        residents.put(resident, warm);
    }

    void put(RegionCode region, Warm warm) {
        regions.put(region, warm);
    }

    void drop(long resident) {
        residents.invalidate(resident);
    }
}
