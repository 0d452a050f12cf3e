package kepu.content;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** The forms of an item. */
public enum Kind implements Coded {
    ARTICLE("文章"),
    VIDEO("视频"),
    AUDIO("音频"),
    POSTER("海报");

    private static final Function<String, Optional<Kind>> BY_CODE = Coded.index(values());

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    public static Optional<Kind> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
