package kepu.recommend.release;

import java.util.regex.Pattern;
import kepu.base.Failure;

/**
 * The name of a model and one of its versions, {@code 20261122-013000-1a2b3c4d}: the UTC second of its making and eight random or
 * digested hexadecimal digits. Versions sort by time. Neither part can leave its folder.
 */
public record VersionId(String name, String version) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{8}-[0-9]{6}-[0-9a-f]{8}");

    public VersionId {
        if (!isName(name) || !isVersion(version)) {
            throw new Failure.Invalid("model-version-invalid", "模型名或版本号的写法不对");
        }
    }

    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    public static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    @Override
    public String toString() {
        return name + "/" + version;
    }
}
