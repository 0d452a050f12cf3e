package kepu.testing;

import static kepu.testing.Eventually.eventually;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A Redis Cluster of three masters, each with a third of the slots. As an extension it is whole when a run of a class begins. */
public final class RedisCluster implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    private static final int SLOTS = 16_384;
    private static final int NODES = 3;

    private final List<Redis> servers;

    private RedisCluster(List<Redis> servers) {
        this.servers = servers;
    }

    /** Starts it and waits until it is whole. */
    public static RedisCluster start(Redis.Version version) {
        List<Redis> servers = Stream.generate(
                        () -> Redis.start(version, "--cluster-enabled", "yes", "--cluster-node-timeout", "2000"))
                .limit(NODES)
                .toList();
        join(servers);
        return new RedisCluster(servers);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (servers.stream().noneMatch(Redis::isAlive)) {
            servers.forEach(Redis::start);
            join(servers);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    public List<Redis> servers() {
        return servers;
    }

    /** host:port,host:port,host:port. */
    public String addresses() {
        return servers.stream().map(Redis::address).collect(Collectors.joining(","));
    }

    /** The master that has the slot of a key. */
    public Redis owner(String key) {
        try (RedisClient client =
                RedisClient.create("redis://" + servers.getFirst().address())) {
            int port = ClusterPartitionParser.parse(client.connect().sync().clusterNodes())
                    .getPartitionBySlot(SlotHash.getSlot(key))
                    .getUri()
                    .getPort();
            return servers.stream()
                    .filter(server -> server.port() == port)
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Override
    public void close() {
        servers.forEach(Redis::close);
    }

    /** Makes a cluster of servers that know nothing of each other. */
    public static void join(List<Redis> servers) {
        for (int i = 0; i < servers.size(); i++) {
            int[] slots =
                    IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES).toArray();
            int first = servers.getFirst().port();
            try (RedisClient client =
                    RedisClient.create("redis://" + servers.get(i).address())) {
                eventually("the server is up", () -> isUp(client));
                var commands = client.connect().sync();
                commands.clusterAddSlots(slots);
                if (i > 0) {
                    commands.clusterMeet("127.0.0.1", first);
                }
            }
        }
        servers.forEach(RedisCluster::whole);
    }

    private static void whole(Redis server) {
        try (RedisClient client = RedisClient.create("redis://" + server.address())) {
            var commands = client.connect().sync();
            eventually("the cluster is whole", () -> {
                String info = commands.clusterInfo();
                return info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:" + NODES);
            });
        }
    }

    private static boolean isUp(RedisClient client) {
        try (var connection = client.connect()) {
            return connection.sync().ping().equals("PONG");
        } catch (RedisException e) {
            return false;
        }
    }
}
