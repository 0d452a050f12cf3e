package kepu.bench.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** What came of the requests of one kind on one event loop. */
final class Tally {
    private static final long LOWEST_NANOS = 1_000;
    private static final long HIGHEST_NANOS = 3_600_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram latencies = histogram();
    private final Map<String, Long> faults = new TreeMap<>();

    /** Of nanoseconds, to three digits, from a microsecond to an hour. */
    static Histogram histogram() {
        return new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    }

    /** The same, to be read while it is written to. */
    static SingleWriterRecorder recorder() {
        return new SingleWriterRecorder(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    }

    /** As they can hold it. */
    static long clamped(long nanos) {
        return Math.clamp(nanos, 0, HIGHEST_NANOS);
    }

    void answered(long nanos) {
        latencies.recordValue(clamped(nanos));
    }

    void wrong(String fault) {
        faults.merge(fault, 1L, Long::sum);
    }

    Histogram latencies() {
        return latencies;
    }

    Map<String, Long> faults() {
        return faults;
    }
}
