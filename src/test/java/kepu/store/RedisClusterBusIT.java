package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import kepu.testing.RedisCluster;
import org.junit.jupiter.api.Test;

/** A cluster of three that knows no sharded pub/sub. */
class RedisClusterBusIT extends RedisBusContract {
    private static final int NODES = 3;

    Redis.Version version() {
        return Redis.Version.SIX;
    }

    @Override
    List<Redis> servers() {
        List<Redis> servers = Stream.generate(
                        () -> Redis.start(version(), "--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
                .limit(NODES)
                .toList();
        RedisCluster.join(servers);
        return servers;
    }

    @Override
    ConfigReader addressed(List<Redis> servers) {
        String addresses = servers.stream().map(Redis::address).collect(Collectors.joining(","));
        return new ConfigReader().set("redis.url", "redis://" + addresses).set("redis.cluster", true);
    }

    @Override
    void restarted() {
        super.restarted();
        RedisCluster.join(running());
    }

    @Override
    void stranger(String channel, String message) {
        try (RedisClusterClient client =
                RedisClusterClient.create("redis://" + running().getFirst().address())) {
            publish(client, channel, message);
        }
    }

    void publish(RedisClusterClient client, String channel, String message) {
        client.connect().sync().publish(channel, message);
    }

    @Test
    void allServersTakePart() {
        for (Redis server : running()) {
            try (RedisClient client = RedisClient.create("redis://" + server.address())) {
                assertThat(client.connect().sync().clusterInfo()).contains("cluster_known_nodes:3");
            }
        }
    }
}
