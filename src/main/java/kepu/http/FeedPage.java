package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import kepu.recommend.Feeds;
import kepu.recommend.Reason;

/** A page of a feed as the wire has it: ready card bytes joined, not serialised again. */
public final class FeedPage {
    private static final byte[] REASON = utf8(",\"reason\":{\"code\":");
    private static final byte[] TEXT = utf8(",\"text\":");
    private static final byte[] END = utf8("}}");

    private FeedPage() {}

    /** The page as a JSON object in UTF-8, with the bulletins above it, a JSON array. */
    public static Buffer json(Feeds.Page page, String bulletins) {
        Buffer body = Buffer.buffer(512 * (page.slots().size() + 1) + bulletins.length());
        body.appendString("{\"feed\":\"")
                .appendString(page.feed())
                .appendString("\",\"bulletins\":")
                .appendString(bulletins)
                .appendString(",\"items\":[");
        boolean first = true;
        for (Feeds.Slot slot : page.slots()) {
            if (!first) {
                body.appendByte((byte) ',');
            }
            first = false;
            card(body, slot);
        }
        body.appendByte((byte) ']');
        if (page.next() != null) {
            body.appendString(",\"next\":\"").appendString(page.next()).appendByte((byte) '"');
        }
        return body.appendByte((byte) '}');
    }

    private static void card(Buffer body, Feeds.Slot slot) {
        Reason reason = slot.reason();
        body.appendBytes(slot.entry().card()).appendBytes(REASON);
        text(body, reason.code());
        text(body.appendBytes(TEXT), reason.text());
        body.appendBytes(END);
    }

    /** Most texts need no escaping. */
    private static void text(Buffer body, String text) {
        if (isPlain(text)) {
            body.appendByte((byte) '"').appendString(text).appendByte((byte) '"');
        } else {
            body.appendString(Json.encode(text));
        }
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character < ' ' || character == '"' || character == '\\') {
                return false;
            }
        }
        return true;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
