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
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kepu.config.Redis;
import kepu.store.RedisServers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of a cache to Redis: one to the server or the master that sentinels name, or one to each master of a cluster. Lettuce
 * mends one that breaks. One that stays open and silent, as to a hung server, is replaced: when commands fail and for
 * {@code redis.silenceMillis} none has succeeded, another is opened beside it, which finds another master if there is one by then.
 */
final class RedisLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedisLink.class);
    private static final Duration REFRESH = Duration.ofSeconds(30);

    /** A connection and what it is spoken to by. */
    private record Open(
            StatefulConnection<Cache.Key, byte[]> connection, RedisClusterAsyncCommands<Cache.Key, byte[]> commands) {
        static Open of(StatefulRedisConnection<Cache.Key, byte[]> connection) {
            return new Open(connection, connection.async());
        }

        static Open of(StatefulRedisClusterConnection<Cache.Key, byte[]> connection) {
            return new Open(connection, connection.async());
        }
    }

    private final Vertx vertx;
    private final Redis config;
    private final Supplier<Open> opening;
    private final long timer;

    private volatile @Nullable Open open;
    private volatile boolean closed;
    private volatile long succeededAt = System.nanoTime();
    private volatile boolean failing;
    /** The rest is guarded by this. */
    private boolean busy;

    private boolean warned;
    private long waitMillis;
    private long nextTryAt = System.nanoTime();

    /** Opens by itself, and again and again until it succeeds. */
    RedisLink(Vertx vertx, RedisServers servers, CacheCodec codec, int waiting) {
        this.vertx = vertx;
        this.config = servers.config();
        this.opening = opening(servers, codec, waiting);
        this.timer = vertx.setPeriodic(config.beatMillis(), now -> tick());
        tick();
    }

    /** Null while there is no connection. */
    @Nullable
    RedisClusterAsyncCommands<Cache.Key, byte[]> commands() {
        Open present = open;
        return present == null ? null : present.commands();
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
        if (warned) {
            warned = false;
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
        if (!warned && !closed) {
            warned = true;
            LOG.warn("Redis is away, what it kept is made anew: {}", cause.toString());
        }
    }

    private static Supplier<Open> opening(RedisServers servers, CacheCodec codec, int waiting) {
        Redis config = servers.config();
        if (config.servers() == Redis.Servers.CLUSTER) {
            RedisClusterClient client = servers.clusterClient(cluster(config, waiting));
            return () -> Open.of(connected(client.connect(codec)));
        }
        RedisClient client = servers.client(single(ClientOptions.builder(), config, waiting));
        return () -> Open.of(client.connect(codec, servers.addresses().getFirst()));
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
                .timeoutOptions(TimeoutOptions.enabled(patience))
                .socketOptions(SocketOptions.builder().connectTimeout(patience).build())
                .build();
    }
}
