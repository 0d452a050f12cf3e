package kepu.push;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * What goes over a live line, serialised once for every reader: as an event of an SSE stream (HTML Standard, 9.2) and as a text frame
 * of a WebSocket. {@code offset} is where a reader stands after it.
 */
public record Frame(long offset, Buffer sse, String socket) {
    /** A publication or its cancellation, with the offset by which a reader resumes. */
    static Frame of(String event, long offset, JsonObject data) {
        return of(event, new Place(offset, 0), data);
    }

    /** What was held and is let go: it has no offset of its own, and the place says until when a reader knows of such. */
    static Frame of(String event, Place place, JsonObject data) {
        return new Frame(
                place.offset(),
                Buffer.buffer("id: " + place.text() + "\nevent: " + event + "\ndata: " + data.encode() + "\n\n"),
                socket(event, place.text(), data));
    }

    /** A word to one reader that moves no offset. */
    public static Frame notice(String event, long offset, JsonObject data) {
        return new Frame(
                offset,
                Buffer.buffer("event: " + event + "\ndata: " + data.encode() + "\n\n"),
                socket(event, Long.toString(offset), data));
    }

    /** What moves no offset and goes ahead of what does. */
    public static Frame urgent(String event, JsonObject data) {
        return new Frame(
                0,
                Buffer.buffer("event: " + event + "\ndata: " + data.encode() + "\n\n"),
                new JsonObject().put("event", event).put("data", data).encode());
    }

    private static String socket(String event, String place, JsonObject data) {
        return new JsonObject()
                .put("event", event)
                .put("offset", place)
                .put("data", data)
                .encode();
    }
}
