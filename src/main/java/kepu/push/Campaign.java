package kepu.push;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Items for an audience at a time, with its state. {@code scope} is that of whoever made it; {@code reach} counts residents. */
public record Campaign(
        String id,
        String title,
        String message,
        List<String> items,
        Audience audience,
        RegionCode scope,
        State state,
        int reach,
        Instant startAt,
        Instant expiresAt,
        long createdBy,
        @Nullable Long approvedBy,
        List<String> publications,
        List<Step> steps) {

    /** draft → submitted → approved → running → done; cancelled from any but the last. */
    public enum State implements Coded {
        DRAFT("草稿"),
        SUBMITTED("待批准"),
        APPROVED("已批准"),
        RUNNING("进行中"),
        DONE("已结束"),
        CANCELLED("已取消");

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

    /** A change of state and who made it; {@code by} is null when the clock did. */
    public record Step(Instant at, State state, @Nullable String by, String note) {}

    /** What somebody wants to send. */
    public record Draft(
            String title,
            String message,
            List<String> items,
            Audience audience,
            @Nullable Instant startAt,
            @Nullable Instant expiresAt) {}
}
