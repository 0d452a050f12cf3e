package kepu.activity;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** By which way a service reached a person. */
public enum Route implements Coded {
    FEED("推荐"),
    PUSH("推送"),
    SEARCH("搜索"),
    SHARE("分享"),
    FACE_TO_FACE("面对面");

    private static final Function<String, Optional<Route>> BY_CODE = Coded.index(values());

    private final String label;

    Route(String label) {
        this.label = label;
    }

    public static Optional<Route> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
