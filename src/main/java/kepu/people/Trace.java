package kepu.people;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** A line of the trace: who did what to what. {@code staff} is null where the program did it itself. */
public record Trace(
        long seq,
        Instant at,
        String action,
        String object,
        JsonObject detail,
        @Nullable Staff staff) {
    /**
     * Which lines: of staff whose scope lies within a region; {@code who} stands in their account or name, {@code action} and
     * {@code object} begin so, between two times, before a line.
     */
    public record Search(
            RegionCode within,
            @Nullable String who,
            @Nullable String action,
            @Nullable String object,
            @Nullable Instant from,
            @Nullable Instant until,
            long before,
            int limit) {}
}
