package kepu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/**
 * The page that holds the figures of all benches, a section each between {@code <!-- bench:NAME -->} and {@code <!-- /bench:NAME -->}. What
 * stands around the sections is left as it is.
 */
public record BenchPage(Path file) {
    /**
     * Where and how a report came about.
     *
     * @param command as it was typed
     */
    public record Origin(Machine machine, LocalDate date, String command) {}

    /** Writes the section of a bench anew where it stands, or at the end. */
    public void write(String name, Report report, Origin origin) throws IOException {
        String page = Files.exists(file) ? Files.readString(file) : "";
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, with(page, name, section(name, report, origin)));
    }

    private static String with(String page, String name, String section) throws IOException {
        String begin = "<!-- bench:%s -->".formatted(name);
        String end = "<!-- /bench:%s -->".formatted(name);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 && to < 0) {
            return (page.isEmpty() ? "" : page.stripTrailing() + "\n\n") + begin + "\n" + section + end + "\n";
        }
        if (from < 0 || to < from) {
            throw new IOException("the markers of bench:" + name + " do not come in order");
        }
        return page.substring(0, from + begin.length()) + "\n" + section + page.substring(to);
    }

    private static String section(String name, Report report, Origin origin) {
        StringBuilder text = new StringBuilder("## ").append(name).append("\n\n`");
        text.append(origin.command()).append("` on ").append(origin.date()).append(": ");
        text.append(origin.machine().text()).append(".\n\n");
        text.append("| figure | value | reference | unit | ratio: median (min to max) | to reach |\n");
        text.append("|---|---:|---:|---|---|---|\n");
        for (Figure figure : report.figures()) {
            Report.Cells cells = Report.Cells.of(figure);
            text.append("| ").append(cell(figure.figure()));
            text.append(" | ").append(cells.value());
            text.append(" | ").append(cells.reference());
            text.append(" | ").append(cell(figure.unit()));
            text.append(" | ").append(cells.ratio());
            text.append(" | ").append(cells.reach()).append(" |\n");
        }
        text.append('\n');
        report.notes().forEach(note -> text.append("- ").append(note).append('\n'));
        return text.append(report.notes().isEmpty() ? "" : "\n").toString();
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("\n", " ");
    }
}
