package kepu.recommend.rank;

import java.util.Arrays;

/**
 * Decayed counts of impressions and opens for the things that were met at one place: an open-addressing hash of their numbers, from 1. One
 * thread writes, any may read; a reader may miss the last few counts, which costs nothing. Where there is a limit and it is reached, the
 * half that was shown least is forgotten.
 */
final class Cells {
    private static final int FIRST_SLOTS = 8;
    private static final int EMPTY = 0;
    private static final double MEAN_STRENGTH = 500;

    /** Slots behind one another, so that what is asked of one lies together: number, impressions and opens as bits. */
    private record Table(int[] slots, int mask) {
        private static final int WIDTH = 3;

        static Table of(int slots) {
            return new Table(new int[slots * WIDTH], slots - 1);
        }

        int size() {
            return mask + 1;
        }

        /** Where the slot of a number begins, or the empty one where it belongs. */
        int slot(int number) {
            int at = number * 0x9E3779B9 >>> 7 & mask;
            while (slots[at * WIDTH] != EMPTY && slots[at * WIDTH] != number) {
                at = at + 1 & mask;
            }
            return at * WIDTH;
        }

        int number(int slot) {
            return slots[slot];
        }

        float impressions(int slot) {
            return Float.intBitsToFloat(slots[slot + 1]);
        }

        float opens(int slot) {
            return Float.intBitsToFloat(slots[slot + 2]);
        }

        void put(int slot, float impressions, float opens) {
            slots[slot + 1] = Float.floatToRawIntBits(impressions);
            slots[slot + 2] = Float.floatToRawIntBits(opens);
        }

        /** What was opened was shown, though nobody said so: by a link or a push. */
        float shown(int slot) {
            return Math.max(impressions(slot), opens(slot));
        }
    }

    /** Told of each number at this place. */
    interface Each {
        void cell(int number, float impressions, float opens);
    }

    private final int most;
    private volatile Table table = Table.of(FIRST_SLOTS);
    private int used;
    private double allShown;
    private double allOpens;
    private long forgotten;

    Cells() {
        this(Integer.MAX_VALUE);
    }

    /** @param most how many numbers are kept, at least 2 */
    Cells(int most) {
        this.most = most;
    }

    /** Adds to the counts of {@code number}. Only from the writing thread. */
    void add(int number, float impressions, float opens) {
        Table into = table;
        int slot = into.slot(number);
        if (into.number(slot) == EMPTY) {
            into = roomy(into);
            table = into;
            slot = into.slot(number);
            into.slots[slot] = number;
            used++;
        }
        allShown -= into.shown(slot);
        into.put(slot, into.impressions(slot) + impressions, into.opens(slot) + opens);
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
            return (from.opens(slot) + strength * prior) / (allOpens + strength);
        }
        return from.number(slot) == EMPTY
                ? prior
                : (from.opens(slot) + strength * prior) / (from.shown(slot) + strength);
    }

    /** As {@link #rate} for {@code count} things: {@code rates} holds their priors and gets their rates. */
    void rates(int[] numbers, int count, double strength, boolean shares, double[] rates) {
        for (int i = 0; i < count; i++) {
            rates[i] = rate(numbers[i], rates[i], strength, shares);
        }
    }

    float impressions(int number) {
        Table from = table;
        return from.impressions(from.slot(number));
    }

    float opens(int number) {
        Table from = table;
        return from.opens(from.slot(number));
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
        for (int slot = 0; slot < from.slots.length; slot += Table.WIDTH) {
            if (from.number(slot) != EMPTY) {
                each.cell(from.number(slot), from.impressions(slot), from.opens(slot));
            }
        }
    }

    /** How many numbers were forgotten for want of room. */
    long forgotten() {
        return forgotten;
    }

    /** A table that has room for one number more. */
    private Table roomy(Table from) {
        if (used >= most) {
            return halved(from);
        }
        return (used + 1) * 2 > from.size() ? grow(from) : from;
    }

    private Table halved(Table from) {
        float least = median(from);
        int ties = used / 2;
        for (int slot = 0; slot < from.slots.length; slot += Table.WIDTH) {
            ties -= from.shown(slot) > least ? 1 : 0;
        }
        Table to = Table.of(from.size());
        int kept = 0;
        for (int slot = 0; slot < from.slots.length; slot += Table.WIDTH) {
            boolean tie = from.number(slot) != EMPTY && from.shown(slot) == least;
            if (from.number(slot) != EMPTY && (tie ? ties-- > 0 : from.shown(slot) > least)) {
                System.arraycopy(from.slots, slot, to.slots, to.slot(from.number(slot)), Table.WIDTH);
                kept++;
            }
        }
        forgotten += used - kept;
        used = kept;
        return to;
    }

    private float median(Table of) {
        float[] shown = new float[used];
        int count = 0;
        for (int slot = 0; slot < of.slots.length; slot += Table.WIDTH) {
            if (of.number(slot) != EMPTY) {
                shown[count++] = of.shown(slot);
            }
        }
        Arrays.sort(shown);
        return shown[used / 2];
    }

    private static Table grow(Table from) {
        Table to = Table.of(from.size() * 2);
        for (int slot = 0; slot < from.slots.length; slot += Table.WIDTH) {
            if (from.number(slot) != EMPTY) {
                System.arraycopy(from.slots, slot, to.slots, to.slot(from.number(slot)), Table.WIDTH);
            }
        }
        return to;
    }
}
