package kepu.recommend.release;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What staff can do with the versions of a model. */
public enum Action implements Coded {
    RELEASE("发布给所有人"),
    SHADOW("影子运行"),
    SHARE("给一部分人试用"),
    ROLLBACK("退回上一版"),
    STOP("结束试用");

    private static final Function<String, Optional<Action>> BY_CODE = Coded.index(values());

    private final String label;

    Action(String label) {
        this.label = label;
    }

    public static Optional<Action> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
