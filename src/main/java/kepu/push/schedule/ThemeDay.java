package kepu.push.schedule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A 主题日 of the year, or the first day of a theme's week or month. The table {@code theme-days.csv} gives each by a rule: a day
 * ({@code 05-12}), the n-th weekday of a month ({@code 09 3 SAT}), or the days themselves where the moon decides (敬老月 begins with the
 * ninth lunar month: 2020 to 2036, computed with lunar-javascript 1.7.7). Weeks that a yearly notice moves, and those that each province
 * sets for itself (爱鸟周), stand at their usual time; who knows better schedules by date.
 */
public record ThemeDay(String id, String name, String rule, int days) {
    private static final Map<String, ThemeDay> ALL = read();

    /** Every theme day, in the order of the year. */
    public static List<ThemeDay> all() {
        return List.copyOf(ALL.values());
    }

    public static Optional<ThemeDay> of(String id) {
        return Optional.ofNullable(ALL.get(id));
    }

    /** The first one on that day or later; empty past the end of a table of days. */
    public Optional<LocalDate> from(LocalDate day) {
        return Stream.iterate(day.getYear(), year -> year + 1)
                .limit(2)
                .flatMap(year -> in(year).stream())
                .filter(date -> !date.isBefore(day))
                .findFirst();
    }

    /** The one of a year. */
    Optional<LocalDate> in(int year) {
        if (rule.contains("|")) {
            return Arrays.stream(rule.split("\\|"))
                    .map(LocalDate::parse)
                    .filter(date -> date.getYear() == year)
                    .findFirst();
        }
        String[] words = rule.split(" ");
        if (words.length == 1) {
            return Optional.of(MonthDay.parse("--" + rule).atYear(year));
        }
        return Optional.of(YearMonth.of(year, Integer.parseInt(words[0]))
                .atDay(1)
                .with(TemporalAdjusters.dayOfWeekInMonth(Integer.parseInt(words[1]), weekday(words[2]))));
    }

    private static DayOfWeek weekday(String word) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.name().startsWith(word.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, ThemeDay> read() {
        Map<String, ThemeDay> days = new LinkedHashMap<>();
        try (InputStream in = Objects.requireNonNull(ThemeDay.class.getResourceAsStream("/theme-days.csv"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(line -> line.split(",")).forEach(cells -> {
                ThemeDay day = new ThemeDay(cells[0], cells[1], cells[2], Integer.parseInt(cells[3]));
                days.put(day.id(), day);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return days;
    }
}
