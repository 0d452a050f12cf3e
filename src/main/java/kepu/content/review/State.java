package kepu.content.review;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/**
 * draft → first → second → final → published → corrected or withdrawn. What a reviewer gives back is returned for good: its author goes on with
 * the next version. What an author gives up, or was on its way when its item was withdrawn, is discarded.
 */
public enum State implements Coded {
    DRAFT("草稿"),
    FIRST("一审"),
    SECOND("二审"),
    FINAL("终审"),
    PUBLISHED("已发布"),
    CORRECTED("已更正"),
    WITHDRAWN("已撤回"),
    RETURNED("已退回"),
    DISCARDED("已放弃");

    private static final Function<String, Optional<State>> BY_CODE = Coded.index(values());

    private final String label;

    State(String label) {
        this.label = label;
    }

    public static Optional<State> of(String code) {
        return BY_CODE.apply(code);
    }

    /** Whether it waits for a reviewer. */
    public boolean isReview() {
        return this == FIRST || this == SECOND || this == FINAL;
    }

    /** Whether it can still change. */
    public boolean isOpen() {
        return this == DRAFT || isReview();
    }

    /** What follows when whoever has the stage is content; only of an open one. */
    State passed() {
        return switch (this) {
            case DRAFT -> FIRST;
            case FIRST -> SECOND;
            case SECOND -> FINAL;
            case FINAL -> PUBLISHED;
            case PUBLISHED, CORRECTED, WITHDRAWN, RETURNED, DISCARDED ->
                throw new IllegalStateException("closed: " + this);
        };
    }

    @Override
    public String label() {
        return label;
    }
}
