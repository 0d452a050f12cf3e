package kepu.recommend.rules;

import java.util.Set;
import kepu.base.Group;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Whom a rule is for: the people of a region, of them those in any of the groups (all when there are none), of them those whose age in
 * this calendar year is from {@code minAge} to {@code maxAge}, both inclusive. Who did not say their age is of no age.
 */
public record Whom(
        RegionCode region,
        Set<Group> groups,
        @Nullable Integer minAge,
        @Nullable Integer maxAge) {
    /** Stands for the birth year of somebody who did not tell it. */
    public static final int UNKNOWN = 0;

    private static final int OLDEST = 130;

    public Whom {
        groups = Set.copyOf(groups);
        if (minAge != null && (minAge < 0 || minAge > OLDEST) || maxAge != null && (maxAge < 0 || maxAge > OLDEST)) {
            throw new IllegalArgumentException("ages are from 0 to " + OLDEST);
        }
        if (minAge != null && maxAge != null && minAge > maxAge) {
            throw new IllegalArgumentException("nobody is older than " + minAge + " and younger than " + maxAge);
        }
    }

    public static Whom of(RegionCode region) {
        return new Whom(region, Set.of(), null, null);
    }

    /** Whether it is for people with these groups (as {@link Group#mask}) and this birth year (or {@link #UNKNOWN}), wherever they live. */
    boolean suits(int groupMask, int birthYear, int year) {
        return (groups.isEmpty() || (Group.mask(groups) & groupMask) != 0) && isAged(birthYear, year);
    }

    private boolean isAged(int birthYear, int year) {
        if (minAge == null && maxAge == null) {
            return true;
        }
        int age = year - birthYear;
        return birthYear != UNKNOWN && (minAge == null || age >= minAge) && (maxAge == null || age <= maxAge);
    }
}
