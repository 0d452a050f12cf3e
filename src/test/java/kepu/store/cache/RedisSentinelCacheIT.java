package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

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
        Redis second = redis.master();
        assertThat(second).isNotEqualTo(first);
        first.start();
        eventually("it is a replica now", redis::hasReplica);
        second.pause();
        works(cache);
        assertThat(redis.master()).isNotEqualTo(second);
    }
}
