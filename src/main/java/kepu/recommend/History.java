package kepu.recommend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kepu.activity.Event;
import kepu.activity.EventType;

/** What one resident did with which items lately. An opened or dismissed item leaves the feed, one that was only shown steps back. */
final class History {
    /** The strongest thing that happened with an item. */
    enum Met {
        NEVER,
        SHOWN,
        OPENED,
        DISMISSED
    }

    private final Map<Integer, Met> met;

    /** {@code events} the latest first; keeps the latest {@code limit} items. */
    History(List<Event> events, int limit) {
        met = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Met> eldest) {
                return size() > limit;
            }
        };
        events.reversed().forEach(this::add);
    }

    synchronized void add(Event event) {
        Integer item = event.item();
        if (item != null) {
            Met now = of(event.type());
            met.merge(item, now, (before, after) -> before.compareTo(after) >= 0 ? before : after);
        }
    }

    synchronized Met met(int item) {
        Met known = met.get(item);
        return known == null ? Met.NEVER : known;
    }

    private static Met of(EventType type) {
        return switch (type) {
            case IMPRESSION -> Met.SHOWN;
            case NOT_INTERESTED -> Met.DISMISSED;
            case OPEN, PROGRESS, FINISH, LIKE, SHARE, ANSWER, PLAY -> Met.OPENED;
        };
    }
}
