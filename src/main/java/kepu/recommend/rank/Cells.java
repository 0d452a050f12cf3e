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

    /**
     * Counts of numbers: impressions and opens as bits, two cells behind one another. Hashed, a number stands before its counts and is found
     * by open addressing; direct, where a good part of all numbers is met, the number tells the place. Cell 0 of a direct table is nobody's.
     */
    private record Table(int[] cells, int mask) {
        private static final int HASHED = 3;
        private static final int DIRECT = 2;
        private static final int NOT_HASHED = -1;

        static Table hashed(int slots) {
            return new Table(new int[slots * HASHED], slots - 1);
        }

        static Table direct(int numbers) {
            return new Table(new int[(numbers + 1) * DIRECT], NOT_HASHED);
        }

        boolean isDirect() {
            return mask == NOT_HASHED;
        }

        int slots() {
            return mask + 1;
        }

        /** Where the counts of a number lie; where they are 0 when it has none. */
        int counts(int number) {
            if (isDirect()) {
                int at = number * DIRECT;
                return at < cells.length ? at : 0;
            }
            return slot(number) + 1;
        }

        /** The slot of a number in a hashed table, or the empty one where it belongs. */
        int slot(int number) {
            int at = number * 0x9E3779B9 >>> 7 & mask;
            while (cells[at * HASHED] != EMPTY && cells[at * HASHED] != number) {
                at = at + 1 & mask;
            }
            return at * HASHED;
        }

        float impressions(int counts) {
            return Float.intBitsToFloat(cells[counts]);
        }

        float opens(int counts) {
            return Float.intBitsToFloat(cells[counts + 1]);
        }

        void put(int counts, float impressions, float opens) {
            cells[counts] = Float.floatToRawIntBits(impressions);
            cells[counts + 1] = Float.floatToRawIntBits(opens);
        }

        /** What was opened was shown, though nobody said so: by a link or a push. */
        float shown(int counts) {
            return Math.max(impressions(counts), opens(counts));
        }

        /** Told of each number and where its counts lie. */
        interface EachCounts {
            void number(int number, int counts);
        }

        void each(EachCounts each) {
            if (isDirect()) {
                for (int at = DIRECT; at < cells.length; at += DIRECT) {
                    if (shown(at) > 0) {
                        each.number(at / DIRECT, at);
                    }
                }
            } else {
                for (int slot = 0; slot < cells.length; slot += HASHED) {
                    if (cells[slot] != EMPTY) {
                        each.number(cells[slot], slot + 1);
                    }
                }
            }
        }
    }

    /** Told of each number at this place. */
    interface Each {
        void cell(int number, float impressions, float opens);
    }

    private final int most;
    private volatile Table table = Table.hashed(FIRST_SLOTS);
    private int highest;
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
        if (impressions <= 0 && opens <= 0) {
            return;
        }
        int at = place(number);
        Table into = table;
        float before = into.shown(at);
        used += before == 0 ? 1 : 0;
        into.put(at, into.impressions(at) + impressions, into.opens(at) + opens);
        allShown += into.shown(at) - before;
        allOpens += opens;
    }

    /**
     * The posterior mean of the open rate, given {@code prior} as strong as {@code strength} impressions; where impressions are not
     * logged ({@code shares}), of the share in all opens at this place.
     */
    double rate(int number, double prior, double strength, boolean shares) {
        Table from = table;
        int at = from.counts(number);
        if (shares) {
            return (from.opens(at) + strength * prior) / (allOpens + strength);
        }
        float shown = from.shown(at);
        return shown == 0 ? prior : (from.opens(at) + strength * prior) / (shown + strength);
    }

    /** As {@link #rate} for {@code count} things: {@code rates} holds their priors and gets their rates. */
    void rates(int[] numbers, int count, double strength, boolean shares, double[] rates) {
        for (int i = 0; i < count; i++) {
            rates[i] = rate(numbers[i], rates[i], strength, shares);
        }
    }

    float impressions(int number) {
        Table from = table;
        return from.impressions(from.counts(number));
    }

    float opens(int number) {
        Table from = table;
        return from.opens(from.counts(number));
    }

    /** The open rate over everything, held near {@code otherwise} until some hundred impressions of weight {@code scale} are known. */
    double meanRate(double otherwise, double scale) {
        double strength = MEAN_STRENGTH * scale;
        return (allOpens + strength * otherwise) / (allShown + strength);
    }

    int size() {
        return used;
    }

    void each(Each each) {
        Table from = table;
        from.each((number, at) -> each.cell(number, from.impressions(at), from.opens(at)));
    }

    /** How many numbers were forgotten for want of room. */
    long forgotten() {
        return forgotten;
    }

    /** Where the counts of a number will lie, with room made for them. */
    private int place(int number) {
        Table into = table;
        if (into.isDirect()) {
            if (into.counts(number) == 0) {
                into = copied(into, Table.direct(number + (number >> 1)));
                table = into;
            }
            return into.counts(number);
        }
        int slot = into.slot(number);
        if (into.cells[slot] == EMPTY) {
            highest = Math.max(highest, number);
            into = roomy(into);
            table = into;
            if (into.isDirect()) {
                return into.counts(number);
            }
            slot = into.slot(number);
            into.cells[slot] = number;
        }
        return slot + 1;
    }

    /** A table that has room for one number more. */
    private Table roomy(Table from) {
        if (used >= most) {
            return halved(from);
        }
        if ((used + 1) * 2 <= from.slots()) {
            return from;
        }
        int slots = from.slots() * 2;
        boolean direct = most == Integer.MAX_VALUE && (highest + 1) * Table.DIRECT <= slots * Table.HASHED;
        return copied(from, direct ? Table.direct(highest) : Table.hashed(slots));
    }

    private Table halved(Table from) {
        float[] shown = new float[used];
        int[] count = new int[1];
        from.each((number, at) -> shown[count[0]++] = from.shown(at));
        Arrays.sort(shown);
        float least = shown[used / 2];
        int[] ties = {used / 2};
        from.each((number, at) -> ties[0] -= from.shown(at) > least ? 1 : 0);
        Table to = Table.hashed(from.slots());
        int[] kept = new int[1];
        from.each((number, at) -> {
            if (from.shown(at) == least ? ties[0]-- > 0 : from.shown(at) > least) {
                copy(from, at, to, number);
                kept[0]++;
            }
        });
        forgotten += used - kept[0];
        used = kept[0];
        return to;
    }

    private static Table copied(Table from, Table to) {
        from.each((number, at) -> copy(from, at, to, number));
        return to;
    }

    private static void copy(Table from, int at, Table to, int number) {
        if (!to.isDirect()) {
            to.cells[to.slot(number)] = number;
        }
        to.put(to.counts(number), from.impressions(at), from.opens(at));
    }
}
