package kepu.store.cache;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import kepu.config.Caching;
import kepu.config.Redis;
import kepu.store.OneLoop;
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
    /** One on each event loop, for who asks there. */
    private final Map<EventLoop, RedisLink> links;
    /** For who asks while none is open. */
    private final RedisLink first;

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
        this.links = links(vertx, servers, codec, config.waiting());
        this.first = links.values().iterator().next();
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

    /** Where the loops are not of the sort that Lettuce's channels need, one on a loop of Lettuce's own is there for all. */
    private static Map<EventLoop, RedisLink> links(Vertx vertx, RedisServers servers, CacheCodec codec, int waiting) {
        AtomicBoolean warned = new AtomicBoolean();
        Map<EventLoop, RedisLink> links = new HashMap<>();
        for (EventExecutor executor : ((VertxInternal) vertx).nettyEventLoopGroup()) {
            EventLoop loop = (EventLoop) executor;
            if (OneLoop.suits(loop)) {
                links.put(loop, new RedisLink(vertx, servers, codec, waiting, loop, warned));
            } else if (links.isEmpty()) {
                links.put(loop, new RedisLink(vertx, servers, codec, waiting, null, warned));
            }
        }
        return links;
    }

    @Override
    public Future<Optional<byte[]>> get(Key key) {
        return ask(key, commands -> commands.get(key), this::counted);
    }

    @Override
    public Future<Void> put(Key key, byte[] value, Duration life) {
        if (value.length > config.valueBytes()) {
            tooLarge.increment();
            return remove(List.of(key));
        }
        long millis = Math.max(1, Math.min(life.toMillis(), config.longest().toMillis()));
        written.increment(value.length);
        return ask(key, commands -> commands.set(key, value, SetArgs.Builder.px(millis)), RedisCache::nothing);
    }

    @Override
    public Future<Void> remove(Collection<Key> keys) {
        return Future.all(keys.stream()
                        .map(key -> ask(key, commands -> commands.unlink(key), RedisCache::nothing))
                        .toList())
                .mapEmpty();
    }

    @Override
    public void close() {
        links.values().forEach(RedisLink::close);
    }

    private Optional<byte[]> counted(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        read.increment(value.length);
        return Optional.of(value);
    }

    private static <T> @Nullable Void nothing(@Nullable T answer) {
        return null;
    }

    /** {@code made} of the server's answer, or of null when there is none, in time or at all. */
    private <T, R> Future<R> ask(
            Key key,
            Function<RedisClusterAsyncCommands<Key, byte[]>, RedisFuture<T>> command,
            Function<@Nullable T, R> made) {
        ContextInternal own = (ContextInternal) vertx.getOrCreateContext();
        RedisLink link = link(own);
        RedisClusterAsyncCommands<Key, byte[]> commands = link.commands();
        Breaker breaker = breaker(key);
        if (commands == null || !breaker.lets()) {
            open.increment();
            return own.succeededFuture(made.apply(null));
        }
        if (waiting.incrementAndGet() > config.waiting()) {
            waiting.decrementAndGet();
            full.increment();
            return own.succeededFuture(made.apply(null));
        }
        Asked<T, R> asked = new Asked<>(link, breaker, made, own.promise());
        asked.send(commands, command);
        return asked.answer.future();
    }

    /** The own one while it is open; else another's, for they do not come back at once when a server does. */
    private RedisLink link(ContextInternal own) {
        RedisLink link = links.get(own.nettyEventLoop());
        return link != null && link.isOpen() ? link : anyOpen();
    }

    private RedisLink anyOpen() {
        for (RedisLink link : links.values()) {
            if (link.isOpen()) {
                return link;
            }
        }
        return first;
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
    private final class Asked<T, R> implements Deadlines.Waiting {
        private final RedisLink link;
        private final Breaker breaker;
        private final Function<@Nullable T, R> made;
        private final Promise<R> answer;
        private @Nullable CompletionStage<T> command;

        Asked(RedisLink link, Breaker breaker, Function<@Nullable T, R> made, Promise<R> answer) {
            this.link = link;
            this.breaker = breaker;
            this.made = made;
            this.answer = answer;
        }

        void send(
                RedisClusterAsyncCommands<Key, byte[]> commands,
                Function<RedisClusterAsyncCommands<Key, byte[]>, RedisFuture<T>> by) {
            CompletionStage<T> sent = sent(commands, by);
            command = sent;
            link.written();
            deadlines.add(this);
            sent.whenComplete(this::answered);
        }

        private void answered(@Nullable T value, @Nullable Throwable failure) {
            if (failure != null) {
                fail(failed);
            } else if (answer.tryComplete(made.apply(value))) {
                waiting.decrementAndGet();
                breaker.succeeded();
                link.succeeded();
            }
        }

        @Override
        public boolean isOver() {
            return answer.future().isComplete();
        }

        @Override
        public void late() {
            CompletionStage<T> sent = command;
            if (!isOver() && sent != null) {
                fail(late);
                sent.toCompletableFuture().cancel(true);
            }
        }

        private void fail(Counter why) {
            if (answer.tryComplete(made.apply(null))) {
                waiting.decrementAndGet();
                why.increment();
                breaker.failed();
                link.failed();
            }
        }
    }
}
