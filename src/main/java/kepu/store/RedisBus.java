package kepu.store;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.config.Redis;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus of nodes that share a Redis, by pub/sub. Whether it works is known by hearing itself: a node tells its own channel something
 * every {@code beatMillis}, and when it has heard nothing for {@code silenceMillis} it throws its line away and opens another, with
 * waits that double. A message is {@code <node> <payload>}; one that is anything else is counted and passed over.
 */
public final class RedisBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBus.class);
    private static final Pattern MESSAGE = Pattern.compile("([0-9a-f]{16}) (.*)", Pattern.DOTALL);
    private static final String OWN = "node-";

    private final Vertx vertx;
    private final Redis config;
    private final String node;
    private final Map<String, List<Consumer<String>>> handlers = new ConcurrentHashMap<>();
    private final RedisServers servers;
    private final RedisClient client;
    /** One thread that opens lines, which blocks. */
    private final WorkerExecutor opener;

    private final Counter dropped;
    private final Counter ignored;

    private volatile @Nullable RedisLine line;
    private volatile boolean connected;
    private volatile long heardAt;
    private long timer = -1;
    /** Only touched by the timer and what it starts, one after the other. */
    private boolean opening;

    private boolean warned;
    private long waitMillis;
    private long nextTryAt;
    private volatile boolean closed;

    public RedisBus(Vertx vertx, RedisServers servers, MeterRegistry meters) {
        this.vertx = vertx;
        this.servers = servers;
        this.config = servers.config();
        this.node = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
        this.client = servers.client(RedisLine.options(config));
        this.opener =
                vertx.createSharedWorkerExecutor("bus-" + node, 1, config.commandMillis() * 10L, TimeUnit.MILLISECONDS);
        this.dropped = meters.counter("kepu.bus.dropped");
        this.ignored = meters.counter("kepu.bus.ignored");
        Gauge.builder("kepu.bus.connected", this, bus -> bus.connected ? 1 : 0).register(meters);
    }

    /** The bus of nodes that have these servers, or of one by itself. Who closes it closes the servers after it. */
    public static Bus of(Vertx vertx, Optional<RedisServers> servers, MeterRegistry meters) {
        return servers.<Bus>map(some -> new RedisBus(vertx, some, meters)).orElseGet(MemoryBus::new);
    }

    @Override
    public void publish(String topic, String payload) {
        if (payload.length() > config.messageBytes()) {
            throw new IllegalArgumentException("a hint of " + payload.length() + " characters");
        }
        tell(topic, payload);
    }

    @Override
    public void subscribe(String topic, Consumer<String> handler) {
        handlers.computeIfAbsent(channel(topic), fresh -> new CopyOnWriteArrayList<>())
                .add(handler);
    }

    @Override
    public void start() {
        tick();
        timer = vertx.setPeriodic(config.beatMillis(), now -> tick());
    }

    @Override
    public synchronized void close() {
        closed = true;
        vertx.cancelTimer(timer);
        opener.close();
        drop();
    }

    private void tell(String topic, String payload) {
        RedisLine present = line;
        if (present == null) {
            dropped.increment();
            return;
        }
        try {
            present.tell(channel(topic), node + " " + payload).whenComplete((heard, failure) -> {
                if (failure != null) {
                    dropped.increment();
                }
            });
        } catch (RedisException full) {
            dropped.increment();
        }
    }

    /** Beats, and looks whether the line still lives. */
    private synchronized void tick() {
        RedisLine present = line;
        long now = System.nanoTime();
        if (present != null && (!present.isOpen() || now - heardAt > nanos(config.silenceMillis()))) {
            lost("it is silent");
            drop();
        } else if (present != null) {
            tell(OWN + node, "");
        } else if (!opening && now - nextTryAt >= 0) {
            opening = true;
            opener.executeBlocking(this::open, false).onComplete(this::opened, this::failed);
        }
    }

    private RedisLine open() {
        List<String> channels = new ArrayList<>(handlers.keySet());
        channels.add(channel(OWN + node));
        return RedisLine.open(
                client, servers, new ShortText(config.messageBytes()), new RedisLine.Hearing(channels, this::heard));
    }

    private synchronized void opened(RedisLine fresh) {
        opening = false;
        if (closed) {
            fresh.close();
            return;
        }
        heardAt = System.nanoTime();
        line = fresh;
        tell(OWN + node, "");
    }

    private synchronized void failed(Throwable cause) {
        opening = false;
        lost(cause.toString());
        later();
    }

    private void drop() {
        RedisLine present = line;
        line = null;
        connected = false;
        if (present != null) {
            present.close();
            later();
        }
    }

    private void later() {
        waitMillis = Math.min(
                Math.max(config.beatMillis(), waitMillis * 2),
                TimeUnit.SECONDS.toMillis(config.longestBackoffSeconds()));
        long chance = ThreadLocalRandom.current().nextLong(waitMillis / 2 + 1);
        nextTryAt = System.nanoTime() + nanos(waitMillis - chance);
    }

    private void lost(String why) {
        if (!warned && !closed) {
            warned = true;
            LOG.warn("Redis is away, nodes hear of each other by looking only: {}", why);
        }
    }

    private synchronized void found() {
        connected = true;
        waitMillis = 0;
        if (warned) {
            warned = false;
            LOG.info("Redis is back");
        }
    }

    /** On a thread of the client. */
    private void heard(String channel, String message) {
        Matcher matcher = MESSAGE.matcher(message);
        if (!matcher.matches()) {
            ignored.increment();
        } else if (!matcher.group(1).equals(node)) {
            hand(channel, matcher.group(2));
        } else if (channel.equals(channel(OWN + node))) {
            heardAt = System.nanoTime();
            if (!connected) {
                found();
            }
        }
    }

    private void hand(String channel, String payload) {
        List<Consumer<String>> own = handlers.get(channel);
        if (own == null) {
            ignored.increment();
            return;
        }
        for (Consumer<String> handler : own) {
            try {
                handler.accept(payload);
            } catch (RuntimeException e) {
                LOG.error("a hint on {} was not taken", channel, e);
            }
        }
    }

    /** All in one slot of a cluster, so that one beat proves the way of every hint. */
    private String channel(String topic) {
        return "{" + config.prefix() + "}" + topic;
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
