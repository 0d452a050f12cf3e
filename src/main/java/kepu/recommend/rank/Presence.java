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

    private volatile float[] before = new float[0];
    private double all;

    /** Adds weighted opens of an item. */
    void add(int item, float opens) {
        float[] into = before;
        if (item >= into.length) {
            into = Arrays.copyOf(into, Math.max(item + 1, into.length * 2));
            Arrays.fill(into, before.length, into.length, NEVER);
        }
        if (into[item] == NEVER && opens > 0) {
            into[item] = (float) all;
        }
        before = into;
        all += opens;
    }

    /** The weighted opens of everything. */
    double all() {
        return all;
    }

    /** The weighted opens of everything since the first of the item; 0 when there was none. */
    double since(int item) {
        float[] from = before;
        return item >= from.length || from[item] == NEVER ? 0 : all - from[item];
    }

    /** ln of how much shorter than everything the item has been there; 0 for what was there from the beginning. */
    double youth(int item) {
        return all == 0 ? 0 : Math.log((1 + LEAST) / (since(item) / all + LEAST));
    }
}
