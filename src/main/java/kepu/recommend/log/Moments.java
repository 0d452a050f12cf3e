package kepu.recommend.log;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import kepu.base.Beijing;

/** The ways in which files write a moment, read as epoch milliseconds; empty for what is none of them. */
final class Moments {
    /** What an event's time looks like, for messages. */
    static final String OF_EVENTS = "应为纪元秒、纪元毫秒或 RFC 3339 时间";
    /** What the time of an item's appearance looks like, for messages. */
    static final String OF_ITEMS = "应为年份、yyyy-MM-dd、纪元秒、纪元毫秒或 RFC 3339 时间";

    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern EPOCH = Pattern.compile("[0-9]{1,15}");
    private static final Pattern RFC_3339 = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})");
    /** Seconds reach this in the year 5138, milliseconds had it in 1973. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    private Moments() {}

    /** Epoch seconds, epoch milliseconds or RFC 3339. */
    static OptionalLong event(String text) {
        if (EPOCH.matcher(text).matches()) {
            long number = Long.parseLong(text);
            return OptionalLong.of(number < FIRST_MILLIS ? number * 1000 : number);
        }
        if (!RFC_3339.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(
                    OffsetDateTime.parse(text.replace(' ', 'T')).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    /** The same, and a day or a year, which begin at midnight in Beijing. */
    static OptionalLong item(String text) {
        try {
            if (YEAR.matcher(text).matches()) {
                return midnight(LocalDate.of(Integer.parseInt(text), 1, 1));
            }
            if (DAY.matcher(text).matches()) {
                return midnight(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
        return event(text);
    }

    private static OptionalLong midnight(LocalDate day) {
        return OptionalLong.of(Beijing.beginning(day).toInstant().toEpochMilli());
    }
}
