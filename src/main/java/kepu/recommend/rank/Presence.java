package kepu.recommend.rank;

import java.util.Arrays;

/**
 * How much of what everybody opened came since each item was first opened. Where impressions are not logged it stands for how often the
 * item could be met: a young item has few opens though many open it. One thread writes, any may read.
 */
final class Presence {
    private static final float NEVER = -1;
    /** An item that was there for a small part of the time only is not believed to be younger than this. */
    private static final double LEAST = 0.15;

    /** As {@link Cells}: half-lives after the base from which on there is a new one. */
    private static final long LONGEST = 60;

    /**
     * What was opened, as it weighs at a base.
     *
     * @param before by item: all that was opened before its first opening, or {@link #NEVER}
     * @param all one number: all that was opened
     */
    private record Opens(float[] before, double[] all, long base) {
        double since(int item) {
            return item >= before.length || before[item] == NEVER ? 0 : all[0] - before[item];
        }

        Opens roomFor(int item) {
            if (item < before.length) {
                return this;
            }
            float[] roomy = Arrays.copyOf(before, Math.max(item + 1, before.length * 2));
            Arrays.fill(roomy, before.length, roomy.length, NEVER);
            return new Opens(roomy, all, base);
        }

        Opens rebased(long to) {
            double factor = HalfLives.powerOfTwo(base - to);
            float[] rebased = before.clone();
            for (int item = 0; item < rebased.length; item++) {
                rebased[item] = before[item] == NEVER ? NEVER : (float) (before[item] * factor);
            }
            return new Opens(rebased, new double[] {all[0] * factor}, to);
        }
    }

    private volatile Opens opens = new Opens(new float[0], new double[1], 0);

    /** Adds opens of an item. */
    void add(int item, HalfLives when, float count) {
        Opens into = opens.roomFor(item);
        if (into.all[0] == 0 || when.whole() - into.base > LONGEST) {
            into = into.rebased(when.whole());
        }
        if (into.before[item] == NEVER && count > 0) {
            into.before[item] = (float) into.all[0];
        }
        into.all[0] += when.against(into.base) * count;
        opens = into;
    }

    /** The opens of everything, decayed to now. */
    double all(HalfLives now) {
        Opens from = opens;
        return from.all[0] / now.against(from.base);
    }

    /** The opens of everything since the first of the item, decayed to now; 0 when there was none. */
    double since(int item, HalfLives now) {
        Opens from = opens;
        return from.since(item) / now.against(from.base);
    }

    /** ln of how much shorter than everything the item has been there; 0 for what was there from the beginning. */
    double youth(int item) {
        Opens from = opens;
        return from.all[0] == 0 ? 0 : Math.log((1 + LEAST) / (from.since(item) / from.all[0] + LEAST));
    }
}
