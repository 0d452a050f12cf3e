package kepu.push;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Items for an audience at a time, with its state. {@code scope} is that of whoever made it; {@code reach} counts residents; {@code nextAt} is
 * when it goes out next, null when it does not.
 */
public record Campaign(
        String id,
        String title,
        String message,
        List<String> items,
        Audience audience,
        CampaignPlan plan,
        RegionCode scope,
        State state,
        int reach,
        Instant startAt,
        Instant expiresAt,
        @Nullable Instant nextAt,
        long createdBy,
        @Nullable Long approvedBy,
        List<String> publications,
        List<Step> steps) {

    /**
     * draft → submitted → approved → scheduled → running ⇄ paused → done. A submitted one can be returned, which makes it a draft again when it
     * is changed. Cancelling stops what has not gone out; withdrawing also takes back what has.
     */
    public enum State implements Coded {
        DRAFT("草稿"),
        SUBMITTED("待批准"),
        RETURNED("已退回"),
        APPROVED("已批准"),
        SCHEDULED("等待开始"),
        RUNNING("进行中"),
        PAUSED("已暂停"),
        DONE("已结束"),
        CANCELLED("已取消"),
        WITHDRAWN("已撤回");

        private static final Function<String, Optional<State>> BY_CODE = Coded.index(values());

        private final String label;

        State(String label) {
            this.label = label;
        }

        public static Optional<State> of(String code) {
            return BY_CODE.apply(code);
        }

        /** The states that may follow. */
        public Set<State> next() {
            return switch (this) {
                case DRAFT -> Set.of(SUBMITTED, CANCELLED);
                case SUBMITTED -> Set.of(APPROVED, RETURNED, CANCELLED);
                case RETURNED -> Set.of(DRAFT, CANCELLED);
                case APPROVED -> Set.of(SCHEDULED);
                case SCHEDULED -> Set.of(RUNNING, PAUSED, DONE, CANCELLED);
                case RUNNING -> Set.of(PAUSED, DONE, CANCELLED, WITHDRAWN);
                case PAUSED -> Set.of(SCHEDULED, RUNNING, DONE, CANCELLED, WITHDRAWN);
                case DONE, CANCELLED -> Set.of(WITHDRAWN);
                case WITHDRAWN -> Set.of();
            };
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
            CampaignPlan plan,
            @Nullable Instant startAt,
            @Nullable Instant expiresAt) {}

    /** When it first went out; empty before. */
    Optional<Instant> firstOut() {
        return steps.stream()
                .filter(step -> step.state() == State.RUNNING)
                .map(Step::at)
                .findFirst();
    }

    /** Whether anything went out. */
    boolean hasGoneOut() {
        return !publications.isEmpty();
    }
}
