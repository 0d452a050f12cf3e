package kepu.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;

/**
 * The prefix that names a region: "0" the country, then 2, 4, 6, 9 or 12 digits. The villages of its subtree have the 12-digit codes
 * from {@link #first} to {@link #last}: one contiguous range.
 */
public record RegionCode(Level level, long first) implements Comparable<RegionCode> {
    public static final RegionCode COUNTRY = new RegionCode(Level.COUNTRY, 0);

    private static final Level[] LEVELS = Level.values();

    public RegionCode {
        if (first < 0 || first >= Level.COUNTRY.span() || first % level.span() != 0) {
            throw new IllegalArgumentException("no region of level " + level + " begins at " + first);
        }
    }

    /** Reads a prefix; {@link Failure.Invalid} when it has not the form of one. Whether there is such a region, {@link Regions} knows. */
    public static RegionCode of(String text) {
        return parse(text).orElseThrow(() -> new Failure.Invalid("region-invalid", "地区代码应为 2、4、6、9 或 12 位数字，全国为 0"));
    }

    public static Optional<RegionCode> parse(String text) {
        if (text.equals("0")) {
            return Optional.of(COUNTRY);
        }
        if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        for (Level level : LEVELS) {
            if (level.digits() == text.length()) {
                return Optional.of(new RegionCode(level, Long.parseLong(text) * level.span()));
            }
        }
        return Optional.empty();
    }

    public static RegionCode village(long code) {
        return new RegionCode(Level.VILLAGE, code);
    }

    public long last() {
        return first + level.span() - 1;
    }

    public boolean contains(RegionCode other) {
        return level.compareTo(other.level) <= 0 && contains(other.first);
    }

    public boolean contains(long village) {
        return village >= first && village <= last();
    }

    /** The region of {@code level} that this one lies in (or is). */
    public RegionCode at(Level ancestor) {
        if (ancestor.compareTo(level) > 0) {
            throw new IllegalArgumentException(this + " has no ancestor of level " + ancestor);
        }
        return new RegionCode(ancestor, first - first % ancestor.span());
    }

    /** From the country down to this region. */
    public List<RegionCode> path() {
        List<RegionCode> path = new ArrayList<>(level.ordinal() + 1);
        for (int i = 0; i <= level.ordinal(); i++) {
            path.add(at(LEVELS[i]));
        }
        return path;
    }

    public String text() {
        return level == Level.COUNTRY ? "0" : padded(Long.toString(first / level.span()), level.digits());
    }

    private static String padded(String number, int digits) {
        return number.length() == digits ? number : "0".repeat(digits - number.length()) + number;
    }

    /** Depth-first: a region stands before what it contains. */
    @Override
    public int compareTo(RegionCode other) {
        int byPlace = Long.compare(first, other.first);
        return byPlace != 0 ? byPlace : level.compareTo(other.level);
    }

    @Override
    public String toString() {
        return text();
    }
}
