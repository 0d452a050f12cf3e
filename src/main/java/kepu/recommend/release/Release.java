package kepu.recommend.release;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of the log: the {@code number}-th step of a model's name, who took it and when. */
public record Release(long seq, int number, Instant at, String by, Step step) {
    /**
     * What was done.
     *
     * @param version what is tried or live after it; null for {@link Action#STOP} and for a rollback to no model
     * @param guard what the guard saw
     */
    public record Step(
            Action action,
            @Nullable String version,
            @Nullable Integer share,
            @Nullable Design design,
            String reason,
            boolean override,
            JsonObject guard) {
        public Step {
            if ((action == Action.SHARE) != (share != null) || (share == null) != (design == null)) {
                throw new IllegalArgumentException("a share, and nothing else, has a size and a design");
            }
        }
    }
}
