package kepu.push;

import java.time.LocalTime;
import java.util.Optional;

/**
 * The hours in which nothing disturbs, in Beijing time, as minutes of the day: from {@code from} until before {@code to}, over midnight when that
 * is earlier; none when both are the same.
 */
public record Quiet(int from, int to) {
    public static final Quiet NONE = new Quiet(0, 0);

    private static final long BEIJING_MILLIS = 8 * 3_600_000L;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;
    private static final int DAY_MINUTES = 1_440;
    /** 1 January 1970 was the fourth day of its week. */
    private static final int WEEKDAYS_BEFORE = 3;

    public Quiet {
        if (from < 0 || from >= DAY_MINUTES || to < 0 || to >= DAY_MINUTES) {
            throw new IllegalArgumentException("not minutes of a day: " + from + " to " + to);
        }
    }

    /** From times of day such as 21:30; none when either is empty. */
    public static Quiet of(String from, String to) {
        return from.isEmpty() || to.isEmpty() ? NONE : new Quiet(minute(from), minute(to));
    }

    /** The first and the last time of day, when there is any quiet. */
    public Optional<String[]> times() {
        return from == to ? Optional.empty() : Optional.of(new String[] {text(from), text(to)});
    }

    boolean holds(long millis) {
        int minute = minuteOf(millis);
        return from < to ? from <= minute && minute < to : from != to && (minute >= from || minute < to);
    }

    /** When the quiet ends that an instant lies in. */
    long end(long millis) {
        int ahead = Math.floorMod(to - minuteOf(millis), DAY_MINUTES);
        return millis - Math.floorMod(millis, MINUTE_MILLIS) + ahead * MINUTE_MILLIS;
    }

    /** The day in Beijing, counted from 1970. */
    static long day(long millis) {
        return Math.floorDiv(millis + BEIJING_MILLIS, DAY_MILLIS);
    }

    /** The week in Beijing, from Monday. */
    static long week(long day) {
        return Math.floorDiv(day + WEEKDAYS_BEFORE, 7);
    }

    /** The midnight in Beijing that begins a day. */
    static long midnight(long day) {
        return day * DAY_MILLIS - BEIJING_MILLIS;
    }

    private static int minuteOf(long millis) {
        return (int) (Math.floorMod(millis + BEIJING_MILLIS, DAY_MILLIS) / MINUTE_MILLIS);
    }

    private static int minute(String time) {
        return LocalTime.parse(time).toSecondOfDay() / 60;
    }

    private static String text(int minute) {
        return LocalTime.ofSecondOfDay(minute * 60L).toString();
    }
}
