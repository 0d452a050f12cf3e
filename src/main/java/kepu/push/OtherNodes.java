package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The other nodes that have said lately that they are there. Strangers past a limit are not let in; whoever is known goes on being heard. */
final class OtherNodes {
    static final int MOST = 1_000;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{16}");

    private final LongSupplier nanos;
    /** When each was heard last. */
    private final Map<String, Long> heard = new ConcurrentHashMap<>();

    private final Counter refused;

    /** {@code nanos} goes forward as {@link System#nanoTime} does. */
    OtherNodes(LongSupplier nanos, MeterRegistry meters) {
        this.nanos = nanos;
        this.refused = meters.counter("kepu.presence.nodes.refused");
        Gauge.builder("kepu.presence.nodes", heard, others -> others.size() + 1).register(meters);
    }

    /** A node says that it is there; false when that is no node's name. */
    boolean hear(String node) {
        if (!NAME.matcher(node).matches()) {
            return false;
        }
        long now = nanos.getAsLong();
        if (heard.replace(node, now) == null) {
            admit(node, now);
        }
        return true;
    }

    private void admit(String node, long now) {
        if (heard.size() < MOST) {
            heard.put(node, now);
        } else {
            refused.increment();
        }
    }

    /** Forgets those that have said nothing for long. */
    void forgetSilent() {
        long now = nanos.getAsLong();
        heard.values().removeIf(at -> now - at > SILENCE_NANOS);
    }

    Set<String> names() {
        return Set.copyOf(heard.keySet());
    }
}
