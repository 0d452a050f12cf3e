package kepu.push;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/**
 * How a publication passes the {@link Governor}; what waits is let through in this order. An emergency is no publication but a bulletin
 * ({@link Urgent}), which asks no governor.
 */
public enum Lane implements Coded {
    /** To one person, who asked for it: waits for the end of quiet hours, and for nothing else. */
    PERSONAL("个人"),
    IMPORTANT("重要"),
    NORMAL("普通");

    private static final Function<String, Optional<Lane>> BY_CODE = Coded.index(values());

    private final String label;

    Lane(String label) {
        this.label = label;
    }

    public static Optional<Lane> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
