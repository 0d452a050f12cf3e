package kepu.store.cache;

import static kepu.testing.Eventually.eventually;

import java.util.List;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import kepu.testing.RedisSentinel;
import org.junit.jupiter.api.Test;

/** A master, a replica, and a sentinel that puts one in the other's place. */
class RedisSentinelCacheIT extends RedisCacheContract {
    private final RedisSentinel redis = RedisSentinel.start();

    @Override
    List<Redis> servers() {
        return redis.all();
    }

    @Override
    ConfigReader addressed(List<Redis> servers) {
        return new ConfigReader().set("redis.url", redis.url());
    }

    @Override
    List<Redis> keepers(List<Redis> servers) {
        return redis.servers();
    }

    @Override
    void restart(List<Redis> killed) {
        killed.forEach(Redis::start);
    }

    @Test
    void anotherMasterIsFoundWhenTheOneDiesOrHangs() {
        Cache cache = opened(impatient());
        Redis first = redis.master();
        first.kill();
        works(cache);
        // to who asks where to connect to the sentinel names the new one before it shows it
        eventually("it is not the master any more", () -> !redis.master().equals(first));
        Redis second = redis.master();
        first.start();
        eventually("it is a replica now", redis::hasReplica);
        second.pause();
        works(cache);
        eventually("nor is this one", () -> !redis.master().equals(second));
    }
}
