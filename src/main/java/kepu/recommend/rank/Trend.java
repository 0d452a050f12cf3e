package kepu.recommend.rank;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How often each item was opened by anybody lately, halved every half-life. One thread writes, any may read. */
public final class Trend {
    private final long originMillis;
    private final double halfLifeMillis;
    private volatile float[] opens = new float[64];

    public Trend(Instant origin, Duration halfLife) {
        this.originMillis = origin.toEpochMilli();
        this.halfLifeMillis = halfLife.toMillis();
    }

    /** What an opening of this moment weighs against one of the origin. */
    public float weight(long atMillis) {
        return (float) Math.pow(2, (atMillis - originMillis) / halfLifeMillis);
    }

    /** Adds openings that are weighted by {@link #weight}. */
    public void add(int item, float weighted) {
        float[] into = opens;
        if (item >= into.length) {
            into = Arrays.copyOf(into, Math.max(item + 1, into.length * 2));
            opens = into;
        }
        into[item] += weighted;
    }

    /** Openings of an item, decayed to the moment whose weight this is. */
    float opens(int item, float weightNow) {
        float[] from = opens;
        return item < from.length ? from[item] / weightNow : 0;
    }
}
