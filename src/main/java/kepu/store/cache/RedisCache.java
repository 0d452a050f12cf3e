package kepu.store.cache;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import kepu.config.Caching;
import kepu.config.Redis;
import kepu.store.RedisServers;
import org.jspecify.annotations.Nullable;

/**
 * The cache that nodes share, in Redis: one command a key, so none crosses slots. Who asks waits no longer than {@code cache.waitMillis},
 * whatever the server does, and not at all while a {@link Breaker} is open. In a cluster each stretch of slots has a breaker of its own, so
 * that a master that is away keeps nobody from the others.
 */
public final class RedisCache implements Cache {
    /** Of a cluster's slots; each lies on one master as a rule. */
    private static final int STRETCHES = 64;

    private final Vertx vertx;
    private final Caching config;
    private final RedisLink link;
    private final Deadlines deadlines;
    private final Breaker[] breakers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter open;
    private final Counter full;
    private final Counter late;
    private final Counter failed;
    private final Counter tooLarge;
    private final Counter read;
    private final Counter written;

    public RedisCache(Vertx vertx, RedisServers servers, Caching config, MeterRegistry meters) {
        this.vertx = vertx;
        this.config = config;
        this.deadlines = new Deadlines(vertx, config.waitMillis());
        this.breakers = Stream.generate(() -> new Breaker(
                        config.failures(), TimeUnit.MILLISECONDS.toNanos(config.openMillis()), System::nanoTime))
                .limit(servers.config().servers() == Redis.Servers.CLUSTER ? STRETCHES : 1)
                .toArray(Breaker[]::new);
        CacheCodec codec = new CacheCodec(servers.config().prefix(), config.valueBytes());
        this.link = new RedisLink(vertx, servers, codec, config.waiting());
        this.open = meters.counter("kepu.cache.refused", "limit", "open");
        this.full = meters.counter("kepu.cache.refused", "limit", "waiting");
        this.tooLarge = meters.counter("kepu.cache.refused", "limit", "valueBytes");
        this.late = meters.counter("kepu.cache.failed", "why", "late");
        this.failed = meters.counter("kepu.cache.failed", "why", "error");
        this.read = meters.counter("kepu.cache.redis.bytes", "way", "read");
        this.written = meters.counter("kepu.cache.redis.bytes", "way", "written");
        Gauge.builder("kepu.cache.redis.waiting", waiting, AtomicInteger::get).register(meters);
        Gauge.builder("kepu.cache.redis.open", this, RedisCache::openPart).register(meters);
    }

    @Override
    public Future<Optional<byte[]>> get(Key key) {
        return this.<byte[]>ask(key, commands -> commands.get(key)).map(this::counted);
    }

    @Override
    public Future<Void> put(Key key, byte[] value, Duration life) {
        if (value.length > config.valueBytes()) {
            tooLarge.increment();
            return remove(List.of(key));
        }
        long millis = Math.max(1, Math.min(life.toMillis(), config.longest().toMillis()));
        written.increment(value.length);
        return this.<String>ask(key, commands -> commands.set(key, value, SetArgs.Builder.px(millis)))
                .mapEmpty();
    }

    @Override
    public Future<Void> remove(Collection<Key> keys) {
        return Future.all(keys.stream()
                        .map(key -> this.<Long>ask(key, commands -> commands.unlink(key)))
                        .toList())
                .mapEmpty();
    }

    @Override
    public void close() {
        link.close();
    }

    private Optional<byte[]> counted(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        read.increment(value.length);
        return Optional.of(value);
    }

    /** Null when there is no answer, in time or at all. */
    private <T> Future<@Nullable T> ask(
            Key key, Function<RedisClusterAsyncCommands<Key, byte[]>, RedisFuture<T>> command) {
        RedisClusterAsyncCommands<Key, byte[]> commands = link.commands();
        Breaker breaker = breaker(key);
        if (commands == null || !breaker.lets()) {
            open.increment();
            return Future.succeededFuture();
        }
        if (waiting.incrementAndGet() > config.waiting()) {
            waiting.decrementAndGet();
            full.increment();
            return Future.succeededFuture();
        }
        Asked<T> asked = new Asked<>(breaker, sent(commands, command));
        deadlines.add(asked);
        return Future.fromCompletionStage(asked.answer, vertx.getOrCreateContext());
    }

    private static <T> CompletionStage<T> sent(
            RedisClusterAsyncCommands<Key, byte[]> commands,
            Function<RedisClusterAsyncCommands<Key, byte[]>, RedisFuture<T>> command) {
        try {
            return command.apply(commands);
        } catch (RedisException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    private Breaker breaker(Key key) {
        return breakers.length == 1
                ? breakers[0]
                : breakers[SlotHash.getSlot(key.id()) / (SlotHash.SLOT_COUNT / STRETCHES)];
    }

    /** The part of breakers that are open. */
    private double openPart() {
        return (double) Arrays.stream(breakers).filter(Breaker::isOpen).count() / breakers.length;
    }

    /** A command under way. Its answer comes from the server or the clock, whichever is first. */
    private final class Asked<T> implements Deadlines.Waiting {
        private final Breaker breaker;
        private final CompletionStage<T> command;
        private final CompletableFuture<@Nullable T> answer = new CompletableFuture<>();

        Asked(Breaker breaker, CompletionStage<T> command) {
            this.breaker = breaker;
            this.command = command;
            command.whenComplete(this::answered);
        }

        private void answered(@Nullable T value, @Nullable Throwable failure) {
            if (failure != null) {
                fail(failed);
            } else if (answer.complete(value)) {
                waiting.decrementAndGet();
                breaker.succeeded();
                link.succeeded();
            }
        }

        @Override
        public boolean isOver() {
            return answer.isDone();
        }

        @Override
        public void late() {
            if (!isOver()) {
                fail(late);
                command.toCompletableFuture().cancel(true);
            }
        }

        private void fail(Counter why) {
            if (answer.complete(null)) {
                waiting.decrementAndGet();
                why.increment();
                breaker.failed();
                link.failed();
            }
        }
    }
}
