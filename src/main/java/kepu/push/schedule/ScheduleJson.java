package kepu.push.schedule;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import kepu.base.Failure;
import kepu.content.SolarTerms;
import org.jspecify.annotations.Nullable;

/**
 * Schedules as JSON, the same in calls and tables: {@code {"kind": "weekly", "weekdays": [1, 4], "time": "08:00", "until": "10:00"}}. Without
 * {@code until} a window is open for an hour, and at most until the day ends.
 */
public final class ScheduleJson {
    private static final int WINDOW_MINUTES = 60;
    private static final LocalTime LAST = LocalTime.of(23, 59, 59);

    private ScheduleJson() {}

    /** Reads what keeps the contract; {@link Failure.Invalid} for what the contract cannot say, its pointer below {@code pointer}. */
    public static Schedule read(@Nullable JsonObject json, String pointer) {
        String kind = json == null ? "once" : json.getString("kind");
        if (json == null || kind.equals("once")) {
            only(json, pointer, Set.of("kind"));
            return new Schedule.Once();
        }
        return switch (kind) {
            case "daily" -> timed(json, pointer, Set.of(), Schedule.Daily::new);
            case "weekly" ->
                timed(
                        json,
                        pointer,
                        Set.of("weekdays"),
                        window -> new Schedule.Weekly(weekdays(json, pointer), window));
            case "monthly" ->
                timed(json, pointer, Set.of("day"), window -> new Schedule.Monthly(json.getInteger("day"), window));
            case "term" ->
                timed(json, pointer, Set.of("term"), window -> new Schedule.OnTerm(term(json, pointer), window));
            case "theme" ->
                timed(json, pointer, Set.of("theme"), window -> new Schedule.OnTheme(theme(json, pointer), window));
            default -> throw Failure.Invalid.at(pointer + "/kind", "没有这种时间安排：" + kind);
        };
    }

    public static JsonObject write(Schedule schedule) {
        return switch (schedule) {
            case Schedule.Once once -> new JsonObject().put("kind", "once");
            case Schedule.Daily(Schedule.Window window) -> timed("daily", window);
            case Schedule.Weekly(Set<DayOfWeek> days, Schedule.Window window) -> {
                JsonArray weekdays = new JsonArray();
                new TreeSet<>(days).forEach(day -> weekdays.add(day.getValue()));
                yield timed("weekly", window).put("weekdays", weekdays);
            }
            case Schedule.Monthly(int day, Schedule.Window window) ->
                timed("monthly", window).put("day", day);
            case Schedule.OnTerm(String term, Schedule.Window window) ->
                timed("term", window).put("term", term);
            case Schedule.OnTheme(ThemeDay theme, Schedule.Window window) ->
                timed("theme", window).put("theme", theme.id());
        };
    }

    private static JsonObject timed(String kind, Schedule.Window window) {
        return new JsonObject()
                .put("kind", kind)
                .put("time", window.from().toString())
                .put("until", window.to().toString());
    }

    private static Schedule timed(
            JsonObject json, String pointer, Set<String> own, Function<Schedule.Window, Schedule> schedule) {
        Set<String> fields = new TreeSet<>(own);
        fields.add("kind");
        fields.add("time");
        for (String needed : fields) {
            if (!json.containsKey(needed)) {
                throw Failure.Invalid.at(pointer + "/" + needed, "这种时间安排要写 " + needed);
            }
        }
        fields.add("until");
        only(json, pointer, fields);
        return schedule.apply(window(json, pointer));
    }

    private static void only(@Nullable JsonObject json, String pointer, Set<String> fields) {
        if (json != null) {
            json.fieldNames().stream()
                    .filter(field -> !fields.contains(field))
                    .findFirst()
                    .ifPresent(field -> {
                        throw Failure.Invalid.at(pointer + "/" + field, "这种时间安排没有 " + field);
                    });
        }
    }

    private static Schedule.Window window(JsonObject json, String pointer) {
        LocalTime from = LocalTime.parse(json.getString("time"));
        LocalTime later = from.plusMinutes(WINDOW_MINUTES);
        String asked = json.getString("until");
        LocalTime to = asked != null ? LocalTime.parse(asked) : later.isAfter(from) ? later : LAST;
        if (!to.isAfter(from)) {
            throw Failure.Invalid.at(pointer + "/until", "时间窗口的结束要在开始之后，且在同一天");
        }
        return new Schedule.Window(from, to);
    }

    private static Set<DayOfWeek> weekdays(JsonObject json, String pointer) {
        Set<DayOfWeek> days = new TreeSet<>();
        json.getJsonArray("weekdays").forEach(number -> days.add(DayOfWeek.of(((Number) number).intValue())));
        if (days.isEmpty()) {
            throw Failure.Invalid.at(pointer + "/weekdays", "至少选一天");
        }
        return days;
    }

    private static String term(JsonObject json, String pointer) {
        String term = json.getString("term");
        if (!SolarTerms.NAMES.contains(term)) {
            throw Failure.Invalid.at(pointer + "/term", "没有这个节气：" + term);
        }
        return term;
    }

    private static ThemeDay theme(JsonObject json, String pointer) {
        String id = json.getString("theme");
        return ThemeDay.of(id).orElseThrow(() -> Failure.Invalid.at(pointer + "/theme", "没有这个主题日：" + id));
    }
}
