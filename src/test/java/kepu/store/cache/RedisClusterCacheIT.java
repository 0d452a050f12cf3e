package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import kepu.testing.RedisCluster;
import org.junit.jupiter.api.Test;

/** Three masters. */
class RedisClusterCacheIT extends RedisCacheContract {
    @Override
    List<Redis> servers() {
        List<Redis> servers = RedisCluster.start(Redis.Version.SEVEN).servers();
        servers.forEach(RedisClusterCacheIT::goOnWithoutOthers);
        return servers;
    }

    @Override
    ConfigReader addressed(List<Redis> servers) {
        String url = servers.stream().map(Redis::address).collect(Collectors.joining(",", "redis://", ""));
        return new ConfigReader().set("redis.url", url).set("redis.cluster", true);
    }

    @Override
    List<Redis> keepers(List<Redis> servers) {
        return servers;
    }

    @Override
    void restart(List<Redis> killed) {
        killed.forEach(Redis::start);
        RedisCluster.join(killed);
        killed.forEach(RedisClusterCacheIT::goOnWithoutOthers);
    }

    /** As operations.md asks for: else one master that is away ends the service of all. */
    private static void goOnWithoutOthers(Redis server) {
        try (RedisClient client = RedisClient.create("redis://" + server.address())) {
            client.connect().sync().configSet("cluster-require-full-coverage", "no");
        }
    }

    @Test
    void valuesAreSpreadOverTheMasters() {
        IntStream.range(0, 100).forEach(i -> put(fresh(), (byte) 1));
        for (Redis server : running()) {
            try (RedisClient client = RedisClient.create("redis://" + server.address())) {
                assertThat(client.connect().sync().dbsize()).isGreaterThan(10);
            }
        }
    }

    @Test
    void aMasterThatHangsKeepsNobodyFromTheOthers() {
        Cache cache = measured(impatient());
        List<Cache.Key> keys = IntStream.range(0, 300).mapToObj(i -> fresh()).toList();
        keys.forEach(key -> put(cache, key, new byte[] {1}, LIFE));
        assertThat(keys).allMatch(key -> get(cache, key).isPresent());
        running().getLast().pause();
        onEventLoop(cache, 1_000);
        eventually("only its stretches of slots are left alone", () -> {
            onEventLoop(cache, 100);
            return openPart() > 0.2;
        });
        assertThat(openPart()).isLessThan(0.5);
        long found = keys.stream().filter(key -> get(cache, key).isPresent()).count();
        assertThat(found).isGreaterThan(keys.size() / 2);
        running().getLast().resume();
        everySlotWorks(cache);
    }
}
