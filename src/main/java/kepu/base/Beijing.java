package kepu.base;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** The one time of the whole country: when its days and years begin, and how moments are written. */
public final class Beijing {
    public static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static final DateTimeFormatter RFC3339 = DateTimeFormatter.ISO_OFFSET_DATE_TIME.withZone(ZONE);

    private Beijing() {}

    public static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZONE);
    }

    public static int year(Instant at) {
        return day(at).getYear();
    }

    /** When a day begins. */
    public static OffsetDateTime beginning(LocalDate day) {
        return day.atStartOfDay(ZONE).toOffsetDateTime();
    }

    /** As answers have it (RFC 3339): {@code 2026-07-01T08:00:00+08:00}. */
    public static String text(Instant at) {
        return RFC3339.format(at);
    }
}
