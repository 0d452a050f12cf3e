package kepu.config;

import java.util.List;
import java.util.stream.Stream;

/** Where nodes leave each other hints; without a URL there is one node. */
public record Redis(
        String url,
        boolean cluster,
        String prefix,
        int commandMillis,
        int beatMillis,
        int silenceMillis,
        int longestBackoffSeconds,
        int waiting,
        int messageBytes) {
    public Redis {
        if (!url.isEmpty() && !url.matches("rediss?://[^\\s,]+(,[^\\s,/@]+)*")) {
            throw new ConfigException(
                    "redis.url must look like redis://host:port or redis://host:port,host:port, or be empty");
        }
        if (!cluster && url.contains(",")) {
            throw new ConfigException("redis.url names several addresses, which takes redis.cluster: true");
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

    /** One URL an address; the first one's scheme and login are everyone's. */
    public List<String> addresses() {
        String[] parts = url.split(",");
        String head = parts[0].substring(0, Math.max(parts[0].indexOf("://") + 3, parts[0].lastIndexOf('@') + 1));
        return Stream.iterate(0, i -> i < parts.length, i -> i + 1)
                .map(i -> i == 0 ? parts[0] : head + parts[i])
                .toList();
    }
}
