package kepu.push.audience;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import kepu.activity.Event;
import kepu.base.Beijing;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * Who opened what: a set for each term that was asked for lately, the least asked one given up for a new one. All openings of everybody
 * would take more than the rest of the index, and audiences ask for few of them. A set that is kept follows the events.
 */
final class OpenedSets {
    /** A term's people; {@code complete} once what happened before is in. */
    private static final class Kept {
        private final int item;
        private final long sinceMillis;
        private final RoaringBitmap positions = new RoaringBitmap();
        private boolean complete;

        private Kept(int item, long sinceMillis) {
            this.item = item;
            this.sinceMillis = sinceMillis;
        }
    }

    private final int most;
    private final Map<Audience.Opened, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    OpenedSets(int most) {
        this.most = most;
    }

    /** The people of a term, or null when they must be read first. */
    @Nullable
    RoaringBitmap find(Audience.Opened term) {
        Kept found = kept.get(term);
        return found != null && found.complete ? found.positions : null;
    }

    /** From now on events are followed for a term: those before are to be read. */
    void begin(Audience.Opened term, int item) {
        if (kept.containsKey(term)) {
            return;
        }
        if (kept.size() >= most) {
            Iterator<Kept> eldest = kept.values().iterator();
            eldest.next();
            eldest.remove();
        }
        long since = term.since() == null
                ? Long.MIN_VALUE
                : Beijing.beginning(term.since()).toInstant().toEpochMilli();
        kept.put(term, new Kept(item, since));
    }

    /** What happened before is in these positions. */
    void complete(Audience.Opened term, RoaringBitmap positions) {
        Kept found = kept.get(term);
        if (found != null) {
            found.positions.or(positions);
            found.complete = true;
        }
    }

    /** Somebody opened an item. */
    void learn(Event event, int position) {
        Integer item = event.item();
        long at = event.at().toEpochMilli();
        for (Kept one : kept.values()) {
            if (item != null && one.item == item && at >= one.sinceMillis) {
                one.positions.add(position);
            }
        }
    }

    /** The terms that a position is of. */
    Set<Audience.Opened> of(int position) {
        Set<Audience.Opened> terms = new HashSet<>();
        kept.forEach((term, one) -> {
            if (one.positions.contains(position)) {
                terms.add(term);
            }
        });
        return terms;
    }

    void add(Set<Audience.Opened> terms, int position) {
        kept.forEach((term, one) -> {
            if (terms.contains(term)) {
                one.positions.add(position);
            }
        });
    }

    void remove(int position) {
        kept.values().forEach(one -> one.positions.remove(position));
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    long bytes() {
        return kept.values().stream()
                .mapToLong(one -> one.positions.getLongSizeInBytes())
                .sum();
    }
}
