package kepu.push.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.content.SolarTerms;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private static final int TRIES = 2_000;

    @Test
    void theNextOccurrenceIsAlwaysLaterAndBeginsAWindowOfItsDay() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            Schedule schedule = repeating(random);
            Instant now = instant(random);
            Instant next = schedule.next(now).orElseThrow();
            String what = "seed %d: %s after %s is %s".formatted(seed, schedule, now, next);
            assertThat(next).as(what).isAfter(now);
            assertThat(schedule.isOpen(next, next)).as(what).isTrue();
            assertThat(isOn(schedule, next.atZone(Beijing.ZONE))).as(what).isTrue();
            assertThat(schedule.next(next.minusNanos(1))).as(what).contains(next);
            assertThat(schedule.next(next).orElseThrow()).as(what).isAfter(next);
        }
    }

    @Test
    void theFirstOccurrenceIsNowWhileAWindowIsOpenAndElseTheNext() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            Schedule schedule = repeating(random);
            Instant now = instant(random);
            Instant first = schedule.first(now).orElseThrow();
            String what = "seed %d: %s from %s is %s".formatted(seed, schedule, now, first);
            assertThat(first).as(what).isAfterOrEqualTo(now);
            assertThat(isOn(schedule, first.atZone(Beijing.ZONE))).as(what).isTrue();
            assertThat(first.equals(now) || first.equals(schedule.next(now).orElseThrow()))
                    .as(what)
                    .isTrue();
        }
    }

    @Test
    void aWindowEndsAtItsTime() {
        Schedule daily = new Schedule.Daily(window("08:00", "10:00"));
        Instant due = at("2026-10-05T08:00:00+08:00");
        assertThat(daily.isOpen(due, at("2026-10-05T09:59:59+08:00"))).isTrue();
        assertThat(daily.isOpen(due, at("2026-10-05T10:00:00+08:00"))).isFalse();
        assertThat(daily.first(at("2026-10-05T09:00:00+08:00"))).contains(at("2026-10-05T09:00:00+08:00"));
        assertThat(daily.first(at("2026-10-05T10:00:00+08:00"))).contains(at("2026-10-06T08:00:00+08:00"));
        assertThat(new Schedule.Once().isOpen(due, due.plusSeconds(1_000_000))).isTrue();
    }

    @Test
    void aShorterMonthHasItsLastDay() {
        Schedule monthly = new Schedule.Monthly(31, window("08:00", "09:00"));
        assertThat(monthly.next(at("2026-01-31T08:00:00+08:00"))).contains(at("2026-02-28T08:00:00+08:00"));
        assertThat(monthly.next(at("2026-02-28T08:00:00+08:00"))).contains(at("2026-03-31T08:00:00+08:00"));
        assertThat(monthly.next(at("2028-02-01T08:00:00+08:00"))).contains(at("2028-02-29T08:00:00+08:00"));
    }

    @Test
    void aSolarTermIsTheDayOnWhichItBegins() {
        Schedule term = ScheduleJson.read(
                new JsonObject("{\"kind\":\"term\",\"term\":\"芒种\",\"time\":\"08:00\"}"), "/schedule");
        Instant first = term.first(at("2026-03-01T00:00:00+08:00")).orElseThrow();
        assertThat(first).isEqualTo(at("2026-06-05T08:00:00+08:00"));
        assertThat(term.next(first)).isEmpty();
        for (String name : SolarTerms.NAMES) {
            Schedule each = new Schedule.OnTerm(name, window("08:00", "09:00"));
            ZonedDateTime day =
                    each.first(at("2026-01-01T00:00:00+08:00")).orElseThrow().atZone(Beijing.ZONE);
            assertThat(SolarTerms.at(day.toLocalDate())).isEqualTo(name);
            assertThat(SolarTerms.at(day.toLocalDate().minusDays(1))).isNotEqualTo(name);
        }
    }

    @Test
    void aThemeDayIsItsDayOfTheYear() {
        assertThat(first("national-science-day", "2026-01-01")).isEqualTo("2026-09-19");
        assertThat(first("national-science-day", "2026-09-20")).isEqualTo("2027-09-18");
        assertThat(first("disaster-prevention-day", "2026-05-12")).isEqualTo("2026-05-12");
        assertThat(first("disaster-prevention-day", "2026-05-13")).isEqualTo("2027-05-12");
        assertThat(first("respect-elders-month", "2026-01-01")).isEqualTo("2026-10-10");
        assertThat(first("respect-elders-month", "2026-10-11")).isEqualTo("2027-09-30");
        assertThat(ThemeDay.all()).extracting(ThemeDay::id).doesNotHaveDuplicates();
        for (ThemeDay theme : ThemeDay.all()) {
            for (int year = 2020; year <= 2036; year++) {
                assertThat(theme.in(year).orElseThrow().getYear())
                        .as("%s in %d", theme.id(), year)
                        .isEqualTo(year);
            }
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < TRIES; i++) {
            Schedule schedule = any(random);
            assertThat(ScheduleJson.read(ScheduleJson.write(schedule), ""))
                    .as("seed %d", seed)
                    .isEqualTo(schedule);
        }
        assertThat(ScheduleJson.read(null, "")).isEqualTo(new Schedule.Once());
    }

    @Test
    void faultsAreNamedByTheirPlace() {
        assertFault("{\"kind\":\"daily\"}", "/schedule/time");
        assertFault("{\"kind\":\"once\",\"time\":\"08:00\"}", "/schedule/time");
        assertFault("{\"kind\":\"weekly\",\"time\":\"08:00\"}", "/schedule/weekdays");
        assertFault("{\"kind\":\"daily\",\"time\":\"08:00\",\"day\":3}", "/schedule/day");
        assertFault("{\"kind\":\"daily\",\"time\":\"22:00\",\"until\":\"06:00\"}", "/schedule/until");
        assertFault("{\"kind\":\"term\",\"time\":\"08:00\",\"term\":\"芒果\"}", "/schedule/term");
        assertFault("{\"kind\":\"theme\",\"time\":\"08:00\",\"theme\":\"no-day\"}", "/schedule/theme");
        assertFault("{\"kind\":\"hourly\",\"time\":\"08:00\"}", "/schedule/kind");
    }

    private static void assertFault(String json, String pointer) {
        assertThatThrownBy(() -> ScheduleJson.read(new JsonObject(json), "/schedule"))
                .as(json)
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        failure -> assertThat(failure.faults())
                                .extracting(Failure.Fault::pointer)
                                .containsExactly(pointer));
    }

    private static String first(String theme, String from) {
        return new Schedule.OnTheme(ThemeDay.of(theme).orElseThrow(), window("08:00", "09:00"))
                .first(at(from + "T00:00:00+08:00"))
                .orElseThrow()
                .atZone(Beijing.ZONE)
                .toLocalDate()
                .toString();
    }

    private static boolean isOn(Schedule schedule, ZonedDateTime when) {
        Schedule.Window window = switch (schedule) {
            case Schedule.Daily daily -> daily.window();
            case Schedule.Weekly weekly -> weekly.window();
            case Schedule.Monthly monthly -> monthly.window();
            default -> throw new AssertionError(schedule);
        };
        boolean isDay = switch (schedule) {
            case Schedule.Weekly weekly -> weekly.days().contains(when.getDayOfWeek());
            case Schedule.Monthly monthly ->
                when.getDayOfMonth()
                        == Math.min(monthly.day(), YearMonth.from(when).lengthOfMonth());
            default -> true;
        };
        LocalTime time = when.toLocalTime();
        return isDay && !time.isBefore(window.from()) && time.isBefore(window.to());
    }

    private static Schedule any(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> new Schedule.OnTerm(SolarTerms.NAMES.get(random.nextInt(24)), window(random));
            case 1 ->
                new Schedule.OnTheme(
                        ThemeDay.all().get(random.nextInt(ThemeDay.all().size())), window(random));
            default -> repeating(random);
        };
    }

    private static Schedule repeating(Random random) {
        return switch (random.nextInt(3)) {
            case 0 -> new Schedule.Daily(window(random));
            case 1 -> {
                Set<DayOfWeek> days = new HashSet<>(List.of(DayOfWeek.of(1 + random.nextInt(7))));
                days.add(DayOfWeek.of(1 + random.nextInt(7)));
                yield new Schedule.Weekly(days, window(random));
            }
            default -> new Schedule.Monthly(1 + random.nextInt(31), window(random));
        };
    }

    private static Schedule.Window window(Random random) {
        int from = random.nextInt(1_439);
        int to = from + 1 + random.nextInt(1_439 - from);
        return new Schedule.Window(LocalTime.ofSecondOfDay(from * 60L), LocalTime.ofSecondOfDay(to * 60L));
    }

    private static Schedule.Window window(String from, String to) {
        return new Schedule.Window(LocalTime.parse(from), LocalTime.parse(to));
    }

    /** Anywhere in four years, often at the edge of a minute. */
    private static Instant instant(Random random) {
        Instant at = at("2026-01-01T00:00:00+08:00").plusSeconds(60L * random.nextInt(4 * 365 * 1_440));
        return random.nextBoolean() ? at : at.plusNanos(random.nextLong(60_000_000_000L));
    }

    private static Instant at(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }
}
