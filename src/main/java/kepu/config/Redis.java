package kepu.config;

import java.util.List;
import java.util.stream.Stream;

/** Where nodes leave each other hints and keep what can be made again; without a URL there is one node. */
public record Redis(
        String url,
        boolean cluster,
        String user,
        String password,
        String sentinelPassword,
        String prefix,
        int commandMillis,
        int beatMillis,
        int silenceMillis,
        int longestBackoffSeconds,
        int waiting,
        int messageBytes) {
    /** How the servers stand together. */
    public enum Servers {
        NONE,
        SINGLE,
        /** One master at a time, which sentinels name. */
        SENTINEL,
        CLUSTER
    }

    private static final String SENTINEL = "rediss?-sentinel://[^\\s,#]+(,[^\\s,@#]+)*#[^\\s#]+";

    public Redis {
        if (!url.isEmpty() && !url.matches("rediss?://[^\\s,]+(,[^\\s,/@]+)*") && !url.matches(SENTINEL)) {
            throw new ConfigException("redis.url must look like redis://host:port, redis://host:port,host:port or"
                    + " redis-sentinel://host:port,host:port#master, or be empty");
        }
        if (!cluster && url.contains(",") && !url.matches(SENTINEL)) {
            throw new ConfigException("redis.url names several addresses, which takes redis.cluster: true");
        }
        if (cluster && url.matches(SENTINEL)) {
            throw new ConfigException("redis.url names sentinels, which a cluster (redis.cluster: true) has not");
        }
        if (!user.isEmpty() && password.isEmpty()) {
            throw new ConfigException("redis.user takes a redis.password");
        }
        if (!prefix.matches("[!-z|~]{1,100}")) {
            throw new ConfigException("redis.prefix must be 1 to 100 ASCII characters without spaces and braces");
        }
        Config.between("redis.commandMillis", commandMillis, 50, 60_000);
        Config.between("redis.beatMillis", beatMillis, 10, 60_000);
        Config.between("redis.silenceMillis", silenceMillis, beatMillis * 2L, 600_000);
        Config.between("redis.longestBackoffSeconds", longestBackoffSeconds, 1, 3_600);
        Config.between("redis.waiting", waiting, 1, 1_000_000);
        Config.between("redis.messageBytes", messageBytes, 64, 1 << 20);
    }

    public Servers servers() {
        if (url.isEmpty()) {
            return Servers.NONE;
        }
        return cluster ? Servers.CLUSTER : url.matches(SENTINEL) ? Servers.SENTINEL : Servers.SINGLE;
    }

    /** One URL an address; the first one's scheme and login are everyone's. Sentinels are one address. */
    public List<String> addresses() {
        if (servers() == Servers.SENTINEL) {
            return List.of(url);
        }
        String[] parts = url.split(",");
        String head = parts[0].substring(0, Math.max(parts[0].indexOf("://") + 3, parts[0].lastIndexOf('@') + 1));
        return Stream.iterate(0, i -> i < parts.length, i -> i + 1)
                .map(i -> i == 0 ? parts[0] : head + parts[i])
                .toList();
    }
}
