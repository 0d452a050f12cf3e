package kepu.bench;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The figures of one run, as a table for people and a file for programs. */
public record Report(List<Figure> figures) {
    public Report {
        figures = List.copyOf(figures);
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
        out.printf(
                "%-" + Math.max(1, width) + "s  %12s  %12s  %-8s  %s%n",
                "",
                "value",
                "reference",
                "",
                "ratio: median (min to max)");
        for (Figure figure : figures) {
            Figure.Ratio ratio = figure.ratio();
            out.printf(
                    "%-" + Math.max(1, width) + "s  %,12.3f  %12s  %-8s  %s%n",
                    figure.figure(),
                    figure.value(),
                    figure.reference() == null ? "" : "%,.3f".formatted(figure.reference()),
                    figure.unit(),
                    ratio == null
                            ? ""
                            : "%s (%s to %s)".formatted(brief(ratio.median()), brief(ratio.min()), brief(ratio.max())));
        }
        out.flush();
    }

    /** Near one, hundredths matter. */
    private static String brief(double ratio) {
        return (Math.abs(ratio) < 10 ? "%,.2f" : "%,.0f").formatted(ratio);
    }
}
