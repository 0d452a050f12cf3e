package kepu.recommend.rank;

import java.util.Arrays;
import kepu.activity.EventType;
import kepu.base.Digest;

/**
 * What one person did with which items lately: the item, when, the strongest thing that happened and how often it was only shown. The
 * latest {@code limit} items are kept, in 8 bytes each.
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

    /** From the top of an entry: the item (26 bits), the minute (28, until the year 2480), what happened (3), how often it was shown (7). */
    private static final int SHOWS_BITS = 7;

    private static final int MET_BITS = 3;
    private static final int MINUTE_BITS = 28;
    private static final int MINUTE_AT = SHOWS_BITS + MET_BITS;
    private static final int ITEM_AT = MINUTE_AT + MINUTE_BITS;
    private static final int MOST_SHOWS = (1 << SHOWS_BITS) - 1;
    private static final int LAST_MINUTE = (1 << MINUTE_BITS) - 1;
    private static final int LAST_ITEM = (1 << Long.SIZE - ITEM_AT) - 1;

    private final int limit;
    private int size;
    /** How often something was added: a list that was made before is not made from this. */
    private volatile int edition;

    private long[] entries = new long[FIRST];

    public History(int limit) {
        this.limit = limit;
    }

    /** Adds an event; of equal items the later event moves the item to the end. {@code item} is below 2^26, the time not before 1970. */
    public synchronized void add(int item, EventType type, long atMillis) {
        if (item < 0 || item > LAST_ITEM) {
            throw new IllegalArgumentException("item " + item + " has too large a number for a history");
        }
        Met now = Met.of(type);
        int at = find(item);
        Met before = at < 0 ? Met.NEVER : met(entries[at]);
        int shown = (at < 0 ? 0 : shows(entries[at])) + (now == Met.SHOWN ? 1 : 0);
        int minute = Math.clamp(atMillis / MILLIS_A_MINUTE, 0, LAST_MINUTE);
        if (at >= 0) {
            minute = Math.max(minute, minute(entries[at]));
            remove(at);
        } else if (size == limit) {
            remove(0);
        }
        append(item, minute, before.compareTo(now) >= 0 ? before : now, Math.min(shown, MOST_SHOWS));
        edition++;
    }

    /** Another number after each addition. Any thread. */
    public int edition() {
        return edition;
    }

    /** A number that follows from the entries alone, the same on every node that knows the same. */
    public synchronized long digest() {
        Digest digest = new Digest();
        for (int i = 0; i < size; i++) {
            digest.add(entries[i]);
        }
        return digest.value();
    }

    public synchronized int size() {
        return size;
    }

    public synchronized Met met(int item) {
        int at = find(item);
        return at < 0 ? Met.NEVER : met(entries[at]);
    }

    /** Only what the person does not want to see again. */
    public synchronized History dismissals() {
        History kept = new History(limit);
        for (int i = 0; i < size; i++) {
            if (met(entries[i]) == Met.DISMISSED) {
                kept.append(item(entries[i]), minute(entries[i]), Met.DISMISSED, 0);
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
            long entry = entries[i];
            each.entry(item(entry), (long) minute(entry) * MILLIS_A_MINUTE, met(entry), shows(entry));
        }
    }

    private int find(int item) {
        for (int i = size - 1; i >= 0; i--) {
            if (item(entries[i]) == item) {
                return i;
            }
        }
        return -1;
    }

    /** Gives back room that is not used; for a history that was just read. */
    public synchronized History trimmed() {
        entries = Arrays.copyOf(entries, Math.max(1, size));
        return this;
    }

    private void remove(int at) {
        System.arraycopy(entries, at + 1, entries, at, size - at - 1);
        size--;
    }

    private void append(int item, int minute, Met state, int shown) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.min(limit, size + (size >> 2) + 2));
        }
        entries[size++] =
                (long) item << ITEM_AT | (long) minute << MINUTE_AT | (long) state.ordinal() << SHOWS_BITS | shown;
    }

    private static int item(long entry) {
        return (int) (entry >>> ITEM_AT);
    }

    private static int minute(long entry) {
        return (int) (entry >>> MINUTE_AT) & LAST_MINUTE;
    }

    private static Met met(long entry) {
        return Met.ALL[(int) (entry >>> SHOWS_BITS) & (1 << MET_BITS) - 1];
    }

    private static int shows(long entry) {
        return (int) entry & MOST_SHOWS;
    }
}
