package kepu.recommend.rank;

import java.util.Arrays;

/**
 * Decayed counts of impressions and opens for the things that were met at one place: an open-addressing hash of their numbers, from 1. One
 * thread writes, any may read; a reader may miss the last few counts, which costs nothing. Where there is a limit and it is reached, the
 * half that was shown least is forgotten. Counts weigh more the later they are; before they grow too large for a float all are brought to a
 * later base, in a table of its own, so that a reader has counts and base of one moment. What is too small for a float then stays known and weighs as good as nothing.
 */
final class Cells {
    private static final int FIRST_SLOTS = 8;
    private static final int EMPTY = 0;
    private static final double MEAN_STRENGTH = 500;

    /** Half-lives after the base from which on there is a new one: leaves room for 2^64 counts. */
    private static final long LONGEST = 60;

    /**
     * Counts of numbers: impressions and opens as bits, two cells behind one another. Hashed, a number stands before its counts and is found
     * by open addressing; direct, where a good part of all numbers is met, the number tells the place. Most questions are about numbers that a
     * small place never met: a filter of one bit a hash (Bloom 1970, with one function) answers them from a few lines of memory.
     *
     * @param filter of a hashed table: the bits of the numbers that it holds
     * @param base half-lives after the origin at which one count weighs 1
     * @param all the sums of what was shown and of what was opened, of what is forgotten too
     */
    private record Table(int[] cells, long[] filter, int mask, long base, double[] all) {
        private static final int HASHED = 3;
        private static final int DIRECT = 2;
        private static final int NOT_HASHED = -1;
        private static final int BITS_A_SLOT = 4;
        private static final long[] NO_FILTER = {};

        static Table hashed(int slots, long base, double[] all) {
            return new Table(new int[(slots + 1) * HASHED], new long[words(slots)], slots - 1, base, all);
        }

        private static int words(int slots) {
            return Math.max(1, slots * BITS_A_SLOT / Long.SIZE);
        }

        static Table direct(int numbers, long base, double[] all) {
            return new Table(new int[(numbers + 1) * DIRECT], NO_FILTER, NOT_HASHED, base, all);
        }

        /** An empty one like this with another base. */
        Table empty(long base) {
            double factor = HalfLives.powerOfTwo(this.base - base);
            return new Table(new int[cells.length], new long[filter.length], mask, base, new double[] {
                all[0] * factor, all[1] * factor
            });
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
            int hash = hash(number);
            return (filter[word(hash)] >>> hash & 1) == 0 ? nobodys() : slot(number) + 1;
        }

        /** A hashed table has a slot more than numbers are put in, which stays empty. */
        private int nobodys() {
            return (mask + 1) * HASHED + 1;
        }

        private static int hash(int number) {
            return number * 0x9E3779B9;
        }

        private int word(int hash) {
            return hash >>> 6 & filter.length - 1;
        }

        /** Puts a number, whose counts are none yet, into its slot. */
        void met(int number) {
            cells[slot(number)] = number;
            int hash = hash(number);
            filter[word(hash)] |= 1L << hash;
        }

        /** The slot of a number in a hashed table, or the empty one where it belongs. */
        int slot(int number) {
            int at = hash(number) >>> 7 & mask;
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
                for (int slot = 0; slot < slots() * HASHED; slot += HASHED) {
                    if (cells[slot] != EMPTY) {
                        each.number(cells[slot], slot + 1);
                    }
                }
            }
        }
    }

    /** Told of each number at this place; counts are decayed to the time asked for. */
    interface Each {
        void cell(int number, double impressions, double opens);
    }

    private final int most;
    private volatile Table table = Table.hashed(FIRST_SLOTS, 0, new double[2]);
    private int highest;
    private int used;
    private long forgotten;

    Cells() {
        this(Integer.MAX_VALUE);
    }

    /** @param most how many numbers are kept, at least 2 */
    Cells(int most) {
        this.most = most;
    }

    /** Adds to the counts of {@code number}, at a moment. Only from the writing thread. */
    void add(int number, HalfLives when, float impressions, float opens) {
        if (impressions <= 0 && opens <= 0) {
            return;
        }
        if (used == 0 || when.whole() - table.base > LONGEST) {
            table = rebased(table, when.whole());
        }
        float weight = Math.max((float) when.against(table.base), Float.MIN_NORMAL);
        int at = place(number);
        Table into = table;
        float before = into.shown(at);
        used += before == 0 ? 1 : 0;
        into.put(at, into.impressions(at) + weight * impressions, into.opens(at) + weight * opens);
        into.all[0] += into.shown(at) - before;
        into.all[1] += weight * opens;
    }

    /**
     * The posterior mean of the open rate, given {@code prior} as strong as {@code strength} impressions of now; where impressions are not
     * logged ({@code shares}), of the share in all opens at this place.
     */
    double rate(int number, double prior, double strength, boolean shares, HalfLives now) {
        Table from = table;
        return rate(from, from.counts(number), prior, strength * now.against(from.base), shares);
    }

    /** What was never shown has the prior. */
    private static double rate(Table from, int counts, double prior, double strength, boolean shares) {
        double shown = shares ? from.all[1] : from.shown(counts);
        return (from.opens(counts) + strength * prior) / (shown + strength);
    }

    /** As {@link #rate} for {@code count} things: {@code rates} holds their priors and gets their rates. */
    void rates(int[] numbers, int count, double strength, boolean shares, HalfLives now, double[] rates) {
        Table from = table;
        double weighted = strength * now.against(from.base);
        for (int i = 0; i < count; i++) {
            rates[i] = rate(from, from.counts(numbers[i]), rates[i], weighted, shares);
        }
    }

    /** Impressions and opens of {@code count} things. */
    void counts(int[] numbers, int count, HalfLives now, double[] impressions, double[] opens) {
        Table from = table;
        double weight = 1 / now.against(from.base);
        for (int i = 0; i < count; i++) {
            int at = from.counts(numbers[i]);
            impressions[i] = from.impressions(at) * weight;
            opens[i] = from.opens(at) * weight;
        }
    }

    double impressions(int number, HalfLives now) {
        Table from = table;
        return from.impressions(from.counts(number)) / now.against(from.base);
    }

    double opens(int number, HalfLives now) {
        Table from = table;
        return from.opens(from.counts(number)) / now.against(from.base);
    }

    /** The open rate over everything, held near {@code otherwise} until some hundred impressions of now are known. */
    double meanRate(double otherwise, HalfLives now) {
        Table from = table;
        double strength = MEAN_STRENGTH * now.against(from.base);
        return (from.all[1] + strength * otherwise) / (from.all[0] + strength);
    }

    int size() {
        return used;
    }

    void each(HalfLives now, Each each) {
        Table from = table;
        double weight = now.against(from.base);
        from.each((number, at) -> each.cell(number, from.impressions(at) / weight, from.opens(at) / weight));
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
                into = copied(into, Table.direct(number + (number >> 1), into.base, into.all));
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
            into.met(number);
            slot = into.slot(number);
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
        return copied(
                from, direct ? Table.direct(highest, from.base, from.all) : Table.hashed(slots, from.base, from.all));
    }

    private Table halved(Table from) {
        float[] shown = new float[used];
        int[] count = new int[1];
        from.each((number, at) -> shown[count[0]++] = from.shown(at));
        Arrays.sort(shown);
        float least = shown[used / 2];
        int[] ties = {used / 2};
        from.each((number, at) -> ties[0] -= from.shown(at) > least ? 1 : 0);
        Table to = Table.hashed(from.slots(), from.base, from.all);
        int[] kept = new int[1];
        from.each((number, at) -> {
            if (from.shown(at) == least ? ties[0]-- > 0 : from.shown(at) > least) {
                copy(from, at, to, number, 1);
                kept[0]++;
            }
        });
        forgotten += used - kept[0];
        used = kept[0];
        return to;
    }

    private static Table copied(Table from, Table to) {
        from.each((number, at) -> copy(from, at, to, number, 1));
        return to;
    }

    /** The same counts, as they weigh at another base. */
    private static Table rebased(Table from, long base) {
        Table to = from.empty(base);
        float factor = (float) HalfLives.powerOfTwo(from.base - base);
        from.each((number, at) -> copy(from, at, to, number, factor));
        return to;
    }

    private static float times(float count, float factor) {
        return count == 0 ? 0 : Math.max(count * factor, Float.MIN_NORMAL);
    }

    private static void copy(Table from, int at, Table to, int number, float factor) {
        if (!to.isDirect()) {
            to.met(number);
        }
        to.put(to.counts(number), times(from.impressions(at), factor), times(from.opens(at), factor));
    }
}
