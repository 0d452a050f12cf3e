package kepu.activity;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** By which way a service reached a person. */
public enum Route implements Coded {
    FEED("feed", "推荐"),
    PUSH("push", "推送"),
    SEARCH("search", "搜索"),
    SHARE("share", "分享"),
    FACE_TO_FACE("face_to_face", "面对面");

    private static final Function<String, Optional<Route>> BY_CODE = Coded.index(values());

    private final String code;
    private final String label;

    Route(String code, String label) {
        this.code = code;
        this.label = label;
    }

    public static Optional<Route> of(String code) {
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
