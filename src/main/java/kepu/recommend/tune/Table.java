package kepu.recommend.tune;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Trials as lines, the best first: for a terminal and for a spreadsheet. */
public final class Table {
    /** So many lines for a terminal. */
    private static final int SHOWN = 20;

    private final Outcome outcome;

    public Table(Outcome outcome) {
        this.outcome = outcome;
    }

    /** The best twenty, a line each: {@code trial=3 ndcg@20=0.4501 ci=0.4300..0.4700 recall@20=0.3 users=90 seconds=12.3 ranker.trees=80}. */
    public String lines() {
        List<Trial> all = outcome.bestFirst();
        String lines = all.stream().limit(SHOWN).map(this::line).collect(Collectors.joining());
        return all.size() <= SHOWN ? lines : lines + "… and %d more in trials.csv%n".formatted(all.size() - SHOWN);
    }

    /** The best on the test part beside the others, a line each. */
    public String tested() {
        Tested tested = outcome.tested();
        StringBuilder lines = new StringBuilder();
        for (Tested.Row row : tested.rows()) {
            lines.append(String.format(Locale.ROOT, "test model=%-17s %s%n", row.model(), figures(row.figures())));
        }
        Tested.Gain gain = tested.gain();
        if (gain != null) {
            lines.append(String.format(
                    Locale.ROOT, "test tuned-present=%+.4f ci=%+.4f..%+.4f%n", gain.mean(), gain.low(), gain.high()));
        }
        return lines.toString();
    }

    /** All of them, with a line of names. */
    public String csv() {
        List<String> paths =
                outcome.space().parameters().stream().map(Parameter::path).toList();
        StringBuilder csv = new StringBuilder("trial,ndcg@20,low,high,recall@20,users,seconds");
        paths.forEach(path -> csv.append(',').append(path));
        csv.append(",failed\n");
        for (Trial trial : outcome.bestFirst()) {
            csv.append(trial.number()).append(',');
            Figures figures = trial.figures();
            csv.append(
                    figures == null
                            ? ",,,,"
                            : String.format(
                                    Locale.ROOT,
                                    "%.6f,%.6f,%.6f,%.6f,%d",
                                    figures.ndcg(),
                                    figures.low(),
                                    figures.high(),
                                    figures.recall(),
                                    figures.users()));
            csv.append(String.format(Locale.ROOT, ",%.2f", trial.seconds()));
            paths.forEach(path -> csv.append(',').append(cell(trial.values().getOrDefault(path, ""))));
            csv.append(',')
                    .append(cell(trial.failed() == null ? "" : trial.failed()))
                    .append('\n');
        }
        return csv.toString();
    }

    private String line(Trial trial) {
        Figures figures = trial.figures();
        return String.format(
                Locale.ROOT,
                "trial=%-4d %s seconds=%.1f %s%n",
                trial.number(),
                figures == null ? "failed" : figures(figures),
                trial.seconds(),
                trial.isPresent() ? "(the present definition)" : values(trial));
    }

    private static String figures(Figures figures) {
        return String.format(
                Locale.ROOT,
                "ndcg@20=%.4f ci=%.4f..%.4f recall@20=%.4f users=%d",
                figures.ndcg(),
                figures.low(),
                figures.high(),
                figures.recall(),
                figures.users());
    }

    private static String values(Trial trial) {
        return trial.values().entrySet().stream()
                .map(Map.Entry::toString)
                .map(text -> text.replace(" ", ""))
                .collect(Collectors.joining(" "));
    }

    private static String cell(String text) {
        return text.matches("[^,\"\r\n]*")
                ? text
                : '"' + text.replace("\"", "\"\"").replaceAll("[\r\n]+", " ") + '"';
    }
}
