package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a call gives back when nothing failed. */
record Answer(int status, @Nullable Buffer body) {
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
