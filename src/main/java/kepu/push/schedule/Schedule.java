package kepu.push.schedule;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.YearMonth;
import java.util.Optional;
import java.util.Set;
import kepu.base.Beijing;
import kepu.content.SolarTerms;

/**
 * When a campaign goes out, in Beijing time, which knows no summer time since 1991: once at its start, or in a window of certain days. An
 * occurrence that was missed is made up for while its window is open, and left out after.
 */
public sealed interface Schedule {
    /** Days that are looked through for the next occurrence: none is further apart than a year. */
    int LOOKED_THROUGH_DAYS = 400;

    /** The time of day from which, and before which, an occurrence may begin. */
    record Window(LocalTime from, LocalTime to) {
        public Window {
            if (!to.isAfter(from)) {
                throw new IllegalArgumentException("a window ends after it begins: " + from + " to " + to);
            }
        }
    }

    /** At the campaign's start, as soon as it may. */
    record Once() implements Schedule {}

    record Daily(Window window) implements Schedule {}

    record Weekly(Set<DayOfWeek> days, Window window) implements Schedule {
        public Weekly {
            days = Set.copyOf(days);
        }
    }

    /** On a day of each month, or on its last one where the month is shorter. */
    record Monthly(int day, Window window) implements Schedule {}

    /** On the day a 节气 begins, once. */
    record OnTerm(String term, Window window) implements Schedule {}

    /** On a 主题日, once. */
    record OnTheme(ThemeDay theme, Window window) implements Schedule {}

    /** Whether it comes again and again. */
    default boolean repeats() {
        return switch (this) {
            case Once once -> false;
            case OnTerm term -> false;
            case OnTheme theme -> false;
            case Daily daily -> true;
            case Weekly weekly -> true;
            case Monthly monthly -> true;
        };
    }

    /** The first instant from {@code now} on at which it may go out: now, when a window is open. Empty when there is none in sight. */
    default Optional<Instant> first(Instant now) {
        return window().map(window -> open(window, now)).orElse(Optional.of(now));
    }

    /** The first opening of a window after {@code now}. Empty for what does not come again. */
    default Optional<Instant> next(Instant now) {
        return repeats() ? window().flatMap(window -> opening(window, now)) : Optional.empty();
    }

    /** Whether an occurrence may still begin at {@code now} that was due at {@code due}. */
    default boolean isOpen(Instant due, Instant now) {
        return window().map(window -> now.isBefore(at(day(due), window.to()))).orElse(true);
    }

    /** The time of day, but for {@link Once}. */
    private Optional<Window> window() {
        return switch (this) {
            case Once once -> Optional.empty();
            case Daily(Window window) -> Optional.of(window);
            case Weekly(Set<DayOfWeek> days, Window window) -> Optional.of(window);
            case Monthly(int day, Window window) -> Optional.of(window);
            case OnTerm(String term, Window window) -> Optional.of(window);
            case OnTheme(ThemeDay theme, Window window) -> Optional.of(window);
        };
    }

    private Optional<Instant> open(Window window, Instant now) {
        LocalDate today = day(now);
        boolean isOpen = isOn(today) && !now.isBefore(at(today, window.from())) && now.isBefore(at(today, window.to()));
        return isOpen ? Optional.of(now) : opening(window, now);
    }

    private Optional<Instant> opening(Window window, Instant after) {
        return day(after)
                .datesUntil(day(after).plusDays(LOOKED_THROUGH_DAYS))
                .filter(this::isOn)
                .map(day -> at(day, window.from()))
                .filter(opening -> opening.isAfter(after))
                .findFirst();
    }

    private boolean isOn(LocalDate day) {
        return switch (this) {
            case Once once -> false;
            case Daily daily -> true;
            case Weekly(Set<DayOfWeek> days, Window window) -> days.contains(day.getDayOfWeek());
            case Monthly(int of, Window window) ->
                day.getDayOfMonth() == Math.min(of, YearMonth.from(day).lengthOfMonth());
            case OnTerm(String term, Window window) ->
                SolarTerms.at(day).equals(term)
                        && !SolarTerms.at(day.minusDays(1)).equals(term);
            case OnTheme(ThemeDay theme, Window window) ->
                theme.in(day.getYear()).filter(day::equals).isPresent();
        };
    }

    private static LocalDate day(Instant instant) {
        return Beijing.day(instant);
    }

    private static Instant at(LocalDate day, LocalTime time) {
        return day.atTime(time).atZone(Beijing.ZONE).toInstant();
    }
}
