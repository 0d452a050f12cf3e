package kepu.insight;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import kepu.base.Failure;
import kepu.region.RegionCode;

/** So many 人次 in whole calendar years, both ends included. */
public record Target(RegionCode region, int fromYear, int toYear, long services) {
    /** Years that one target spans at most. */
    public static final int MOST_YEARS = 20;

    public Target {
        if (toYear < fromYear) {
            throw Failure.Invalid.at("/toYear", "最后一年不能在第一年之前");
        }
        if (toYear - fromYear >= MOST_YEARS) {
            throw Failure.Invalid.at("/toYear", "一个目标最长 " + MOST_YEARS + " 年");
        }
    }

    /** The part of its time that is over at the end of a day, from 0 to 1. */
    double elapsed(LocalDate today) {
        LocalDate first = LocalDate.of(fromYear, 1, 1);
        double days = ChronoUnit.DAYS.between(first, LocalDate.of(toYear + 1, 1, 1));
        return Math.clamp((ChronoUnit.DAYS.between(first, today) + 1) / days, 0, 1);
    }
}
