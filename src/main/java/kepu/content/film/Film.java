package kepu.content.film;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import kepu.people.Caller;
import org.jspecify.annotations.Nullable;

/** A video on its way in: {@code received} of its {@code bytes} are safe. */
public record Film(
        String id, Caller.OfStaff staff, String name, long bytes, long received, Instant expiresAt, State state) {
    /** How far it is. */
    public sealed interface State {
        /** Bytes are missing, or it was not said yet that all have come. */
        record Open() implements State {}

        /** All bytes are there; it is being checked and made ready. {@code about} is what staff said of it. */
        record Waiting(JsonObject about) implements State {}

        /**
         * It is a draft in review.
         *
         * @param media and {@code poster} are names under {@code /media/}
         * @param renditions heights that it can be played in on slow lines; empty when it is played as it came
         * @param notes what could not be made, and why
         */
        record Done(
                String draft,
                String media,
                @Nullable String poster,
                int seconds,
                List<Integer> renditions,
                List<String> notes)
                implements State {}

        /** It cannot be used; {@code type} is stable, {@code detail} Chinese. */
        record Failed(String type, String detail) implements State {}
    }
}
