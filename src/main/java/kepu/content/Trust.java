package kepu.content;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** How far what a source says is trusted before people have looked at it. Nothing is published for it alone: it tells reviewers where to look harder. */
public enum Trust implements Coded {
    OFFICIAL("权威发布"),
    PARTNER("合作单位"),
    OPEN("公开来源");

    private static final Function<String, Optional<Trust>> BY_CODE = Coded.index(values());

    private final String label;

    Trust(String label) {
        this.label = label;
    }

    public static Optional<Trust> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
