package kepu.recommend.log;

import java.util.Arrays;
import kepu.activity.EventType;

/**
 * Events in the order of time, column by column.
 *
 * @param people numbers of {@link People}
 * @param things numbers of {@link Things}
 * @param types ordinals of {@link EventType}
 * @param atMillis epoch
 * @param positions place in the list, from 0; -1 where none is known
 * @param weights how much it counts, 1 unless the file says otherwise
 * @param propensities the probability with which the item was put there; NaN where none was logged
 */
public record Events(
        int[] people,
        int[] things,
        byte[] types,
        long[] atMillis,
        short[] positions,
        float[] weights,
        float[] propensities) {
    private static final EventType[] TYPES = EventType.values();

    public int size() {
        return people.length;
    }

    public EventType type(int event) {
        return TYPES[types[event]];
    }

    /** The first event that is not before a time; {@link #size} when all are. */
    public int firstAt(long millis) {
        int low = 0;
        int high = size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (atMillis[middle] < millis) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The events before the one of this number. */
    public Events until(int end) {
        return new Events(
                Arrays.copyOf(people, end),
                Arrays.copyOf(things, end),
                Arrays.copyOf(types, end),
                Arrays.copyOf(atMillis, end),
                Arrays.copyOf(positions, end),
                Arrays.copyOf(weights, end),
                Arrays.copyOf(propensities, end));
    }
}
