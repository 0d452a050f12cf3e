package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import kepu.config.Caching;
import kepu.config.ConfigReader;
import kepu.store.RedisServers;
import kepu.testing.Redis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every cache in Redis does besides, however the servers stand together. */
abstract class RedisCacheContract extends CacheContract {
    static final int WAITING = 10_000;
    private static final int FAILURES = 3;

    private List<Redis> servers = List.of();
    private RedisServers lettuce;

    /** Starts the servers; the first ones are those that keep data. */
    abstract List<Redis> servers();

    /** With {@code redis.url} and what belongs to it. */
    abstract ConfigReader addressed(List<Redis> servers);

    /** Those whose death is the death of everything. */
    abstract List<Redis> keepers(List<Redis> servers);

    /** Starts killed servers again. */
    abstract void restart(List<Redis> killed);

    @BeforeAll
    void start() {
        servers = servers();
        lettuce = RedisServers.of(settings()).orElseThrow();
    }

    @AfterEach
    void resume() {
        servers.forEach(Redis::resume);
    }

    @AfterAll
    void stop() {
        lettuce.close();
        servers.forEach(Redis::close);
    }

    List<Redis> running() {
        return servers;
    }

    kepu.config.Redis settings() {
        return addressed(servers)
                .set("redis.commandMillis", 500)
                .set("redis.beatMillis", 50)
                .set("redis.silenceMillis", 1_000)
                .set("redis.longestBackoffSeconds", 1)
                .config()
                .redis();
    }

    @Override
    Cache cache(Caching config) {
        return cacheOf(vertx, config);
    }

    Cache cacheOf(Vertx asking, Caching config) {
        return new RedisCache(asking, lettuce, config, meters);
    }

    /** Waits for servers a moment only, and opens after a few failures. */
    static Caching impatient() {
        return new Caching(8, VALUE_BYTES, 1, 0, 10, 100, FAILURES, 100, WAITING, 1_000);
    }

    @Test
    void whatOneNodePutsAnotherFinds() {
        Cache other = opened(patient());
        Cache.Key key = fresh();
        put(key, (byte) 7);
        assertThat(get(other, key)).hasValue(new byte[] {7});
        put(other, key, new byte[] {8}, LIFE);
        assertThat(get(key)).hasValue(new byte[] {8});
    }

    @Test
    void withoutServersEverythingIsAbsentAtOnceAndBackWhenTheyAre() {
        Cache cache = measured(impatient());
        List<Redis> keepers = keepers(servers);
        keepers.forEach(Redis::kill);
        try {
            eventually(
                    "nothing is asked any more",
                    () -> onEventLoop(cache, 500).stream().allMatch(Optional::isEmpty) && openPart() == 1);
            double asked = failed();
            for (int i = 0; i < 50; i++) {
                put(cache, fresh(), new byte[1], LIFE);
            }
            assertThat(refused("open")).isGreaterThanOrEqualTo(1);
            assertThat(failed() - asked).as("only now and then").isLessThan(50);
        } finally {
            restart(keepers);
        }
        everySlotWorks(cache);
    }

    @Test
    void aHungServerKeepsNobodyWaitingAndIsFoundAgain() {
        Cache cache = measured(impatient());
        Cache.Key key = fresh();
        put(cache, key, new byte[] {1}, LIFE);
        List<Redis> keepers = keepers(servers);
        keepers.forEach(Redis::pause);
        List<Optional<byte[]>> got = onEventLoop(cache, 5 * FAILURES);
        assertThat(got).allMatch(Optional::isEmpty);
        assertThat(failed()).isPositive();
        eventually(
                "it is left alone",
                () -> onEventLoop(cache, 500).stream().allMatch(Optional::isEmpty) && openPart() == 1);
        keepers.forEach(Redis::resume);
        everySlotWorks(cache);
    }

    @Test
    void onlySoManyCommandsWaitForAHungServer() {
        int most = 20;
        Caching narrow = new Caching(8, VALUE_BYTES, 1, 0, 10, 1_000, 1_000, 100, most, 1_000);
        Cache cache = measured(narrow);
        keepers(servers).forEach(Redis::pause);
        assertThat(onEventLoop(cache, 10 * most)).allMatch(Optional::isEmpty);
        assertThat(refused("waiting"))
                .as("but for the few that it answered yet")
                .isGreaterThan(8 * most);
        // the last answer is given before it is taken off the count
        eventually(
                "nothing waits any more",
                () -> meters.get("kepu.cache.redis.waiting").gauge().value() == 0);
    }

    @Test
    void aCacheThatBeginsBeforeItsServersFindsThemWhenTheyCome() {
        List<Redis> keepers = keepers(servers);
        keepers.forEach(Redis::kill);
        Cache cache = cache(impatient());
        try {
            assertThat(get(cache, fresh())).isEmpty();
            restart(keepers);
            works(cache);
        } finally {
            cache.close();
        }
    }

    /** The one whose meters are looked at. */
    Cache measured(Caching config) {
        meters.clear();
        return opened(config);
    }

    /** Asks for so many values at once from an event loop. */
    List<Optional<byte[]>> onEventLoop(Cache cache, int count) {
        CompletableFuture<List<Optional<byte[]>>> got = new CompletableFuture<>();
        vertx.runOnContext(turn -> {
            List<Future<Optional<byte[]>>> all =
                    IntStream.range(0, count).mapToObj(i -> cache.get(fresh())).toList();
            Future.all(all).onComplete(done -> got.complete(done.result().list()));
        });
        return soon("all are answered", got);
    }

    /** Keys all over the slots of a cluster are kept, and no breaker is open. */
    void everySlotWorks(Cache cache) {
        eventually("all are kept", () -> {
            List<Cache.Key> keys =
                    IntStream.range(0, 200).mapToObj(i -> fresh()).toList();
            List<Future<Void>> puts =
                    keys.stream().map(key -> cache.put(key, new byte[1], LIFE)).toList();
            soon("put", Future.all(puts).toCompletionStage().toCompletableFuture());
            return keys.stream().allMatch(key -> get(cache, key).isPresent()) && openPart() == 0;
        });
    }

    double openPart() {
        return meters.get("kepu.cache.redis.open").gauge().value();
    }

    double failed() {
        return meters.get("kepu.cache.failed").tag("why", "late").counter().count()
                + meters.get("kepu.cache.failed").tag("why", "error").counter().count();
    }

    double refused(String limit) {
        return meters.get("kepu.cache.refused").tag("limit", limit).counter().count();
    }
}
