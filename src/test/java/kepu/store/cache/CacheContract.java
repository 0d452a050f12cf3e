package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kepu.config.Caching;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What every cache does. Ids are new in each test, as servers live longer than one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CacheContract {
    static final Duration LIFE = Duration.ofMinutes(1);
    static final int VALUE_BYTES = 4_096;
    private static final AtomicInteger IDS = new AtomicInteger();

    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Cache> open = new ArrayList<>();
    Cache target;

    /** A cache of the same installation. */
    abstract Cache cache(Caching config);

    /** Patient, so that a slow machine is no slow server. */
    static Caching patient() {
        return new Caching(8, VALUE_BYTES, 1, 0, 10, 5_000, 5, 100, 10_000, 1_000);
    }

    @BeforeEach
    void open() {
        meters.clear();
        target = opened(patient());
    }

    @AfterEach
    void close() {
        open.forEach(Cache::close);
        open.clear();
    }

    @AfterAll
    void end() throws Exception {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    /** One that works. */
    Cache opened(Caching config) {
        Cache cache = cache(config);
        open.add(cache);
        works(cache);
        return cache;
    }

    static void works(Cache cache) {
        eventually("the cache works", () -> {
            Cache.Key key = fresh();
            put(cache, key, new byte[] {1}, LIFE);
            return get(cache, key).isPresent();
        });
    }

    static Cache.Key fresh() {
        return new Cache.Key("test.1", "id-" + IDS.incrementAndGet());
    }

    static Optional<byte[]> get(Cache cache, Cache.Key key) {
        return soon("a value", cache.get(key).toCompletionStage().toCompletableFuture());
    }

    static void put(Cache cache, Cache.Key key, byte[] value, Duration life) {
        soon("put", cache.put(key, value, life).toCompletionStage().toCompletableFuture());
    }

    void put(Cache.Key key, byte... value) {
        put(target, key, value, LIFE);
    }

    Optional<byte[]> get(Cache.Key key) {
        return get(target, key);
    }

    void remove(Cache.Key... keys) {
        soon("removed", target.remove(List.of(keys)).toCompletionStage().toCompletableFuture());
    }

    @Test
    void aValueIsFoundAsItWasPut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length : new int[] {0, 1, 2, 256, VALUE_BYTES - 1, VALUE_BYTES}) {
            byte[] value = new byte[length];
            random.nextBytes(value);
            Cache.Key key = fresh();
            put(key, value);
            assertThat(get(key))
                    .as("seed %d, %d bytes", seed, length)
                    .hasValueSatisfying(found -> assertThat(found).isEqualTo(value));
        }
    }

    @Test
    void whatWasNeverPutIsAbsent() {
        assertThat(get(fresh())).isEmpty();
    }

    @Test
    void aLaterValueTakesThePlaceOfAnEarlierOne() {
        Cache.Key key = fresh();
        put(key, (byte) 1);
        put(key, (byte) 2);
        assertThat(get(key)).hasValue(new byte[] {2});
    }

    @Test
    void thingsOfTwoKindsWithOneIdAreTwo() {
        Cache.Key key = fresh();
        Cache.Key other = new Cache.Key("test.2", key.id());
        put(key, (byte) 1);
        assertThat(get(other)).isEmpty();
        put(other, (byte) 2);
        assertThat(get(key)).hasValue(new byte[] {1});
    }

    @Test
    void whatIsRemovedIsAbsentAndTheRestStays() {
        List<Cache.Key> keys = IntStream.range(0, 50).mapToObj(i -> fresh()).toList();
        Cache.Key other = fresh();
        keys.forEach(key -> put(key, (byte) 1));
        put(other, (byte) 1);
        remove(keys.toArray(Cache.Key[]::new));
        assertThat(keys).allSatisfy(key -> assertThat(get(key)).isEmpty());
        assertThat(get(other)).isPresent();
        remove(keys.getFirst());
        remove();
    }

    @Test
    void aValueOverItsLifeIsAbsent() {
        Cache.Key brief = fresh();
        Cache.Key lasting = fresh();
        put(target, brief, new byte[] {1}, Duration.ofMillis(20));
        put(lasting, (byte) 1);
        eventually("it is over", () -> get(brief).isEmpty());
        assertThat(get(lasting)).isPresent();
    }

    @Test
    void aValueThatIsTooLargeIsNotKeptAndCounted() {
        Cache.Key key = fresh();
        put(key, (byte) 1);
        put(key, new byte[VALUE_BYTES + 1]);
        assertThat(get(key)).as("nor is what it was to replace").isEmpty();
        assertThat(meters.get("kepu.cache.refused")
                        .tag("limit", "valueBytes")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void answersComeOnTheContextOfTheirCaller() {
        Cache.Key key = fresh();
        put(key, (byte) 1);
        CompletableFuture<List<Boolean>> same = new CompletableFuture<>();
        vertx.runOnContext(turn -> {
            Context own = Vertx.currentContext();
            Future<Boolean> got = target.get(key).map(value -> value.isPresent() && own.equals(Vertx.currentContext()));
            Future<Boolean> kept =
                    target.put(fresh(), new byte[1], LIFE).map(done -> own.equals(Vertx.currentContext()));
            Future<Boolean> removed = target.remove(List.of(fresh())).map(done -> own.equals(Vertx.currentContext()));
            Future.all(got, kept, removed)
                    .onComplete(all -> same.complete(all.result().list()));
        });
        assertThat(soon("all answer", same)).containsExactly(true, true, true);
    }

    @Test
    void manyAtOnceGetEachTheirOwn() {
        List<Cache.Key> keys = IntStream.range(0, 2_000).mapToObj(i -> fresh()).toList();
        List<Future<Void>> puts = IntStream.range(0, keys.size())
                .mapToObj(i -> target.put(keys.get(i), Integer.toString(i).getBytes(StandardCharsets.UTF_8), LIFE))
                .toList();
        soon("all are put", Future.all(puts).toCompletionStage().toCompletableFuture());
        List<Future<Optional<byte[]>>> gets = keys.stream().map(target::get).toList();
        soon("all are got", Future.all(gets).toCompletionStage().toCompletableFuture());
        for (int i = 0; i < gets.size(); i++) {
            assertThat(gets.get(i).result().map(String::new)).hasValue(Integer.toString(i));
        }
    }

    @Test
    void aClosedCacheHasNothingAndStillAnswers() {
        Cache.Key key = fresh();
        put(key, (byte) 1);
        target.close();
        assertThat(get(key)).isEmpty();
        remove(key);
        target.close();
    }
}
