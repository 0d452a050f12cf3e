package kepu.insight;

import java.time.LocalDate;
import java.time.YearMonth;
import kepu.base.Failure;

/** A calendar year in Beijing, or a month of it; {@code month} is 0 for the whole year. */
public record Period(int year, int month) {
    private static final int WHOLE = 0;

    /** {@link Failure.Invalid} for a period that begins after today. */
    public static Period of(int year, int month, LocalDate today) {
        Period period = new Period(year, month);
        if (period.first().isAfter(today)) {
            throw Failure.Invalid.at(month == WHOLE ? "?year" : "?month", "这段时间还没有开始");
        }
        return period;
    }

    public static Period yearOf(LocalDate day) {
        return new Period(day.getYear(), WHOLE);
    }

    public boolean isYear() {
        return month == WHOLE;
    }

    public LocalDate first() {
        return LocalDate.of(year, isYear() ? 1 : month, 1);
    }

    /** The last day of the calendar, which may lie ahead. */
    public LocalDate last() {
        return isYear() ? LocalDate.of(year, 12, 31) : YearMonth.of(year, month).atEndOfMonth();
    }

    /** Plain Chinese: 2026 年, 2026 年 3 月. */
    public String label() {
        return isYear() ? year + " 年" : year + " 年 " + month + " 月";
    }
}
