package kepu.config;

/** The public port and what it takes, as `kepu.yaml` explains it. */
public record Http(
        String host,
        int port,
        String publicUrl,
        int instances,
        int bodyBytes,
        int connections,
        int guestRequestsPerMinute,
        long requestMillis,
        boolean behindProxy,
        long readyItemBytes,
        int openMedia,
        Overload overload) {
    /** When ordinary requests are turned away with 503, for each event loop. */
    public record Overload(int delayMillis, int standingMillis, int underWay, int retrySeconds, int filesPerSecond) {
        public Overload {
            Config.between("http.overload.delayMillis", delayMillis, 1, 600_000);
            Config.between("http.overload.standingMillis", standingMillis, 1, 600_000);
            Config.between("http.overload.underWay", underWay, 1, 1_000_000);
            Config.between("http.overload.retrySeconds", retrySeconds, 1, 3_600);
            Config.between("http.overload.filesPerSecond", filesPerSecond, 1, 1_000_000);
        }
    }

    public Http {
        Config.between("http.port", port, 0, 65_535);
        Config.between("http.instances", instances, 0, 256);
        Config.between("http.bodyBytes", bodyBytes, 1_024, 64 << 20);
        Config.between("http.connections", connections, 1, 1_000_000);
        Config.between("http.guestRequestsPerMinute", guestRequestsPerMinute, 1, 1_000_000);
        Config.between("http.requestMillis", requestMillis, 100, 600_000);
        Config.between("http.readyItemBytes", readyItemBytes, 1_024, 1L << 36);
        Config.between("http.openMedia", openMedia, 0, 100_000);
    }
}
