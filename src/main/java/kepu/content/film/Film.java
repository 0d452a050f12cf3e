package kepu.content.film;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.people.Caller;
import org.jspecify.annotations.Nullable;

/** A video, recording or picture on its way in: {@code received} of its {@code bytes} are safe. */
public record Film(
        String id,
        Use use,
        Caller.OfStaff staff,
        String name,
        long bytes,
        long received,
        Instant expiresAt,
        State state) {
    /** What it is to be. */
    public enum Use implements Coded {
        VIDEO("视频"),
        RECORDING("录音"),
        POSTER("封面图片");

        private static final Function<String, Optional<Use>> BY_CODE = Coded.index(values());

        private final String label;

        Use(String label) {
            this.label = label;
        }

        public static Optional<Use> of(String code) {
            return BY_CODE.apply(code);
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** How far it is. */
    public sealed interface State {
        /** Bytes are missing, or it was not said yet that all have come. */
        record Open() implements State {}

        /** All bytes are there; it is being checked and made ready. {@code about} is what staff said of it. */
        record Waiting(JsonObject about) implements State {}

        /**
         * It is a draft in review, or ready to be named in one.
         *
         * @param draft the draft that a video became; null for what is named in one
         * @param media and {@code poster} are names under {@code /media/}
         * @param seconds 0 for a picture
         * @param renditions heights that it can be played in on slow lines; empty when it is played as it came
         * @param notes what could not be made, and why
         */
        record Done(
                @Nullable String draft,
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
