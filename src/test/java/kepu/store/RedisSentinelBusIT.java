package kepu.store;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import java.util.List;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import kepu.testing.RedisSentinel;
import org.junit.jupiter.api.Test;

/** A master, a replica, and a sentinel that puts one in the other's place. */
class RedisSentinelBusIT extends RedisBusContract {
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
    List<Redis> carriers() {
        return redis.servers();
    }

    @Override
    void stranger(String channel, String message) {
        try (RedisClient client = RedisClient.create("redis://" + redis.master().address())) {
            client.connect().sync().publish(channel, message);
        }
    }

    @Test
    void hintsFlowByTheNewMasterWhenTheOldOneDiesOrHangs() {
        Redis first = redis.master();
        first.kill();
        a.reaches(b);
        b.reaches(a);
        Redis second = redis.master();
        assertThat(second).isNotEqualTo(first);
        first.start();
        eventually("it is a replica now", redis::hasReplica);
        second.pause();
        try {
            a.reaches(b);
            b.reaches(a);
            assertThat(redis.master()).isNotEqualTo(second);
        } finally {
            second.resume();
        }
    }
}
