package kepu.activity;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What a person can do with an item. */
public enum EventType implements Coded {
    IMPRESSION("看到"),
    OPEN("打开"),
    PROGRESS("看到一半"),
    FINISH("看完"),
    LIKE("点赞"),
    SHARE("分享"),
    NOT_INTERESTED("不感兴趣"),
    ANSWER("答题"),
    PLAY("播放");

    private static final Function<String, Optional<EventType>> BY_CODE = Coded.index(values());

    private final String code = Coded.super.code();
    private final String label;

    EventType(String label) {
        this.label = label;
    }

    public static Optional<EventType> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String label() {
        return label;
    }
}
