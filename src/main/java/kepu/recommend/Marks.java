package kepu.recommend;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import kepu.activity.Event;
import kepu.activity.Placing;
import org.jspecify.annotations.Nullable;

/** How items came into feeds, of which events tell; also into those that another node served, which shares its lists. */
final class Marks implements Placing.Marking {
    /** Feeds of one request that are looked for: one, and the one before it. */
    private static final int MOST = 4;

    private static final Pattern ID = Pattern.compile("[0-9a-z]{1,40}");

    private final PreparedFeeds shared;
    private final KeptFeeds kept;

    Marks(PreparedFeeds shared, KeptFeeds kept) {
        this.shared = shared;
        this.kept = kept;
    }

    @Override
    public Future<Void> bring(List<Event> events) {
        if (!shared.areShared()) {
            return Future.succeededFuture();
        }
        Map<String, Long> strange = new HashMap<>();
        for (Event event : events) {
            String feed = event.feed();
            if (feed != null && strange.size() < MOST && ID.matcher(feed).matches() && kept.isStrange(feed)) {
                strange.put(feed, event.person());
            }
        }
        return strange.isEmpty()
                ? Future.succeededFuture()
                : Future.all(strange.entrySet().stream()
                                .map(one -> bring(one.getKey(), one.getValue()))
                                .toList())
                        .mapEmpty();
    }

    private Future<Void> bring(String feed, long person) {
        return (person == Event.GUEST ? shared.find(feed) : shared.find(feed, person)).map(found -> {
            kept.note(feed, found);
            return null;
        });
    }

    @Override
    public IntFunction<@Nullable Placing> of(String feed) {
        return kept.marks(feed);
    }
}
