package kepu.base;

import java.util.Arrays;

/**
 * A sparse square matrix as training and search make it and feeds read it: for each of {@code size} things a few others, the strongest
 * first, each with a weight. Rows lie behind one another, so that reading one touches one stretch of memory.
 *
 * @param starts size + 1 offsets into {@code others} and {@code weights}: row i lies from starts[i] to below starts[i + 1]
 * @param others the columns of the entries
 * @param weights the values of the entries
 */
public record Neighbours(int[] starts, int[] others, float[] weights) {
    /** Entries in a cache line of 64 bytes. */
    private static final int LINE = 16;

    public Neighbours {
        if (starts.length == 0 || others.length != weights.length || starts[starts.length - 1] != others.length) {
            throw new IllegalArgumentException("rows, columns and weights do not fit together");
        }
    }

    /** No neighbours for {@code size} things. */
    public static Neighbours none(int size) {
        return new Neighbours(new int[size + 1], new int[0], new float[0]);
    }

    public int size() {
        return starts.length - 1;
    }

    /** Adds {@code factor} times the row of {@code thing} to {@code into}, whose length is at least the size; things beyond it have no row. */
    public void add(int thing, float factor, float[] into) {
        if (thing < size()) {
            addEach(1, starts[thing], starts[thing + 1], factor, into);
        }
    }

    /**
     * As {@link #add(int, float, float[])} for the first {@code count} of some things. Rows lie far apart in memory: each first adds one entry
     * of every cache line, so that the processor fetches the lines of many rows at a time instead of waiting for one after the other.
     */
    public void add(int[] things, float[] factors, int count, float[] into) {
        for (int i = 0; i < count; i++) {
            if (things[i] < size()) {
                addEach(LINE, starts[things[i]], starts[things[i] + 1], factors[i], into);
            }
        }
        for (int i = 0; i < count; i++) {
            if (things[i] < size()) {
                addRest(starts[things[i]], starts[things[i] + 1], factors[i], into);
            }
        }
    }

    private void addEach(int step, int from, int to, float factor, float[] into) {
        for (int at = from; at < to; at += step) {
            into[others[at]] += factor * weights[at];
        }
    }

    private void addRest(int from, int to, float factor, float[] into) {
        for (int line = from; line < to; line += LINE) {
            addEach(1, line + 1, Math.min(line + LINE, to), factor, into);
        }
    }

    /** The weight in a row; 0 when there is none. Looks through the row. */
    public float weight(int thing, int other) {
        if (thing < size()) {
            for (int at = starts[thing]; at < starts[thing + 1]; at++) {
                if (others[at] == other) {
                    return weights[at];
                }
            }
        }
        return 0;
    }

    /** Collects rows of known number, in order. */
    public static final class Builder {
        private final int[] starts;
        private int[] others;
        private float[] weights;
        private int rows;
        private int used;

        public Builder(int size, int expectedEntries) {
            this.starts = new int[size + 1];
            this.others = new int[Math.max(16, expectedEntries)];
            this.weights = new float[others.length];
        }

        /** Adds an entry to the present row. */
        public Builder entry(int other, float weight) {
            if (used == others.length) {
                others = Arrays.copyOf(others, used * 2);
                weights = Arrays.copyOf(weights, used * 2);
            }
            others[used] = other;
            weights[used++] = weight;
            return this;
        }

        /** Ends the present row. */
        public Builder end() {
            starts[++rows] = used;
            return this;
        }

        /** The matrix; rows that were not ended are empty. */
        public Neighbours build() {
            Arrays.fill(starts, rows, starts.length, used);
            return new Neighbours(starts, Arrays.copyOf(others, used), Arrays.copyOf(weights, used));
        }
    }
}
