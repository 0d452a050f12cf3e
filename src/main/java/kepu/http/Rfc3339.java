package kepu.http;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain form of RFC 3339 times, {@code 2026-03-12T09:30:00.123+08:00} or with {@code Z}: what {@link java.time.OffsetDateTime}
 * reads too, without its formatter.
 */
final class Rfc3339 {
    private static final int DATE_TIME = "2026-03-12T09:30:00".length();
    private static final int OFFSET = "+08:00".length();
    private static final int MOST_DIGITS = 9;
    private static final int MOST_OFFSET_HOURS = 18;
    private static final int HOUR = 3_600;
    private static final int MINUTE = 60;

    private Rfc3339() {}

    /** Null for anything else, be it a time or none. */
    static @Nullable Instant read(String text) {
        int end = text.length() <= DATE_TIME ? -1 : afterFraction(text);
        if (end < 0
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int offset = offsetSeconds(text, end);
        if (year < 1
                || month < 1
                || month > 12
                || day < 1
                || day > 28 && day > YearMonth.of(year, month).lengthOfMonth()
                || hour < 0
                || hour > 23
                || minute < 0
                || minute > 59
                || second < 0
                || second > 59
                || offset == Integer.MAX_VALUE) {
            return null;
        }
        long seconds = LocalDate.of(year, month, day).toEpochDay() * 24 * HOUR
                + hour * (long) HOUR
                + minute * (long) MINUTE
                + second
                - offset;
        return Instant.ofEpochSecond(seconds, nanos(text, end));
    }

    /** Where the fraction of a second ends, or the second without one; -1 for one that is none. */
    private static int afterFraction(String text) {
        if (text.charAt(DATE_TIME) != '.') {
            return DATE_TIME;
        }
        int end = DATE_TIME + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        int digits = end - DATE_TIME - 1;
        return digits == 0 || digits > MOST_DIGITS || end == text.length() ? -1 : end;
    }

    private static int nanos(String text, int end) {
        int nanos = 0;
        for (int i = 1; i <= MOST_DIGITS; i++) {
            nanos = nanos * 10 + (DATE_TIME + i < end ? text.charAt(DATE_TIME + i) - '0' : 0);
        }
        return nanos;
    }

    /** {@link Integer#MAX_VALUE} for what is no offset. */
    private static int offsetSeconds(String text, int at) {
        char sign = text.charAt(at);
        if (sign == 'Z') {
            return at + 1 == text.length() ? 0 : Integer.MAX_VALUE;
        }
        if (sign != '+' && sign != '-' || at + OFFSET != text.length() || text.charAt(at + 3) != ':') {
            return Integer.MAX_VALUE;
        }
        int hours = number(text, at + 1, at + 3);
        int minutes = number(text, at + 4, at + 6);
        if (hours < 0 || minutes < 0 || minutes > 59 || hours * MINUTE + minutes > MOST_OFFSET_HOURS * MINUTE) {
            return Integer.MAX_VALUE;
        }
        int seconds = hours * HOUR + minutes * MINUTE;
        return sign == '-' ? -seconds : seconds;
    }

    /** -1 when it holds anything but digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
