package kepu.people;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What a signed-in person may do; where, their scope says. */
public enum Role implements Coded {
    RESIDENT("居民"),
    DISSEMINATOR("传播员"),
    EDITOR("编辑"),
    REVIEWER("审核"),
    OPERATOR("运营"),
    ADMINISTRATOR("管理员");

    private static final Function<String, Optional<Role>> BY_CODE = Coded.index(values());

    private final String label;

    Role(String label) {
        this.label = label;
    }

    public static Optional<Role> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
