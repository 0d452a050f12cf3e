package kepu.recommend.log;

import java.util.Arrays;
import kepu.activity.EventType;

/** Events as they come in, in columns that grow: 27 bytes an event. */
public final class EventRows {
    /** The most events that are read. */
    static final int MOST = 200_000_000;

    private static final int FIRST_ROOM = 1024;

    private int[] people = new int[FIRST_ROOM];
    private int[] things = new int[FIRST_ROOM];
    private byte[] types = new byte[FIRST_ROOM];
    private long[] atMillis = new long[FIRST_ROOM];
    private float[] weights = new float[FIRST_ROOM];
    private short[] positions = new short[FIRST_ROOM];
    private float[] propensities = new float[FIRST_ROOM];
    private int size;

    /** Adds an event; {@code position} is -1 and {@code propensity} NaN where it is not known. */
    public void add(int person, int thing, EventType type, long millis, float weight, int position, float propensity) {
        if (size == people.length) {
            int room = Math.min(MOST, size + (size >> 1));
            people = Arrays.copyOf(people, room);
            things = Arrays.copyOf(things, room);
            types = Arrays.copyOf(types, room);
            atMillis = Arrays.copyOf(atMillis, room);
            weights = Arrays.copyOf(weights, room);
            positions = Arrays.copyOf(positions, room);
            propensities = Arrays.copyOf(propensities, room);
        }
        people[size] = person;
        things[size] = thing;
        types[size] = (byte) type.ordinal();
        atMillis[size] = millis;
        positions[size] = (short) Math.min(position, Short.MAX_VALUE);
        propensities[size] = propensity;
        weights[size++] = weight;
    }

    int size() {
        return size;
    }

    /** All of them in the order of time; those of one time in the order in which they came. */
    public Events byTime() {
        return isByTime() ? asTheyCame() : sorted();
    }

    private boolean isByTime() {
        for (int row = 1; row < size; row++) {
            if (atMillis[row] < atMillis[row - 1]) {
                return false;
            }
        }
        return true;
    }

    private Events asTheyCame() {
        return new Events(
                Arrays.copyOf(people, size),
                Arrays.copyOf(things, size),
                Arrays.copyOf(types, size),
                Arrays.copyOf(atMillis, size),
                Arrays.copyOf(positions, size),
                Arrays.copyOf(weights, size),
                Arrays.copyOf(propensities, size));
    }

    private Events sorted() {
        int[] order = order();
        Events sorted = new Events(
                new int[size],
                new int[size],
                new byte[size],
                new long[size],
                new short[size],
                new float[size],
                new float[size]);
        for (int to = 0; to < size; to++) {
            int from = order[to];
            sorted.people()[to] = people[from];
            sorted.things()[to] = things[from];
            sorted.types()[to] = types[from];
            sorted.atMillis()[to] = atMillis[from];
            sorted.weights()[to] = weights[from];
            sorted.positions()[to] = positions[from];
            sorted.propensities()[to] = propensities[from];
        }
        return sorted;
    }

    /** A merge sort of the row numbers, from runs of one row up: stable, and without an object a row. */
    private int[] order() {
        int[] order = new int[size];
        Arrays.setAll(order, row -> row);
        int[] other = new int[size];
        for (long run = 1; run < size; run *= 2) {
            for (long from = 0; from < size; from += 2 * run) {
                merge(order, other, (int) from, (int) Math.min(size, from + run), (int) Math.min(size, from + 2 * run));
            }
            int[] merged = other;
            other = order;
            order = merged;
        }
        return order;
    }

    private void merge(int[] order, int[] into, int from, int middle, int end) {
        int left = from;
        int right = middle;
        for (int to = from; to < end; to++) {
            boolean takesLeft = right == end || left < middle && atMillis[order[left]] <= atMillis[order[right]];
            into[to] = takesLeft ? order[left++] : order[right++];
        }
    }
}
