package kepu.simulate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import kepu.base.Beijing;
import kepu.region.RegionCode;

/**
 * What a synthetic population follows from: the same settings, divisions and catalogue give the same rows. The window of behaviour is
 * {@code days} days of Beijing time, of which the last is the day of {@code now} as far as it has come.
 */
public record Settings(int residents, int days, long seed, RegionCode region, Instant now, String consentVersion) {
    public static final int MAX_RESIDENTS = 1_000_000;
    public static final int MAX_DAYS = 366;

    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    /** Beijing keeps UTC+8 all year since 1992, so days can be counted without a calendar. */
    private static final long BEIJING_MILLIS = Duration.ofHours(8).toMillis();

    public Settings {
        if (residents < 1 || residents > MAX_RESIDENTS) {
            throw new IllegalArgumentException("residents must be 1 to " + MAX_RESIDENTS + ": " + residents);
        }
        if (days < 1 || days > MAX_DAYS) {
            throw new IllegalArgumentException("days must be 1 to " + MAX_DAYS + ": " + days);
        }
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /** 20,000 residents of 遂宁 and 90 days. */
    public static Settings defaults(Clock clock, String consentVersion) {
        return new Settings(20_000, 90, 5109, RegionCode.of("5109"), clock.instant(), consentVersion);
    }

    public LocalDate firstDay() {
        return Beijing.day(now).minusDays(days - 1L);
    }

    /** When the window begins: midnight in Beijing. */
    public Instant from() {
        return Beijing.beginning(firstDay()).toInstant();
    }

    /** When a day of the window begins, in milliseconds since 1970. */
    long dayStart(int day) {
        return from().toEpochMilli() + day * DAY_MILLIS;
    }

    /** The day of the window in which a moment lies: 0 the first, negative before it, {@code days} or more after it. */
    int day(long millis) {
        return (int)
                (Math.floorDiv(millis + BEIJING_MILLIS, DAY_MILLIS) - firstDay().toEpochDay());
    }
}
