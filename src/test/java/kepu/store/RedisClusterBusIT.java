package kepu.store;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.testing.Redis;
import org.junit.jupiter.api.Test;

/** A cluster of three that knows no sharded pub/sub. */
class RedisClusterBusIT extends RedisBusContract {
    private static final int SLOTS = 16_384;
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
        join(servers);
        return servers;
    }

    @Override
    boolean isCluster() {
        return true;
    }

    @Override
    void restarted() {
        super.restarted();
        join(running());
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

    private static void join(List<Redis> servers) {
        for (int i = 0; i < servers.size(); i++) {
            int[] slots =
                    IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).toArray();
            int first = servers.getFirst().port();
            try (RedisClient client =
                    RedisClient.create("redis://" + servers.get(i).address())) {
                eventually("the server is up", () -> isUp(client));
                var commands = client.connect().sync();
                commands.clusterAddSlots(slots);
                if (i > 0) {
                    commands.clusterMeet("127.0.0.1", first);
                }
            }
        }
        servers.forEach(RedisClusterBusIT::whole);
    }

    private static void whole(Redis server) {
        try (RedisClient client = RedisClient.create("redis://" + server.address())) {
            var commands = client.connect().sync();
            eventually("the cluster is whole", () -> {
                String info = commands.clusterInfo();
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
            });
        }
    }

    private static boolean isUp(RedisClient client) {
        try (var connection = client.connect()) {
            return connection.sync().ping().equals("PONG");
        } catch (RedisException e) {
            return false;
        }
    }
}
