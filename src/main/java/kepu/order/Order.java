package kepu.order;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.base.Topic;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A service of science outreach that a resident ordered for their village. Who ordered it is not part of it: staff see the village.
 *
 * @param text what is wished, without what names a person
 * @param wishedOn the day that is hoped for, Beijing's; null when any will do
 * @param changedAt when it came to its state
 * @param unit who is to do it, in the words of who dispatched it; null while nobody did
 * @param taker who of the staff does it; null while nobody does
 * @param note the last word of staff to who ordered, mostly when and where; for a returned one why; may be empty
 */
public record Order(
        String id,
        @Nullable Topic topic,
        String text,
        RegionCode village,
        @Nullable LocalDate wishedOn,
        State state,
        Instant orderedAt,
        Instant changedAt,
        @Nullable String unit,
        @Nullable Taker taker,
        String note,
        @Nullable Rated rated) {
    /** How far it is; what leads from one to the next is a {@link Deed}. */
    public enum State implements Coded {
        ORDERED("等待派单"),
        DISPATCHED("已派单"),
        TAKEN("有人接单"),
        FINISHED("已办完"),
        RATED("已评价"),
        RETURNED("已退回"),
        WITHDRAWN("已撤回");

        /** Those in which something is still to be done by staff. */
        static final Set<State> OPEN = Set.copyOf(EnumSet.of(ORDERED, DISPATCHED, TAKEN));

        private static final Function<String, Optional<State>> BY_CODE = Coded.index(values());

        private final String label;

        State(String label) {
            this.label = label;
        }

        static Optional<State> of(String code) {
            return BY_CODE.apply(code);
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** What who ordered says in the end. */
    public enum Rating implements Coded {
        GOOD("满意"),
        FAIR("一般"),
        POOR("不满意");

        private static final Function<String, Optional<Rating>> BY_CODE = Coded.index(values());

        private final String label;

        Rating(String label) {
            this.label = label;
        }

        public static Optional<Rating> of(String code) {
            return BY_CODE.apply(code);
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** Who does it; the name is shown to who ordered, who is to know who comes. */
    public record Taker(long staff, String name, RegionCode scope) {}

    /** A rating with words that may be empty. */
    public record Rated(Rating rating, String words) {}

    /** What was done to it; {@code by} is null for who ordered. */
    public record Step(Instant at, String step, @Nullable String by, String note) {}

    /** An order with what was done to it, the first first. */
    public record Whole(Order order, List<Step> steps) {}

    boolean isOpen() {
        return State.OPEN.contains(state);
    }

    boolean isTakenBy(long staff) {
        return taker != null && taker.staff() == staff;
    }

    /** As a deed leaves it. */
    Order after(
            Deed deed, Instant now, @Nullable String toUnit, @Nullable Taker by, String said, @Nullable Rated opinion) {
        return new Order(id, topic, text, village, wishedOn, deed.to(), orderedAt, now, toUnit, by, said, opinion);
    }
}
