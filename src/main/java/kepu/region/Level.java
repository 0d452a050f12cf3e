package kepu.region;

import java.util.Locale;

/** The six levels of a region, with the digits that name one and how many 12-digit codes its subtree spans. */
public enum Level {
    COUNTRY(0, 1_000_000_000_000L),
    PROVINCE(2, 10_000_000_000L),
    CITY(4, 100_000_000L),
    COUNTY(6, 1_000_000L),
    TOWN(9, 1_000L),
    VILLAGE(12, 1L);

    private final int digits;
    private final long span;

    Level(int digits, long span) {
        this.digits = digits;
        this.span = span;
    }

    public int digits() {
        return digits;
    }

    public long span() {
        return span;
    }

    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
