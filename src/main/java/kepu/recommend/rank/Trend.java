package kepu.recommend.rank;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How often each item was opened by anybody lately, halved every half-life. One thread writes, any may read. */
public final class Trend {
    /** As {@link Cells}: half-lives after the base from which on there is a new one. */
    private static final long LONGEST = 60;

    /** Openings by item, as they weigh at a base. */
    private record Opens(float[] byItem, long base) {
        Opens roomFor(int item) {
            return item < byItem.length
                    ? this
                    : new Opens(Arrays.copyOf(byItem, Math.max(item + 1, byItem.length * 2)), base);
        }

        Opens rebased(long to) {
            float factor = (float) HalfLives.powerOfTwo(base - to);
            float[] rebased = byItem.clone();
            for (int item = 0; item < rebased.length; item++) {
                rebased[item] *= factor;
            }
            return new Opens(rebased, to);
        }
    }

    private final HalfLives.Scale scale;
    private volatile Opens opens = new Opens(new float[64], Long.MIN_VALUE / 2);

    public Trend(Instant origin, Duration halfLife) {
        this.scale = HalfLives.Scale.of(origin, halfLife);
    }

    /** Adds openings of an item at a time. */
    public void add(int item, long atMillis, float count) {
        HalfLives when = scale.at(atMillis);
        Opens into = opens.roomFor(item);
        if (when.whole() - into.base > LONGEST) {
            into = into.rebased(when.whole());
        }
        into.byItem[item] += (float) when.against(into.base) * count;
        opens = into;
    }

    /** The moment to ask {@link #opens} for. */
    HalfLives moment(long nowMillis) {
        return scale.at(nowMillis);
    }

    /** Openings of an item, decayed to a moment. */
    float opens(int item, HalfLives now) {
        Opens from = opens;
        return item < from.byItem.length ? (float) (from.byItem[item] / now.against(from.base)) : 0;
    }
}
