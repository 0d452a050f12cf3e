package kepu.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kepu.base.Bytes;
import kepu.recommend.Feeds;

/** A page of a feed as the wire has it: ready bytes of cards and reasons joined in one buffer of just their size, not serialised again. */
public final class FeedPage {
    private static final byte[] FEED = utf8("{\"feed\":\"");
    private static final byte[] BULLETINS = utf8("\",\"bulletins\":");
    private static final byte[] ITEMS = utf8(",\"items\":[");
    private static final byte[] CHILDRENS_ITEMS = utf8(",\"readers\":\"children\",\"items\":[");
    private static final byte[] NEXT = utf8("],\"next\":\"");
    private static final byte[] MORE = utf8("\"}");
    private static final byte[] LAST = utf8("]}");
    private static final byte COMMA = ',';
    private static final byte CLOSE = '}';

    private FeedPage() {}

    /** The page as a JSON object in UTF-8, with the bulletins above it, a JSON array. */
    public static Buffer json(Feeds.Page page, String bulletins) {
        return json(page, bulletins, ITEMS);
    }

    /** The same of a page that has only what is written for children, and says so. */
    static Buffer forChildren(Feeds.Page page, String bulletins) {
        return json(page, bulletins, CHILDRENS_ITEMS);
    }

    private static Buffer json(Feeds.Page page, String bulletins, byte[] items) {
        byte[] feed = utf8(page.feed());
        byte[] above = utf8(bulletins);
        byte[] next = page.next() == null ? null : utf8(page.next());
        List<Feeds.Slot> slots = page.slots();
        byte[] body = new byte
                [FEED.length
                        + feed.length
                        + BULLETINS.length
                        + above.length
                        + items.length
                        + size(slots)
                        + (next == null ? LAST.length : NEXT.length + next.length + MORE.length)];
        int at = Bytes.put(FEED, body, 0);
        at = Bytes.put(feed, body, at);
        at = Bytes.put(BULLETINS, body, at);
        at = Bytes.put(above, body, at);
        at = Bytes.put(items, body, at);
        at = cards(slots, body, at);
        if (next == null) {
            Bytes.put(LAST, body, at);
        } else {
            Bytes.put(MORE, body, Bytes.put(next, body, Bytes.put(NEXT, body, at)));
        }
        return BufferInternal.buffer(Unpooled.wrappedBuffer(body));
    }

    /** A card comes without its closing brace; behind it stand a comma, the reason, the brace, and a comma before the next. */
    private static int size(List<Feeds.Slot> slots) {
        int size = 0;
        for (int i = 0; i < slots.size(); i++) {
            Feeds.Slot slot = slots.get(i);
            size += slot.entry().card().length + slot.reason().length() + 3;
        }
        return Math.max(0, size - 1);
    }

    private static int cards(List<Feeds.Slot> slots, byte[] body, int begin) {
        int at = begin;
        for (int i = 0; i < slots.size(); i++) {
            Feeds.Slot slot = slots.get(i);
            if (i > 0) {
                body[at++] = COMMA;
            }
            at = Bytes.put(slot.entry().card(), body, at);
            body[at++] = COMMA;
            at = slot.reason().put(body, at);
            body[at++] = CLOSE;
        }
        return at;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
