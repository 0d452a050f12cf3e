package kepu.content.source;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import org.jspecify.annotations.Nullable;

/** An entry of a source, and what was decided of it. */
public record Entry(long id, Origin origin, Text text, Standing standing) {
    /** Where it came from. */
    public record Origin(
            long source,
            String name,
            Source.Given given,
            String guid,
            @Nullable String url,
            @Nullable Instant publishedAt,
            Instant fetchedAt,
            @Nullable Instant revisedAt) {}

    /** What it says; {@code html} is safe. */
    public record Text(String title, @Nullable String author, String html) {}

    /**
     * How it stands.
     *
     * @param leader the entry that it is a near-duplicate of, or itself
     * @param similarity to the leader, from 0 to 1
     * @param alike entries with the same leader, this one included
     * @param main the entry that it was merged into
     * @param draft what review made of it
     */
    public record Standing(
            State state,
            long leader,
            double similarity,
            int alike,
            @Nullable Long main,
            @Nullable String draft,
            @Nullable String reason) {
        boolean isOpen() {
            return state == State.NEW || state == State.DUPLICATE;
        }
    }

    /** What was decided. */
    public enum State implements Coded {
        NEW("待处理"),
        DUPLICATE("近似重复"),
        MERGED("已合并"),
        DISMISSED("不采用"),
        ACCEPTED("已转审核");

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
}
