package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import kepu.answer.Evaluation;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How well the library answers questions whose answers are known, through the code that answers residents. */
@Command(
        name = "questions",
        mixinStandardHelpOptions = true,
        description =
                "ask questions of a file whose answers are known: hit@1, hit@3, mrr, and answering at the threshold")
public final class QuestionsCommand implements Callable<Integer> {
    private static final double[] CURVE = {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};

    @Mixin
    private final Console console = new Console();

    @Mixin
    private final Setting setting = new Setting();

    @Option(
            names = "--questions",
            required = true,
            paramLabel = "FILE",
            description = "lines of {\"id\",\"text\",\"items\":[…]}; no items: the library cannot answer it")
    private Path questions = Path.of("");

    @Option(names = "--faults", description = "show the questions that were answered wrong or not at all")
    private boolean faults;

    @Override
    public Integer call() throws IOException, SQLException {
        Config config = setting.config();
        List<Evaluation.Labelled> labelled = Evaluation.read(questions);
        try (OpenDatabase database = OpenDatabase.of(config)) {
            Catalogue catalogue = Items.load(database.bulk());
            Map<Integer, String> bodies = Items.bodies(database.bulk());
            if (catalogue.entries().isEmpty()) {
                throw new IllegalStateException("the database holds no items: ./kepu import content");
            }
            Evaluation evaluation = Evaluation.of(catalogue, bodies, labelled);
            double threshold = config.questions().threshold();
            console.out().println(evaluation.ranking());
            console.out().println("served " + evaluation.at(threshold).line());
            console.out()
                    .printf(
                            Locale.ROOT,
                            "unseen %s calibration-error=%.3f%n",
                            evaluation.unseen(threshold).line(),
                            evaluation.error());
            Arrays.stream(CURVE)
                    .forEach(at -> console.out()
                            .println("curve " + evaluation.unseen(at).line()));
            console.out()
                    .println("fitted "
                            + Arrays.stream(evaluation.fitted().weights())
                                    .mapToObj(weight -> String.format(Locale.ROOT, "%.2f", weight))
                                    .collect(Collectors.joining(", ")));
            if (faults) {
                evaluation.faults(threshold).forEach(console.out()::println);
            }
        }
        return 0;
    }
}
