package kepu.store;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import kepu.config.Redis;

/**
 * The Redis servers that the configuration names, and Lettuce's clients for them: one set of threads for all. Making a client connects
 * nothing. Closing ends every client that was made.
 */
public final class RedisServers implements AutoCloseable {
    /** Time in which what is being closed comes to its end. */
    private static final long QUIET_MILLIS = 100;

    private static final int THREADS = 2;
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(50);

    private final Redis config;
    private final ClientResources resources;
    private final List<AbstractRedisClient> clients = new CopyOnWriteArrayList<>();

    /** None when the configuration names none. */
    public static Optional<RedisServers> of(Redis config) {
        return config.servers() == Redis.Servers.NONE ? Optional.empty() : Optional.of(new RedisServers(config));
    }

    private RedisServers(Redis config) {
        this.config = config;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(THREADS)
                .computationThreadPoolSize(THREADS)
                // nobody reads them, and each command would be put into four histograms
                .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                .reconnectDelay(() -> Delay.fullJitter(
                        SHORTEST_DELAY,
                        Duration.ofSeconds(config.longestBackoffSeconds()),
                        SHORTEST_DELAY.toMillis(),
                        TimeUnit.MILLISECONDS))
                .build();
    }

    public Redis config() {
        return config;
    }

    /**
     * Where to connect to, with login, TLS and {@code redis.commandMillis}: the server; one address that asks the sentinels for the master
     * whenever it is connected to; or some servers of a cluster.
     */
    public List<RedisURI> addresses() {
        return config.addresses().stream().map(this::address).toList();
    }

    /** A client for one server at a time, to be given one of {@link #addresses}. */
    public RedisClient client(ClientOptions options) {
        return client(options, resources);
    }

    /** The same whose connections live on an event loop of somebody else's, which {@link OneLoop#suits}. */
    public RedisClient client(ClientOptions options, EventLoop loop) {
        return client(options, OneLoop.of(resources, loop));
    }

    private RedisClient client(ClientOptions options, ClientResources on) {
        RedisClient client = RedisClient.create(on);
        client.setOptions(options);
        clients.add(client);
        return client;
    }

    /** A client for the whole cluster. */
    public RedisClusterClient clusterClient(ClusterClientOptions options) {
        return clusterClient(options, resources);
    }

    /** The same whose connections live on an event loop of somebody else's, which {@link OneLoop#suits}. */
    public RedisClusterClient clusterClient(ClusterClientOptions options, EventLoop loop) {
        return clusterClient(options, OneLoop.of(resources, loop));
    }

    private RedisClusterClient clusterClient(ClusterClientOptions options, ClientResources on) {
        RedisClusterClient client = RedisClusterClient.create(on, addresses());
        client.setOptions(options);
        clients.add(client);
        return client;
    }

    /** Returns at once; what is under way comes to its end by itself. */
    @Override
    public void close() {
        Thread.startVirtualThread(this::end);
    }

    /** Blocks for a moment. */
    private void end() {
        clients.forEach(client -> client.shutdown(QUIET_MILLIS, 20 * QUIET_MILLIS, TimeUnit.MILLISECONDS));
        resources.shutdown(QUIET_MILLIS, 20 * QUIET_MILLIS, TimeUnit.MILLISECONDS);
    }

    private RedisURI address(String url) {
        RedisURI address = RedisURI.create(url);
        address.setTimeout(Duration.ofMillis(config.commandMillis()));
        if (!config.password().isEmpty()) {
            address.setCredentialsProvider(login(config.user(), config.password()));
        }
        for (RedisURI sentinel : address.getSentinels()) {
            sentinel.setTimeout(Duration.ofMillis(config.commandMillis()));
            if (!config.sentinelPassword().isEmpty()) {
                sentinel.setCredentialsProvider(login("", config.sentinelPassword()));
            }
        }
        return address;
    }

    private static RedisCredentialsProvider login(String user, String password) {
        return RedisCredentialsProvider.from(() -> RedisCredentials.just(user.isEmpty() ? null : user, password));
    }
}
