package kepu.recommend.rank;

import org.jspecify.annotations.Nullable;

/**
 * Decayed counts of impressions and opens for the things that were met at one place: an open-addressing hash of their numbers, from 1. One
 * thread writes, any may read; a reader may miss the last few counts, which costs nothing.
 */
final class Cells {
    private static final int FIRST_SLOTS = 8;
    private static final int EMPTY = 0;
    private static final double MEAN_STRENGTH = 500;

    private record Table(int[] numbers, float[] impressions, float[] opens) {
        Table(int slots) {
            this(new int[slots], new float[slots], new float[slots]);
        }

        int slot(int number) {
            int mask = numbers.length - 1;
            int at = number * 0x9E3779B9 >>> 7 & mask;
            while (numbers[at] != EMPTY && numbers[at] != number) {
                at = at + 1 & mask;
            }
            return at;
        }

        /** What was opened was shown, though nobody said so: by a link or a push. */
        float shown(int slot) {
            return Math.max(impressions[slot], opens[slot]);
        }
    }

    /** Told of each number at this place. */
    interface Each {
        void cell(int number, float impressions, float opens);
    }

    private volatile Table table = new Table(FIRST_SLOTS);
    private int used;
    private double allShown;
    private double allOpens;

    /** Adds to the counts of {@code number}. Only from the writing thread. */
    void add(int number, float impressions, float opens) {
        Table into = table;
        int slot = into.slot(number);
        if (into.numbers[slot] == EMPTY) {
            if (++used * 2 > into.numbers.length) {
                into = grow(into);
                table = into;
                slot = into.slot(number);
            }
            into.numbers[slot] = number;
        }
        allShown -= into.shown(slot);
        into.impressions[slot] += impressions;
        into.opens[slot] += opens;
        allShown += into.shown(slot);
        allOpens += opens;
    }

    /**
     * The posterior mean of the open rate, given {@code prior} as strong as {@code strength} impressions; where impressions are not
     * logged ({@code shares}), of the share in all opens at this place.
     */
    double rate(int number, double prior, double strength, boolean shares) {
        Table from = table;
        int slot = from.slot(number);
        if (shares) {
            float opens = from.numbers[slot] == EMPTY ? 0 : from.opens[slot];
            return (opens + strength * prior) / (allOpens + strength);
        }
        return from.numbers[slot] == EMPTY
                ? prior
                : (from.opens[slot] + strength * prior) / (from.shown(slot) + strength);
    }

    float impressions(int number) {
        Table from = table;
        int slot = from.slot(number);
        return from.numbers[slot] == EMPTY ? 0 : from.impressions[slot];
    }

    float opens(int number) {
        Table from = table;
        int slot = from.slot(number);
        return from.numbers[slot] == EMPTY ? 0 : from.opens[slot];
    }

    /** The open rate over everything, held near {@code otherwise} until some hundred impressions are known. */
    double meanRate(double otherwise) {
        return (allOpens + MEAN_STRENGTH * otherwise) / (allShown + MEAN_STRENGTH);
    }

    int size() {
        return used;
    }

    void each(Each each) {
        Table from = table;
        for (int slot = 0; slot < from.numbers.length; slot++) {
            if (from.numbers[slot] != EMPTY) {
                each.cell(from.numbers[slot], from.impressions[slot], from.opens[slot]);
            }
        }
    }

    static double rateOf(@Nullable Cells cells, int number, double prior, double strength, boolean shares) {
        return cells == null ? prior : cells.rate(number, prior, strength, shares);
    }

    private static Table grow(Table from) {
        Table to = new Table(from.numbers.length * 2);
        for (int i = 0; i < from.numbers.length; i++) {
            if (from.numbers[i] != EMPTY) {
                int slot = to.slot(from.numbers[i]);
                to.numbers[slot] = from.numbers[i];
                to.impressions[slot] = from.impressions[i];
                to.opens[slot] = from.opens[i];
            }
        }
        return to;
    }
}
