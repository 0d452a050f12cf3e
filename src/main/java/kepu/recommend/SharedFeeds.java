package kepu.recommend;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import kepu.store.cache.Cache;

/**
 * The lists of all nodes in the cache that they share: one value of {@link FeedCode} a resident, under its format, so that two releases keep
 * theirs beside each other.
 */
public final class SharedFeeds implements PreparedFeeds.Shared {
    private static final String OF_RESIDENT = "feed." + FeedCode.FORMAT;
    private static final String BY_ID = "list." + FeedCode.FORMAT;

    private final Cache cache;

    public SharedFeeds(Cache cache) {
        this.cache = cache;
    }

    @Override
    public Future<Optional<byte[]>> get(long resident) {
        return cache.get(key(resident));
    }

    @Override
    public Future<Optional<byte[]>> get(String feed) {
        return cache.get(key(feed));
    }

    @Override
    public void put(long resident, byte[] code, Duration life) {
        cache.put(key(resident), code, life);
    }

    @Override
    public void put(String feed, byte[] code, Duration life) {
        cache.put(key(feed), code, life);
    }

    @Override
    public void remove(long resident) {
        cache.remove(Set.of(key(resident)));
    }

    private static Cache.Key key(long resident) {
        return new Cache.Key(OF_RESIDENT, resident);
    }

    private static Cache.Key key(String feed) {
        return new Cache.Key(BY_ID, feed);
    }
}
