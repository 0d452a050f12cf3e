package kepu.activity;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What a person can do with an item. */
public enum EventType implements Coded {
    IMPRESSION("impression", "看到"),
    OPEN("open", "打开"),
    PROGRESS("progress", "看到一半"),
    FINISH("finish", "看完"),
    LIKE("like", "点赞"),
    SHARE("share", "分享"),
    NOT_INTERESTED("not_interested", "不感兴趣"),
    ANSWER("answer", "答题"),
    PLAY("play", "播放");

    private static final Function<String, Optional<EventType>> BY_CODE = Coded.index(values());

    private final String code;
    private final String label;

    EventType(String code, String label) {
        this.code = code;
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
