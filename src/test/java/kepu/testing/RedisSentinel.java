package kepu.testing;

import static kepu.testing.Eventually.eventually;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import java.util.List;

/** A master, a replica, and a sentinel that puts one in the other's place when it has been silent for half a second. */
public final class RedisSentinel {
    private static final int SILENCE_MILLIS = 500;

    private final List<Redis> servers;
    private final Redis sentinel;

    private RedisSentinel(List<Redis> servers, Redis sentinel) {
        this.servers = servers;
        this.sentinel = sentinel;
    }

    /** Starts them and waits until the sentinel knows both. */
    public static RedisSentinel start() {
        Redis master = Redis.start(Redis.Version.SIX);
        Redis replica = Redis.start(Redis.Version.SIX, "--replicaof", "127.0.0.1", Integer.toString(master.port()));
        // a sentinel asks a master for its replicas at once, and then every ten seconds only
        eventually("the replica follows", () -> told(replica, "replication").contains("master_link_status:up"));
        Redis sentinel = Redis.sentinel(master, 1, SILENCE_MILLIS);
        eventually(
                "the sentinel knows both",
                () -> told(sentinel, "sentinel")
                        .contains("status=ok,address=127.0.0.1:" + master.port() + ",slaves=1"));
        return new RedisSentinel(List.of(master, replica), sentinel);
    }

    /** The master and the replica of the beginning. */
    public List<Redis> servers() {
        return servers;
    }

    /** All three, the sentinel last. */
    public List<Redis> all() {
        return List.of(servers.getFirst(), servers.getLast(), sentinel);
    }

    /** What {@code redis.url} is. */
    public String url() {
        return "redis-sentinel://" + sentinel.address() + "#main";
    }

    /** Who is the master now. */
    public Redis master() {
        String told = told(sentinel, "sentinel");
        return servers.stream()
                .filter(server -> told.contains("address=" + server.address() + ","))
                .findFirst()
                .orElseThrow();
    }

    /** Whether the master has a replica that the sentinel knows of. */
    public boolean hasReplica() {
        return told(sentinel, "sentinel").contains("slaves=1");
    }

    private static String told(Redis server, String section) {
        try (RedisClient client = RedisClient.create("redis://" + server.address())) {
            return client.connect().sync().info(section);
        } catch (RedisException e) {
            return "";
        }
    }
}
