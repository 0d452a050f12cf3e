package kepu.store;

import io.lettuce.core.RedisClient;
import java.util.List;
import kepu.testing.Redis;

class RedisBusIT extends RedisBusContract {
    @Override
    List<Redis> servers() {
        return List.of(Redis.start(Redis.Version.SIX));
    }

    @Override
    boolean isCluster() {
        return false;
    }

    @Override
    void stranger(String channel, String message) {
        try (RedisClient client =
                RedisClient.create("redis://" + running().getFirst().address())) {
            client.connect().sync().publish(channel, message);
        }
    }
}
