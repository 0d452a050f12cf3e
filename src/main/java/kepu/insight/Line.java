package kepu.insight;

import org.jspecify.annotations.Nullable;

/**
 * A region or a part of one in a period. {@code residents} are those registered now; {@code reached} known persons whom a service reached
 * there first; {@code services} 人次 by any route.
 */
public record Line(String code, String name, Figure residents, Figure reached, Figure services) {
    /** Reached of the residents, at most 1: people move away and are counted where they were. Null when a number is not told. */
    public @Nullable Double share() {
        return residents.few() || reached.few() || residents.people() == 0
                ? null
                : Math.min(1, reached.people() / (double) residents.people());
    }

    /** 人均科普服务人次; null when a number is not told. */
    public @Nullable Double perHead() {
        return residents.few() || services.few() || residents.people() == 0
                ? null
                : services.people() / (double) residents.people();
    }
}
