package kepu.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kepu.recommend.Feeds;

/** A page of a feed as the wire has it: ready bytes of cards and reasons joined in one buffer of just their size, not serialised again. */
public final class FeedPage {
    private static final byte[] FEED = utf8("{\"feed\":\"");
    private static final byte[] BULLETINS = utf8("\",\"bulletins\":");
    private static final byte[] ITEMS = utf8(",\"items\":[");
    private static final byte[] NEXT = utf8("],\"next\":\"");
    private static final byte[] MORE = utf8("\"}");
    private static final byte[] LAST = utf8("]}");
    private static final byte COMMA = ',';
    private static final byte CLOSE = '}';

    private FeedPage() {}

    /** The page as a JSON object in UTF-8, with the bulletins above it, a JSON array. */
    public static Buffer json(Feeds.Page page, String bulletins) {
        byte[] feed = utf8(page.feed());
        byte[] above = utf8(bulletins);
        byte[] next = page.next() == null ? LAST : utf8(page.next());
        boolean isLast = page.next() == null;
        List<Feeds.Slot> slots = page.slots();
        int size = FEED.length
                + feed.length
                + BULLETINS.length
                + above.length
                + ITEMS.length
                + size(slots)
                + (isLast ? LAST.length : NEXT.length + next.length + MORE.length);
        Buffer body = Buffer.buffer(size)
                .appendBytes(FEED)
                .appendBytes(feed)
                .appendBytes(BULLETINS)
                .appendBytes(above)
                .appendBytes(ITEMS);
        cards(body, slots);
        return isLast
                ? body.appendBytes(LAST)
                : body.appendBytes(NEXT).appendBytes(next).appendBytes(MORE);
    }

    /** A card comes without its closing brace; behind it stand a comma, the reason, the brace, and a comma before the next. */
    private static int size(List<Feeds.Slot> slots) {
        int size = 0;
        for (int i = 0; i < slots.size(); i++) {
            Feeds.Slot slot = slots.get(i);
            size += slot.entry().card().length + slot.reason().behind().length + 3;
        }
        return Math.max(0, size - 1);
    }

    private static void cards(Buffer body, List<Feeds.Slot> slots) {
        for (int i = 0; i < slots.size(); i++) {
            Feeds.Slot slot = slots.get(i);
            if (i > 0) {
                body.appendByte(COMMA);
            }
            body.appendBytes(slot.entry().card())
                    .appendByte(COMMA)
                    .appendBytes(slot.reason().behind())
                    .appendByte(CLOSE);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
