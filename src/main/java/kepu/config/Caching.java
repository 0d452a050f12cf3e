package kepu.config;

import java.time.Duration;

/** What is kept of things that can be made again, and how long Redis is waited for, as `kepu.yaml` explains it. */
public record Caching(
        int memoryMebibytes,
        int valueBytes,
        int longestMinutes,
        int jitterPercent,
        int refreshes,
        int waitMillis,
        int failures,
        int openMillis,
        int waiting,
        int marks) {
    public Caching {
        Config.between("cache.memoryMebibytes", memoryMebibytes, 1, 1 << 20);
        Config.between("cache.valueBytes", valueBytes, 64, 1 << 26);
        // the log of changes is kept for two hours at least, and tells a node that boots what has changed in that time
        Config.between("cache.longestMinutes", longestMinutes, 1, 60);
        Config.between("cache.jitterPercent", jitterPercent, 0, 50);
        Config.between("cache.refreshes", refreshes, 0, 100_000);
        Config.between("cache.waitMillis", waitMillis, 1, 10_000);
        Config.between("cache.failures", failures, 1, 1_000);
        Config.between("cache.openMillis", openMillis, 10, 600_000);
        Config.between("cache.waiting", waiting, 1, 1_000_000);
        Config.between("cache.marks", marks, 100, 100_000_000);
    }

    public Duration longest() {
        return Duration.ofMinutes(longestMinutes);
    }

    public long memoryBytes() {
        return (long) memoryMebibytes << 20;
    }
}
