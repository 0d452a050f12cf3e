package kepu.rumour;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What those who know say of a claim. */
public enum Rating implements Coded {
    FALSE("不实"),
    MISLEADING("误导"),
    PARTLY("部分属实"),
    UNPROVEN("证据不足"),
    TRUE("属实");

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
