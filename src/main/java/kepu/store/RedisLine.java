package kepu.store;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import kepu.config.Redis;

/**
 * A pair of connections to one Redis server, one to tell and one to hear: to the one server, to the master that sentinels name, or in a cluster to
 * the server whose slot the channels are in. It is never mended: at the first trouble another one takes its place.
 */
final class RedisLine implements AutoCloseable {
    private final StatefulRedisConnection<String, String> teller;
    private final StatefulRedisPubSubConnection<String, String> hearer;
    private final boolean sharded;

    private RedisLine(
            StatefulRedisConnection<String, String> teller,
            StatefulRedisPubSubConnection<String, String> hearer,
            boolean sharded) {
        this.teller = teller;
        this.hearer = hearer;
        this.sharded = sharded;
    }

    /** What a line hears on, all in one slot, and who hears it. */
    record Hearing(List<String> channels, BiConsumer<String, String> listener) {}

    /** Connects and subscribes. Blocking, no longer than a few times the command timeout for each address. */
    static RedisLine open(RedisClient client, RedisServers servers, RedisCodec<String, String> codec, Hearing hearing) {
        boolean isCluster = servers.config().servers() == Redis.Servers.CLUSTER;
        RedisURI server = isCluster
                ? owner(client, servers.addresses(), hearing.channels().getFirst())
                : servers.addresses().getFirst();
        StatefulRedisConnection<String, String> teller = client.connect(codec, server);
        try {
            RedisLine line = new RedisLine(teller, client.connectPubSub(codec, server), isCluster && isSharded(teller));
            line.hear(hearing);
            return line;
        } catch (RuntimeException e) {
            teller.closeAsync();
            throw e;
        }
    }

    /** How many subscribers the server knew of. */
    CompletionStage<Long> tell(String channel, String message) {
        return sharded
                ? teller.async().spublish(channel, message)
                : teller.async().publish(channel, message);
    }

    boolean isOpen() {
        return teller.isOpen() && hearer.isOpen();
    }

    @Override
    public void close() {
        teller.closeAsync();
        hearer.closeAsync();
    }

    private void hear(Hearing hearing) {
        hearer.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String channel, String message) {
                hearing.listener().accept(channel, message);
            }

            @Override
            public void smessage(String channel, String message) {
                hearing.listener().accept(channel, message);
            }
        });
        String[] channels = hearing.channels().toArray(String[]::new);
        try {
            if (sharded) {
                hearer.sync().ssubscribe(channels);
            } else {
                hearer.sync().subscribe(channels);
            }
        } catch (RuntimeException e) {
            hearer.closeAsync();
            throw e;
        }
    }

    /** Servers from Redis 7 on keep a message among those who have its slot; others send it through the whole cluster. */
    private static boolean isSharded(StatefulRedisConnection<String, String> connection) {
        return connection.sync().commandInfo("spublish").stream()
                .anyMatch(info -> info instanceof List<?> known && !known.isEmpty());
    }

    /** The server that has the slot of a channel, as the first one says that answers. */
    private static RedisURI owner(RedisClient client, List<RedisURI> seeds, String channel) {
        RedisException failure = new RedisException("no server has the slot of the hints");
        for (RedisURI seed : seeds) {
            try (StatefulRedisConnection<String, String> connection = client.connect(seed)) {
                var known = ClusterPartitionParser.parse(connection.sync().clusterNodes())
                        .getPartitionBySlot(SlotHash.getSlot(channel));
                if (known != null) {
                    RedisURI owner = known.getUri();
                    String host = owner.getHost();
                    return RedisURI.builder(seed)
                            .withHost(host == null || host.isEmpty() ? seed.getHost() : host)
                            .withPort(owner.getPort())
                            .build();
                }
            } catch (RedisException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** With which the client is to be made. */
    static ClientOptions options(Redis config) {
        Duration patience = Duration.ofMillis(config.commandMillis());
        return ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(config.waiting())
                .timeoutOptions(TimeoutOptions.enabled(patience))
                .socketOptions(SocketOptions.builder().connectTimeout(patience).build())
                .build();
    }
}
