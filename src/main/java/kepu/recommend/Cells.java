package kepu.recommend;

import org.jspecify.annotations.Nullable;

/**
 * Decayed counts of impressions and opens for the items that were met at one place: an open-addressing hash of item seqs. One thread
 * writes, any may read; a reader may miss the last few counts, which costs nothing.
 */
final class Cells {
    private static final int FIRST_SLOTS = 8;
    private static final int EMPTY = 0;
    private static final double MEAN_STRENGTH = 500;

    private record Table(int[] items, float[] impressions, float[] opens) {
        Table(int slots) {
            this(new int[slots], new float[slots], new float[slots]);
        }

        int slot(int item) {
            int mask = items.length - 1;
            int at = item * 0x9E3779B9 >>> 7 & mask;
            while (items[at] != EMPTY && items[at] != item) {
                at = at + 1 & mask;
            }
            return at;
        }
    }

    private volatile Table table = new Table(FIRST_SLOTS);
    private int used;

    /** Adds to an item's counts; {@code item} is a seq from 1. Only from the writing thread. */
    void add(int item, float impressions, float opens) {
        Table into = table;
        int slot = into.slot(item);
        if (into.items[slot] == EMPTY) {
            if (++used * 2 > into.items.length) {
                into = grow(into);
                table = into;
                slot = into.slot(item);
            }
            into.items[slot] = item;
        }
        into.impressions[slot] += impressions;
        into.opens[slot] += opens;
    }

    /** The posterior mean of the open rate, given {@code prior} as strong as {@code strength} impressions. */
    double rate(int item, double prior, double strength) {
        Table from = table;
        int slot = from.slot(item);
        return from.items[slot] == EMPTY
                ? prior
                : (from.opens[slot] + strength * prior) / (shown(from, slot) + strength);
    }

    float impressions(int item) {
        Table from = table;
        int slot = from.slot(item);
        return from.items[slot] == EMPTY ? 0 : from.impressions[slot];
    }

    /** The open rate over all items, held near {@code otherwise} until some hundred impressions are known. */
    double meanRate(double otherwise) {
        Table from = table;
        double shown = MEAN_STRENGTH;
        double opened = MEAN_STRENGTH * otherwise;
        for (int slot = 0; slot < from.items.length; slot++) {
            shown += shown(from, slot);
            opened += from.opens[slot];
        }
        return opened / shown;
    }

    /** What was opened was shown, though nobody said so: by a link or a push. */
    private static float shown(Table table, int slot) {
        return Math.max(table.impressions[slot], table.opens[slot]);
    }

    static double rateOf(@Nullable Cells cells, int item, double prior, double strength) {
        return cells == null ? prior : cells.rate(item, prior, strength);
    }

    private static Table grow(Table from) {
        Table to = new Table(from.items.length * 2);
        for (int i = 0; i < from.items.length; i++) {
            if (from.items[i] != EMPTY) {
                int slot = to.slot(from.items[i]);
                to.items[slot] = from.items[i];
                to.impressions[slot] = from.impressions[i];
                to.opens[slot] = from.opens[i];
            }
        }
        return to;
    }
}
