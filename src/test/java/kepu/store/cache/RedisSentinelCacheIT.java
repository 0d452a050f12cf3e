package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import java.util.List;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import org.junit.jupiter.api.Test;

/** A master, a replica, and a sentinel that puts one in the other's place. */
class RedisSentinelCacheIT extends RedisCacheContract {
    private static final int SILENCE_MILLIS = 500;

    @Override
    List<Redis> servers() {
        Redis master = Redis.start(Redis.Version.SIX);
        Redis replica = Redis.start(Redis.Version.SIX, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
        // a sentinel asks a master for its replicas at once, and then every ten seconds only
        eventually("the replica follows", () -> told(replica, "replication").contains("master_link_status:up"));
        Redis sentinel = Redis.sentinel(master, 1, SILENCE_MILLIS);
        eventually(
                "the sentinel knows both",
                () -> told(sentinel, "sentinel")
                        .contains("status=ok,address=127.0.0.1:" + master.port() + ",slaves=1"));
        return List.of(master, replica, sentinel);
    }

    @Override
    ConfigReader addressed(List<Redis> servers) {
        return new ConfigReader()
                .set("redis.url", "redis-sentinel://" + servers.getLast().address() + "#main");
    }

    @Override
    List<Redis> keepers(List<Redis> servers) {
        return servers.subList(0, 2);
    }

    @Override
    void restart(List<Redis> killed) {
        killed.forEach(Redis::start);
    }

    @Test
    void anotherMasterIsFoundWhenTheOneDiesOrHangs() {
        Cache cache = opened(impatient());
        Redis first = master();
        first.kill();
        works(cache);
        Redis second = master();
        assertThat(second).isNotEqualTo(first);
        first.start();
        eventually(
                "it is a replica now",
                () -> told(running().getLast(), "sentinel").contains("slaves=1"));
        second.pause();
        works(cache);
        assertThat(master()).isNotEqualTo(second);
    }

    private Redis master() {
        String told = told(running().getLast(), "sentinel");
        return keepers(running()).stream()
                .filter(server -> told.contains("address=" + server.address() + ","))
                .findFirst()
                .orElseThrow();
    }

    private static String told(Redis server, String section) {
        try (RedisClient client = RedisClient.create("redis://" + server.address())) {
            return client.connect().sync().info(section);
        } catch (RedisException e) {
            return "";
        }
    }
}
