package kepu.content.review;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What somebody other than the author must vouch for before a version can be published. */
public enum Check implements Coded {
    ACCURACY("科学性核对"),
    LANGUAGE("语言文字校对");

    private static final Function<String, Optional<Check>> BY_CODE = Coded.index(values());

    private final String label;

    Check(String label) {
        this.label = label;
    }

    public static Optional<Check> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
