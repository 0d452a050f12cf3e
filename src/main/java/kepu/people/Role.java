package kepu.people;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/** What a signed-in person may do; where, their scope says. */
public enum Role implements Coded {
    RESIDENT("resident", "居民"),
    DISSEMINATOR("disseminator", "传播员"),
    EDITOR("editor", "编辑"),
    REVIEWER("reviewer", "审核"),
    OPERATOR("operator", "运营"),
    ADMINISTRATOR("administrator", "管理员");

    private static final Function<String, Optional<Role>> BY_CODE = Coded.index(values());

    private final String code;
    private final String label;

    Role(String code, String label) {
        this.code = code;
        this.label = label;
    }

    public static Optional<Role> of(String code) {
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
