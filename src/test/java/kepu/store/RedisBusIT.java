package kepu.store;

import io.lettuce.core.RedisClient;
import java.util.List;
import kepu.config.ConfigReader;
import kepu.testing.Redis;

/** One server, which wants a password. */
class RedisBusIT extends RedisBusContract {
    private static final String PASSWORD = "open-sesame";

    @Override
    List<Redis> servers() {
        return List.of(Redis.start(Redis.Version.SIX, "--requirepass", PASSWORD));
    }

    @Override
    ConfigReader addressed(List<Redis> servers) {
        return new ConfigReader()
                .set("redis.url", "redis://" + servers.getFirst().address())
                .set("redis.password", PASSWORD);
    }

    @Override
    void stranger(String channel, String message) {
        try (RedisClient client = RedisClient.create(
                "redis://:" + PASSWORD + "@" + running().getFirst().address())) {
            client.connect().sync().publish(channel, message);
        }
    }
}
