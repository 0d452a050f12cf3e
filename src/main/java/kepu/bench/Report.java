package kepu.bench;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The figures of one run, as a table for people and a file for programs.
 *
 * @param notes sentences that belong to the figures: how the load was made, what was missing on this machine
 */
public record Report(List<Figure> figures, List<String> notes) {
    public Report {
        figures = List.copyOf(figures);
        notes = List.copyOf(notes);
    }

    public Report(List<Figure> figures) {
        this(figures, List.of());
    }

    /** This and then another one. */
    public Report and(Report other) {
        return new Report(
                Stream.concat(figures.stream(), other.figures.stream()).toList(),
                Stream.concat(notes.stream(), other.notes.stream()).toList());
    }

    /** Writes a JSON list of {@code {figure, unit, value, reference, ratio: {min, median, max}}}. */
    public void write(Path file) throws IOException {
        JsonArray list = new JsonArray();
        figures.forEach(figure -> list.add(figure.wire()));
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, list.encodePrettily() + "\n");
    }

    public void print(PrintWriter out) {
        int width = figures.stream()
                .mapToInt(figure -> figure.figure().length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(1, width) + "s  %12s  %12s  %-8s  %s%n";
        out.printf(Locale.ROOT, row, "", "value", "reference", "", "ratio: median (min to max)");
        for (Figure figure : figures) {
            Cells cells = Cells.of(figure);
            out.printf(
                    Locale.ROOT,
                    row,
                    figure.figure(),
                    cells.value(),
                    cells.reference(),
                    figure.unit(),
                    cells.ratio() + (cells.reach().isEmpty() ? "" : ", wanted " + cells.reach()));
        }
        notes.forEach(out::println);
        out.flush();
    }

    /** A figure in words; empty where there is none. */
    record Cells(String value, String reference, String ratio, String reach) {
        static Cells of(Figure figure) {
            Figure.Ratio ratio = figure.ratio();
            return new Cells(
                    number(figure.value()),
                    figure.reference() == null ? "" : number(figure.reference()),
                    ratio == null
                            ? ""
                            : "%s (%s to %s)".formatted(brief(ratio.median()), brief(ratio.min()), brief(ratio.max())),
                    figure.reach() == null ? "" : "≥ " + figure.reach());
        }

        /** Thousandths of what is small. */
        private static String number(double value) {
            return String.format(Locale.ROOT, Math.abs(value) < 1_000 ? "%,.3f" : "%,.0f", value);
        }

        /** Near one, hundredths matter. */
        private static String brief(double ratio) {
            return String.format(Locale.ROOT, Math.abs(ratio) < 10 ? "%,.2f" : "%,.0f", ratio);
        }
    }
}
