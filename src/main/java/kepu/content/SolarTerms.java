package kepu.content;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The 24 节气 by day, Beijing time: a table for 2020 to 2035 (computed with lunar-javascript 1.7.7), and for other years the
 * days of the nearest year in the table, which is right to a day or two.
 */
public final class SolarTerms {
    public static final List<String> NAMES = List.of(
            "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑", "白露", "秋分",
            "寒露", "霜降", "立冬", "小雪", "大雪", "冬至");

    private static final String TABLE = "/solar-terms.csv";
    private static final NavigableMap<LocalDate, String> STARTS = read();

    private SolarTerms() {}

    /** The term that the day lies in. */
    public static String at(LocalDate day) {
        int year = Math.clamp(
                day.getYear(), STARTS.firstKey().getYear() + 1, STARTS.lastKey().getYear());
        Map.Entry<LocalDate, String> entry = STARTS.floorEntry(day.withYear(year));
        return Objects.requireNonNull(entry).getValue();
    }

    private static NavigableMap<LocalDate, String> read() {
        NavigableMap<LocalDate, String> starts = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(SolarTerms.class.getResourceAsStream(TABLE));
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).forEach(line -> {
                String[] cells = line.split(",");
                starts.put(LocalDate.parse(cells[2].substring(0, 10)), cells[1]);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return starts;
    }
}
