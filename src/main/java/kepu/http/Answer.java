package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a call gives back when nothing failed: bytes, or ready ones with their own way of being sent. What has an ETag may be kept and asked for again. */
record Answer(
        int status,
        @Nullable Buffer body,
        String type,
        @Nullable EntityTag etag,
        @Nullable Ready ready) {
    static final String JSON = "application/json; charset=utf-8";

    Answer(int status, @Nullable Buffer body) {
        this(status, body, JSON, null);
    }

    Answer(int status, @Nullable Buffer body, String type, @Nullable EntityTag etag) {
        this(status, body, type, etag, null);
    }

    /** JSON that is ready to be sent. */
    static Answer ready(Ready ready) {
        return new Answer(200, null, JSON, null, ready);
    }

    /** A document with the tag of its bytes; without them when {@code known}, an If-None-Match, has it. */
    static Answer document(String type, Buffer body, @Nullable String known) {
        EntityTag etag = EntityTag.of(body.getBytes());
        return etag.isIn(known) ? new Answer(304, null, type, etag) : new Answer(200, body, type, etag);
    }

    static Answer ok(JsonObject body) {
        return new Answer(200, body.toBuffer());
    }

    static Answer created(JsonObject body) {
        return new Answer(201, body.toBuffer());
    }

    static Answer accepted(JsonObject body) {
        return new Answer(202, body.toBuffer());
    }

    static Answer nothing() {
        return new Answer(204, null);
    }
}
