package kepu.recommend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How first pages came to be: served again, prepared before they were asked for or by another node, or ranked; of how many visits the first was
 * prepared; and whether lists were found whose pages turn here and that another node served.
 */
final class FeedMeters {
    private final Counter again;
    private final Counter ahead;
    private final Counter ranked;
    private final Counter found;
    private final Counter notFound;
    private final Counter recalled;
    private final Counter notRecalled;

    FeedMeters(MeterRegistry meters) {
        this.again = meters.counter("kepu.feed.served", "from", "warm");
        this.ahead = meters.counter("kepu.feed.served", "from", "prepared");
        this.ranked = meters.counter("kepu.feed.served", "from", "ranking");
        this.found = meters.counter("kepu.feed.visits", "prepared", "yes");
        this.notFound = meters.counter("kepu.feed.visits", "prepared", "no");
        this.recalled = meters.counter("kepu.feed.recalled", "found", "yes");
        this.notRecalled = meters.counter("kepu.feed.recalled", "found", "no");
    }

    /** A page that was served before. */
    void again() {
        again.increment();
    }

    /** A list that was ranked. */
    void ranked() {
        ranked.increment();
    }

    /** A resident's page that was not served before, at the beginning of a visit or in it. */
    void first(boolean isPrepared, boolean isVisit) {
        (isPrepared ? ahead : ranked).increment();
        if (isVisit) {
            (isPrepared ? found : notFound).increment();
        }
    }

    /** A page of a list that is not kept here. */
    void turned(boolean isFound) {
        (isFound ? recalled : notRecalled).increment();
    }
}
