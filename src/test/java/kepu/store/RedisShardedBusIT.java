package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.cluster.RedisClusterClient;
import java.util.HashSet;
import java.util.Set;
import kepu.testing.Redis;
import org.junit.jupiter.api.Test;

/** A cluster of three whose messages stay on the server of their slot. */
class RedisShardedBusIT extends RedisClusterBusIT {
    @Override
    Redis.Version version() {
        return Redis.Version.SEVEN;
    }

    @Override
    void publish(RedisClusterClient client, String channel, String message) {
        client.connect().sync().spublish(channel, message);
    }

    @Test
    void allTopicsAreShardedAndOnOneServer() {
        Set<String> sharded = new HashSet<>();
        int servers = 0;
        for (Redis server : running()) {
            try (var client = io.lettuce.core.RedisClient.create("redis://" + server.address())) {
                var commands = client.connect().sync();
                assertThat(commands.pubsubChannels()).isEmpty();
                sharded.addAll(commands.pubsubShardChannels());
                servers += commands.pubsubShardChannels().isEmpty() ? 0 : 1;
            }
        }
        assertThat(sharded).contains("{kepu:}news").hasSizeGreaterThanOrEqualTo(3);
        assertThat(servers).isEqualTo(1);
    }
}
