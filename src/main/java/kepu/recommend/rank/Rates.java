package kepu.recommend.rank;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import kepu.recommend.log.Things;

/** What everybody does with items, counted as it happens: by place and group ({@link Prior}), and lately ({@link Trend}). */
public final class Rates {
    /** How long a trend lasts against the rates' half-life. */
    private static final int TREND_SHARE = 6;

    private final Prior prior;
    private final Trend trend;
    private final Map<Integer, Rates> views = new ConcurrentHashMap<>();

    /**
     * @param origin any time near those that will be counted
     * @param shares whether impressions are not logged
     */
    public Rates(Instant origin, Duration halfLife, int backoffImpressions, boolean shares) {
        this.prior = new Prior(origin, halfLife, backoffImpressions, shares);
        this.trend = new Trend(origin, trendHalfLife(halfLife));
    }

    private Rates(Prior prior, Trend trend) {
        this.prior = prior;
        this.trend = trend;
    }

    /** The same counts, read with another weight of the region above; what is counted in either is counted in both. */
    public Rates backedOff(int backoffImpressions) {
        return prior.backoffImpressions() == backoffImpressions
                ? this
                : views.computeIfAbsent(backoffImpressions, backoff -> new Rates(prior.backedOff(backoff), trend));
    }

    public static Duration trendHalfLife(Duration halfLife) {
        return halfLife.dividedBy(TREND_SHARE);
    }

    public Prior prior() {
        return prior;
    }

    public Trend trend() {
        return trend;
    }

    /** Counts what somebody of a village with these groups did with an item. Only from one thread at a time. */
    public void count(Prior.Spot spot, Things.Thing thing, int item, long atMillis, int impressions, int opens) {
        spot.add(item, atMillis, impressions, opens);
        spot.addTraits(thing.topics(), thing.kind(), atMillis, impressions, opens);
        if (opens > 0) {
            trend.add(item, atMillis, opens);
        }
    }
}
