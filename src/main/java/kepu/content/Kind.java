package kepu.content;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** The forms of an item. */
public enum Kind implements Coded {
    ARTICLE("article", "文章"),
    VIDEO("video", "视频"),
    AUDIO("audio", "音频"),
    POSTER("poster", "海报");

    private static final Function<String, Optional<Kind>> BY_CODE = Coded.index(values());

    private final String code;
    private final String label;

    Kind(String code, String label) {
        this.code = code;
        this.label = label;
    }

    public static Optional<Kind> of(String code) {
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
