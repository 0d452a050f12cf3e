package kepu.testing;

import io.vertx.core.json.JsonObject;

/** What a live line told; {@code offset} is null where an SSE event has no id. */
public record Told(String event, String offset, JsonObject data) {
    /** The publication that it is about. */
    public String id() {
        return data.getString("id");
    }
}
