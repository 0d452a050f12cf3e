package kepu.bench.city;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Feeds that were shown lately, the older ones forgotten: what people read and report is of them. Shared by event loops. */
final class Seen {
    /** The first items of a feed that a visitor was shown. */
    record Page(int visitor, String feed, List<String> items) {}

    private static final int KEPT = 4_096;
    private static final int ITEMS = 8;
    /** Bulletins come before it, and have items of their own. */
    private static final String ITEMS_OF_FEED = ",\"items\":[";

    private static final String FEED = "\"feed\":\"";
    private static final String ITEM = "{\"id\":\"";

    private final AtomicReferenceArray<@Nullable Page> pages = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong count = new AtomicLong();

    /** Keeps what a feed's answer shows; false when it shows nothing. */
    boolean take(int visitor, Buffer answer) {
        String text = new String(answer.getBytes(), StandardCharsets.ISO_8859_1);
        String feed = after(FEED, text, 0);
        List<String> items = new ArrayList<>();
        int begin = Math.max(0, text.lastIndexOf(ITEMS_OF_FEED));
        for (int at = text.indexOf(ITEM, begin); at >= 0 && items.size() < ITEMS; at = text.indexOf(ITEM, at + 1)) {
            items.add(after(ITEM, text, at));
        }
        if (feed.isEmpty() || items.isEmpty()) {
            return false;
        }
        pages.set((int) (count.getAndIncrement() % KEPT), new Page(visitor, feed, List.copyOf(items)));
        return true;
    }

    /** One of those that are kept; null before the first. */
    @Nullable
    Page any(RandomGenerator random) {
        long kept = Math.min(count.get(), KEPT);
        return kept == 0 ? null : pages.get(random.nextInt((int) kept));
    }

    private static String after(String mark, String text, int from) {
        int at = text.indexOf(mark, from);
        return at < 0 ? "" : text.substring(at + mark.length(), text.indexOf('"', at + mark.length()));
    }
}
