package kepu.push.audience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.atomic.AtomicInteger;

/** What is measured of the index: its size, what waits, its limits when they are hit. */
final class AudienceMeters {
    final AtomicInteger waiting = new AtomicInteger();
    final Counter refused;
    final Counter tooLarge;
    final Counter tooManyOpened;
    final Counter tooManyMembers;
    final Counter byDatabase;
    final Timer answer;
    private final AtomicInteger residents = new AtomicInteger();
    private final AtomicInteger tailed = new AtomicInteger();

    AudienceMeters(MeterRegistry meters) {
        this.refused = limit(meters, "waiting");
        this.tooLarge = limit(meters, "expression");
        this.tooManyOpened = limit(meters, "opened");
        this.tooManyMembers = limit(meters, "members");
        this.byDatabase = meters.counter("kepu.audience.by.database");
        this.answer = Timer.builder("kepu.audience.answer").register(meters);
        Gauge.builder("kepu.audience.waiting", waiting, AtomicInteger::get).register(meters);
        Gauge.builder("kepu.audience.residents", residents, AtomicInteger::get).register(meters);
        Gauge.builder("kepu.audience.tail", tailed, AtomicInteger::get).register(meters);
    }

    /** The index is so large now. */
    void size(Places places) {
        residents.set(places.residents());
        tailed.set(places.tailed());
    }

    int tailed() {
        return tailed.get();
    }

    private static Counter limit(MeterRegistry meters, String limit) {
        return meters.counter("kepu.audience.refused", "limit", limit);
    }
}
