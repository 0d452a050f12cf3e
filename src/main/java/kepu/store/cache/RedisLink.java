package kepu.store.cache;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;
import io.lettuce.core.protocol.ConnectionIntent;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import kepu.config.Redis;
import kepu.store.RedisServers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a cache to Redis: one to the server or the master that sentinels name, or one to each master of a cluster. Lettuce
 * mends one that breaks. One that stays open and silent, as to a hung server, is replaced: when commands fail and for
 * {@code redis.silenceMillis} none has succeeded, another is opened beside it, which finds another master if there is one by then.
 */
final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration REFRESH = Duration.ofSeconds(30);

    /**
     * A connection and what it is spoken to by.
     *
     * @param batch sends what was written in a turn; null where each command is sent when it is written
     */
    private record Open(
            StatefulConnection<Cache.Key, byte[]> connection,
            RedisClusterAsyncCommands<Cache.Key, byte[]> commands,
            @Nullable Batch batch) {
        static Open of(StatefulRedisConnection<Cache.Key, byte[]> connection, @Nullable EventLoop loop) {
            if (loop != null) {
                connection.setAutoFlushCommands(false);
            }
            return new Open(connection, connection.async(), loop == null ? null : new Batch(loop, connection));
        }

        /** What a server sends on to another one has no turn to wait for. */
        static Open of(StatefulRedisClusterConnection<Cache.Key, byte[]> connection) {
            return new Open(connection, connection.async(), null);
        }
    }

    /** Sends the commands of a turn of an event loop together: one system call for all, and one turn of the server. */
    private static final class Batch {
        private final EventLoop loop;
        private final StatefulConnection<Cache.Key, byte[]> connection;
        private final AtomicBoolean due = new AtomicBoolean();

        Batch(EventLoop loop, StatefulConnection<Cache.Key, byte[]> connection) {
            this.loop = loop;
            this.connection = connection;
        }

        void written() {
            if (!due.get() && due.compareAndSet(false, true)) {
                loop.execute(this::send);
            }
        }

        private void send() {
            due.set(false);
            connection.flushCommands();
        }
    }

    private final Vertx vertx;
    private final Redis config;
    private final Supplier<Open> opening;
    private final AtomicBoolean warned;
    private final long timer;

    private volatile @Nullable Open open;
    private volatile boolean closed;
    private volatile long succeededAt = System.nanoTime();
    private volatile boolean failing;
    /** The rest is guarded by this. */
    private boolean busy;

    private long waitMillis;
    private long nextTryAt = System.nanoTime();

    /**
     * Opens by itself, and again and again until it succeeds.
     *
     * @param loop on which the connection lives; null for one of Lettuce's own
     * @param warned whether it was said already that Redis is away, by this or by another link
     */
    RedisLink(
            Vertx vertx,
            RedisServers servers,
            CacheCodec codec,
            int waiting,
            @Nullable EventLoop loop,
            AtomicBoolean warned) {
        this.vertx = vertx;
        this.config = servers.config();
        this.opening = opening(servers, codec, waiting, loop);
        this.warned = warned;
        this.timer = vertx.setPeriodic(config.beatMillis(), now -> tick());
        tick();
    }

    /** Null while there is no connection. */
    @Nullable
    RedisClusterAsyncCommands<Cache.Key, byte[]> commands() {
        Open present = open;
        return present == null ? null : present.commands();
    }

    /** Whether commands would be taken now: not while a broken connection is being mended. */
    boolean isOpen() {
        Open present = open;
        return present != null && present.connection().isOpen();
    }

    /** A command was given to {@link #commands}: sees to it that it is sent. */
    void written() {
        Open present = open;
        Batch batch = present == null ? null : present.batch();
        if (batch != null) {
            batch.written();
        }
    }

    void succeeded() {
        succeededAt = System.nanoTime();
        failing = false;
    }

    void failed() {
        failing = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        vertx.cancelTimer(timer);
        Open present = open;
        open = null;
        if (present != null) {
            present.connection().closeAsync();
        }
    }

    private synchronized void tick() {
        long now = System.nanoTime();
        boolean silent = failing && now - succeededAt > TimeUnit.MILLISECONDS.toNanos(config.silenceMillis());
        if (!busy && !closed && (open == null || silent) && now - nextTryAt >= 0) {
            busy = true;
            vertx.executeBlocking(opening::get, false).onComplete(this::opened, this::notOpened);
        }
    }

    private synchronized void opened(Open fresh) {
        busy = false;
        if (closed) {
            fresh.connection().closeAsync();
            return;
        }
        Open old = open;
        open = fresh;
        failing = false;
        succeededAt = System.nanoTime();
        waitMillis = 0;
        if (warned.compareAndSet(true, false)) {
            LOG.info("Redis is there again for the cache");
        }
        if (old != null) {
            old.connection().closeAsync();
        }
    }

    private synchronized void notOpened(Throwable cause) {
        busy = false;
        waitMillis = Math.min(
                Math.max(config.beatMillis(), waitMillis * 2),
                TimeUnit.SECONDS.toMillis(config.longestBackoffSeconds()));
        nextTryAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        if (!closed && warned.compareAndSet(false, true)) {
            LOG.warn("Redis is away, what it kept is made anew: {}", cause.toString());
        }
    }

    private static Supplier<Open> opening(
            RedisServers servers, CacheCodec codec, int waiting, @Nullable EventLoop loop) {
        Redis config = servers.config();
        if (config.servers() == Redis.Servers.CLUSTER) {
            ClusterClientOptions options = cluster(config, waiting);
            RedisClusterClient client =
                    loop == null ? servers.clusterClient(options) : servers.clusterClient(options, loop);
            return () -> Open.of(connected(client.connect(codec)));
        }
        ClientOptions options = single(ClientOptions.builder(), config, waiting);
        RedisClient client = loop == null ? servers.client(options) : servers.client(options, loop);
        return () -> Open.of(client.connect(codec, servers.addresses().getFirst()), loop);
    }

    /** Lettuce refuses the first commands for each server that it is not connected to yet. */
    private static StatefulRedisClusterConnection<Cache.Key, byte[]> connected(
            StatefulRedisClusterConnection<Cache.Key, byte[]> connection) {
        for (RedisClusterNode node : connection.getPartitions()) {
            if (node.is(NodeFlag.UPSTREAM)) {
                connectTo(connection, node.getUri());
            }
        }
        return connection;
    }

    private static void connectTo(StatefulRedisClusterConnection<Cache.Key, byte[]> connection, RedisURI master) {
        try {
            connection.getConnection(master.getHost(), master.getPort(), ConnectionIntent.WRITE);
        } catch (RedisException away) {
            LOG.info("a Redis master is away: {}", away.toString());
        }
    }

    private static ClusterClientOptions cluster(Redis config, int waiting) {
        return ClusterClientOptions.builder(single(ClientOptions.builder(), config, waiting))
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .adaptiveRefreshTriggersTimeout(Duration.ofMillis(config.beatMillis()))
                        .enablePeriodicRefresh(REFRESH)
                        .build())
                .build();
    }

    private static ClientOptions single(ClientOptions.Builder options, Redis config, int waiting) {
        Duration patience = Duration.ofMillis(config.commandMillis());
        return options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .requestQueueSize(waiting)
                // a cache waits for no command as long as that, and ends each itself
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .socketOptions(SocketOptions.builder().connectTimeout(patience).build())
                .build();
    }
}
