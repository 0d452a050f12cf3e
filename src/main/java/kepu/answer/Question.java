package kepu.answer;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.base.Topic;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * A question that the library could not answer, on its way to people. Who asked is not part of it: staff see the village.
 *
 * @param text without what names a person
 * @param region whose staff are to answer: the asker's village or a region above it
 * @param into the question that this one was merged into, whose state, claim and answer are its own; null for most
 * @param draft the item that the answer became a draft of; null while it has not
 */
public record Question(
        String id,
        String text,
        @Nullable Topic topic,
        RegionCode village,
        RegionCode region,
        boolean urgent,
        State state,
        Instant askedAt,
        Instant dueAt,
        @Nullable Claim claim,
        @Nullable String into,
        @Nullable Said said,
        @Nullable String draft) {
    /** How far it is. */
    public enum State implements Coded {
        ROUTED("等待回答"),
        CLAIMED("有人在答"),
        ANSWERED("已回答"),
        RETURNED("没有回答");

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

        boolean isOpen() {
            return this == ROUTED || this == CLAIMED;
        }
    }

    /** Who of the staff has it, until when. */
    public record Claim(long staff, String name, Instant until) {}

    /** What people said to it, with items of the library (by id) that say more; for a returned one why. */
    public record Said(String text, List<String> items, long staff, RegionCode scope, Instant at) {
        public Said {
            items = List.copyOf(items);
        }
    }

    /** What was done to it; {@code by} is null for the clock. */
    public record Step(Instant at, String step, @Nullable String by, RegionCode region, String note) {}

    /** Whether nobody answered it in time. */
    public boolean isOverdue(Instant now) {
        return state.isOpen() && dueAt.isBefore(now);
    }
}
