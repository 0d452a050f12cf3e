package kepu.rumour;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import org.jspecify.annotations.Nullable;

/**
 * What people ask and nobody has vetted, one for all texts that are nearly the same. {@code text} is one of them, without what names
 * people; {@code surprise} how unlikely {@code today} is beside its past.
 */
public record Unknown(
        long id,
        String text,
        State state,
        @Nullable String claim,
        Instant firstAt,
        Instant lastAt,
        long total,
        long today,
        double surprise) {
    /** What became of it. */
    public enum State implements Coded {
        OPEN("待处理"),
        ANSWERED("已回答"),
        DISMISSED("已搁置");

        private static final Function<String, Optional<State>> BY_CODE = Coded.index(values());

        private final String label;

        State(String label) {
            this.label = label;
        }

        public static Optional<State> of(String code) {
            return BY_CODE.apply(code);
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** That one was asked far more often on a day than its past lets expect. */
    public record Alarm(
            long id, Unknown unknown, String day, long count, double expected, double surprise, Instant at) {}
}
