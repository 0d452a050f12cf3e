package kepu.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.people.Resident;
import kepu.recommend.Feeds;
import kepu.recommend.PreparedFeeds;

/**
 * What prepared feeds take: lists as the house prepares them, and the heap that so many of them take in its memory.
 *
 * @param valueBytes of one list, as a shared store has it
 * @param heapBytes of one with its place in this node's memory
 */
record PreparedMemory(double valueBytes, double heapBytes) {
    static final int LISTS = 500;
    static final int RESIDENTS = 200_000;

    private static final int COUNTED = 1_000;
    private static final int MEBIBYTES = 1_024;
    private static final double MEBIBYTE = 1 << 20;
    private static final double MILLION = 1e6;

    /** Prepares {@code lists} and keeps copies of them for {@code residents}. */
    static PreparedMemory measure(int lists, int residents) {
        List<byte[]> codes = codes(lists);
        long before = ServingMemory.inUse();
        PreparedFeeds kept = feeds();
        try {
            for (int resident = 0; resident < residents; resident++) {
                kept.put(resident, codes.get(resident % lists).clone());
            }
            double heap = ServingMemory.inUse() - before;
            double value =
                    codes.stream().mapToInt(code -> code.length).average().orElseThrow();
            return new PreparedMemory(value, heap / residents);
        } finally {
            Reference.reachabilityFence(kept);
        }
    }

    private static List<byte[]> codes(int lists) {
        SyntheticWorld world = SyntheticWorld.of(FeedBench.SEED, FeedBench.ITEMS, COUNTED);
        PreparedFeeds prepared = feeds();
        Feeds feeds = world.feeds(config(), prepared);
        List<byte[]> codes = new ArrayList<>();
        for (int number = 1; number <= lists; number++) {
            Resident resident = world.people().resident(number);
            feeds.prepare(resident, feeds.known(number).result());
            codes.add(Objects.requireNonNull(prepared.of(number)));
        }
        return codes;
    }

    private static PreparedFeeds feeds() {
        return new PreparedFeeds(config(), PreparedFeeds.ALONE, new SimpleMeterRegistry());
    }

    private static Config.Feed config() {
        return new ConfigReader()
                .set("feed.preparedMebibytes", MEBIBYTES)
                .config()
                .feed();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "part=prepared value_bytes=%.0f heap_bytes=%.0f mebibytes_per_million=%.0f",
                valueBytes,
                heapBytes,
                heapBytes * MILLION / MEBIBYTE);
    }
}
