package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kepu.config.ConfigReader;
import kepu.testing.Redis;
import org.junit.jupiter.api.Test;

/** One server, which wants a password. */
class RedisCacheIT extends RedisCacheContract {
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
    List<Redis> keepers(List<Redis> servers) {
        return servers;
    }

    @Override
    void restart(List<Redis> killed) {
        killed.forEach(Redis::start);
    }

    @Test
    void valuesLieUnderThePrefixAndNeverForLongerThanTheyMay() {
        Cache.Key key = fresh();
        put(target, key, new byte[] {1}, Duration.ofDays(1));
        try (RedisClient client = RedisClient.create(
                "redis://:" + PASSWORD + "@" + running().getFirst().address())) {
            var commands = client.connect().sync();
            assertThat(commands.pttl("kepu:test.1:{" + key.id() + "}")).isBetween(1L, 60_000L);
        }
    }

    @Test
    void aValueOfSomebodyElseThatIsTooLargeIsAbsent() {
        Cache.Key key = fresh();
        try (RedisClient client = RedisClient.create(
                "redis://:" + PASSWORD + "@" + running().getFirst().address())) {
            var commands = client.connect().sync();
            commands.set("kepu:" + key, "x".repeat(VALUE_BYTES + 1));
        }
        assertThat(get(key)).isEmpty();
    }

    @Test
    void eachEventLoopHasAConnectionOfItsOwn() {
        try (RedisClient client = RedisClient.create(
                "redis://:" + PASSWORD + "@" + running().getFirst().address())) {
            var commands = client.connect().sync();
            long before = commands.clientList().lines().count();
            opened(patient());
            eventually(
                    "all are open",
                    () -> commands.clientList().lines().count() - before >= new VertxOptions().getEventLoopPoolSize());
        }
    }

    @Test
    void loopsOfAnotherSortThanLettucesChannelsNeedAreServedFromOneOfItsOwn() throws Exception {
        Vertx others = Vertx.vertx(new VertxOptions().setPreferNativeTransport(false));
        try (Cache cache = cacheOf(others, patient())) {
            works(cache);
        } finally {
            others.close().await(60, TimeUnit.SECONDS);
        }
    }
}
