package kepu.store;

import java.util.Arrays;

/**
 * Which transactions a reading of the database saw, as PostgreSQL tells it by pg_current_snapshot(): all before {@code least}, none from
 * {@code next} on, and of those between all but {@code running}, which are in order.
 */
public record Snapshot(long least, long next, long[] running) {
    /** Saw nothing. */
    public static final Snapshot NOTHING = new Snapshot(0, 0, new long[0]);

    private static final long[] NONE = new long[0];

    /** Reads {@code least:next:running,running}. */
    public static Snapshot of(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("no snapshot: " + text);
        }
        long[] running = parts[2].isEmpty()
                ? NONE
                : Arrays.stream(parts[2].split(","))
                        .mapToLong(Long::parseLong)
                        .sorted()
                        .toArray();
        return new Snapshot(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running);
    }

    /** Whether it saw what a transaction that was committed since, or before, had stored. */
    public boolean sees(long transaction) {
        return transaction < least || transaction < next && Arrays.binarySearch(running, transaction) < 0;
    }
}
