package kepu.recommend.rank;

import java.util.Arrays;
import kepu.activity.EventType;

/**
 * What one person did with which items lately: the item, when, the strongest thing that happened and how often it was only shown. The
 * latest {@code limit} items are kept, in 10 bytes each.
 */
public final class History {
    /** The strongest thing that happened with an item; the order is that of strength. */
    public enum Met {
        NEVER,
        SHOWN,
        OPENED,
        FINISHED,
        LIKED,
        DISMISSED;

        private static final Met[] ALL = values();

        public boolean isPositive() {
            return this == OPENED || this == FINISHED || this == LIKED;
        }

        static Met of(EventType type) {
            return switch (type) {
                case IMPRESSION -> SHOWN;
                case NOT_INTERESTED -> DISMISSED;
                case OPEN, PROGRESS, ANSWER, PLAY -> OPENED;
                case FINISH -> FINISHED;
                case LIKE, SHARE -> LIKED;
            };
        }
    }

    private static final int FIRST = 8;
    private static final int MILLIS_A_MINUTE = 60_000;
    private static final int MOST_SHOWS = Byte.MAX_VALUE;

    private final int limit;
    private int size;
    private int[] items = new int[FIRST];
    private int[] minutes = new int[FIRST];
    private byte[] met = new byte[FIRST];
    private byte[] shows = new byte[FIRST];

    public History(int limit) {
        this.limit = limit;
    }

    /** Adds an event; of equal items the later event moves the item to the end. */
    public synchronized void add(int item, EventType type, long atMillis) {
        Met now = Met.of(type);
        int at = find(item);
        Met before = at < 0 ? Met.NEVER : Met.ALL[met[at]];
        int shown = (at < 0 ? 0 : shows[at]) + (now == Met.SHOWN ? 1 : 0);
        int minute = (int) (atMillis / MILLIS_A_MINUTE);
        if (at >= 0) {
            minute = Math.max(minute, minutes[at]);
            remove(at);
        } else if (size == limit) {
            remove(0);
        }
        append(item, minute, before.compareTo(now) >= 0 ? before : now, Math.min(shown, MOST_SHOWS));
    }

    public synchronized int size() {
        return size;
    }

    public synchronized Met met(int item) {
        int at = find(item);
        return at < 0 ? Met.NEVER : Met.ALL[met[at]];
    }

    /** Only what the person does not want to see again. */
    public synchronized History dismissals() {
        History kept = new History(limit);
        for (int i = 0; i < size; i++) {
            if (Met.ALL[met[i]] == Met.DISMISSED) {
                kept.append(items[i], minutes[i], Met.DISMISSED, 0);
            }
        }
        return kept;
    }

    /** An entry of a history. */
    interface Each {
        void entry(int item, long atMillis, Met met, int shows);
    }

    /** Goes through the entries, the oldest first. */
    synchronized void each(Each each) {
        for (int i = 0; i < size; i++) {
            each.entry(items[i], (long) minutes[i] * MILLIS_A_MINUTE, Met.ALL[met[i]], shows[i]);
        }
    }

    private int find(int item) {
        for (int i = size - 1; i >= 0; i--) {
            if (items[i] == item) {
                return i;
            }
        }
        return -1;
    }

    private void remove(int at) {
        int behind = size - at - 1;
        System.arraycopy(items, at + 1, items, at, behind);
        System.arraycopy(minutes, at + 1, minutes, at, behind);
        System.arraycopy(met, at + 1, met, at, behind);
        System.arraycopy(shows, at + 1, shows, at, behind);
        size--;
    }

    private void append(int item, int minute, Met state, int shown) {
        if (size == items.length) {
            int longer = Math.min(limit, size + (size >> 1));
            items = Arrays.copyOf(items, longer);
            minutes = Arrays.copyOf(minutes, longer);
            met = Arrays.copyOf(met, longer);
            shows = Arrays.copyOf(shows, longer);
        }
        items[size] = item;
        minutes[size] = minute;
        met[size] = (byte) state.ordinal();
        shows[size++] = (byte) shown;
    }
}
