package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** Counts what the {@link Governor} said of publications to those who were connected when they were made. */
final class GovernorMeters {
    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Counter released;

    GovernorMeters(MeterRegistry meters) {
        for (Outcome outcome : Outcome.values()) {
            outcomes.put(outcome, meters.counter("kepu.governor.outcomes", "outcome", outcome.code()));
        }
        this.released = meters.counter("kepu.governor.released");
    }

    void count(Outcome outcome, int times) {
        Counter counter = outcomes.get(outcome);
        if (counter != null && outcome != Outcome.NOT_ADDRESSED) {
            counter.increment(times);
        }
    }

    /** So many were held and went out later. */
    void released(int count) {
        released.increment(count);
    }
}
