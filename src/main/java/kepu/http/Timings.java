package kepu.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * How often each operation was answered, and how long that took from its first byte being read to its answer being written:
 * {@code kepu.http.requests} by operation and class of status. A meter is looked up once, not for each request.
 */
final class Timings {
    private static final int CLASSES = 6;

    private final MeterRegistry meters;
    private final Map<String, AtomicReferenceArray<Timer>> byOperation = new ConcurrentHashMap<>();

    Timings(MeterRegistry meters) {
        this.meters = meters;
    }

    void add(String operation, int status, long nanos) {
        AtomicReferenceArray<Timer> timers =
                byOperation.computeIfAbsent(operation, name -> new AtomicReferenceArray<>(CLASSES));
        int kind = status / 100 % CLASSES;
        Timer timer = timers.get(kind);
        if (timer == null) {
            timer = meters.timer("kepu.http.requests", "operation", operation, "status", kind + "xx");
            timers.set(kind, timer);
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }
}
