package kepu.recommend.tune;

import java.util.Locale;

/** How a space is gone through: all of it, or drawn from it. */
public enum SearchKind {
    GRID,
    RANDOM;

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
