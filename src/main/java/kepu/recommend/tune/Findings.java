package kepu.recommend.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a search leaves in its folder for people: a table, a report, and the definition of the best trial. */
public final class Findings {
    private Findings() {}

    /**
     * Writes {@code trials.csv}, {@code report.html} and {@code <model>.yaml}; the last only when something was better than the present
     * definition.
     *
     * @param idle parameters that were left out, and why; by path
     * @return where the definition is
     */
    public static Optional<Path> write(Path folder, Outcome outcome, DefinitionText present, Map<String, String> idle)
            throws IOException {
        write(folder.resolve("trials.csv"), new Table(outcome).csv());
        write(folder.resolve("report.html"), new Report(outcome, present, idle).html());
        Path definition = folder.resolve(outcome.search().model() + ".yaml");
        if (outcome.best().isPresent()) {
            Files.deleteIfExists(definition);
            return Optional.empty();
        }
        write(
                definition,
                origin(outcome) + present.with(outcome.best().values()).text());
        return Optional.of(definition);
    }

    private static String origin(Outcome outcome) {
        Tested tested = outcome.tested();
        Figures figures = tested.rows().getFirst().figures();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "# Found by `./kepu tune` (%s search, seed %d, trial %d of %d). On the test part: NDCG@20 %.4f (%.4f to %.4f)",
                outcome.search().kind().code(),
                outcome.search().seed(),
                tested.trial(),
                outcome.trials().size() - 1,
                figures.ndcg(),
                figures.low(),
                figures.high()));
        Tested.Gain gain = tested.gain();
        if (gain != null) {
            text.append(String.format(
                    Locale.ROOT,
                    ",%n# %+.4f (%+.4f to %+.4f) over the definition that it came from",
                    gain.mean(),
                    gain.low(),
                    gain.high()));
        }
        return text.append(".\n").toString();
    }

    /** Appears whole, or stays what it was. */
    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
