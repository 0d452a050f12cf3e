package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.recommend.evaluate.Beyond;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.Recommender;
import kepu.recommend.evaluate.SplitEvaluation;
import kepu.recommend.log.Log;
import kepu.recommend.log.SplitFile;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.release.Releases;
import kepu.recommend.release.VersionId;
import kepu.recommend.release.Versions;
import kepu.recommend.train.Assessment;
import kepu.recommend.train.Definition;
import kepu.recommend.train.Gram;
import kepu.recommend.train.ModelRecommender;
import kepu.recommend.train.Progress;
import kepu.recommend.train.SplitTraining;
import kepu.recommend.train.Stored;
import kepu.recommend.train.TitleNeighbours;
import kepu.recommend.train.VersionMaking;
import kepu.simulate.Loaded;
import kepu.simulate.OracleComparison;
import kepu.simulate.Simulation;
import kepu.simulate.Truth;
import kepu.store.Bulk;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How good recommendations, search, answers and verdicts are, on files that anybody can measure other programs on. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(split | log | simulated | offpolicy | search | questions | claims)",
        subcommands = {
            OffPolicyCommand.class,
            SearchEvaluationCommand.class,
            QuestionsCommand.class,
            ClaimsCommand.class
        },
        description = "measure recommendations, search, answers and verdicts")
public final class EvaluateCommand extends CommandGroup {
    @Command(
            name = "split",
            mixinStandardHelpOptions = true,
            description = "train on one file and rank all items for the people of another (LightGCN's text format)")
    int split(
            @Mixin Setting setting,
            @Option(names = "--train", required = true, paramLabel = "FILE", description = "user item item …")
                    Path train,
            @Option(names = "--test", required = true, paramLabel = "FILE", description = "the same, to be found")
                    Path test,
            @Option(names = "--top", defaultValue = "20", description = "length of the lists (default: 20)") int top,
            @Option(names = "--definition", defaultValue = "feed", description = "models/NAME.yaml (default: feed)")
                    String definition,
            @Option(names = "--verbose", description = "tell what is being done") boolean verbose)
            throws IOException {
        Definition defined = definition(setting.config(), definition);
        long start = System.nanoTime();
        int[][] rows = SplitFile.read(train);
        SplitEvaluation evaluation = SplitEvaluation.of(rows, SplitFile.read(test), top);
        Recommender model =
                SplitTraining.train(rows, evaluation.people(), evaluation.things(), top, defined, progress(verbose));
        int threads = Runtime.getRuntime().availableProcessors();
        SplitEvaluation.Result result = evaluation.evaluate(model, threads);
        console().out().println(result.line((System.nanoTime() - start) / 1e9));
        return 0;
    }

    @Command(
            name = "log",
            mixinStandardHelpOptions = true,
            description =
                    "train on the first part of a log and look for what people opened in the rest, slice by slice")
    int log(
            @Mixin Setting setting,
            @ArgGroup(exclusive = false, multiplicity = "1") LogOptions files,
            @Option(
                            names = "--cut",
                            defaultValue = "0.8",
                            description = "share of the events before the cut (default: 0.8)")
                    double cut,
            @Option(names = "--fewest", defaultValue = "20", description = "people in a slice at least (default: 20)")
                    int fewest,
            @Option(names = "--definition", defaultValue = "files", description = "models/NAME.yaml (default: files)")
                    String definition,
            @Option(names = "--verbose", description = "tell what is being done") boolean verbose)
            throws IOException {
        Definition defined = definition(setting.config(), definition);
        Log log = files.read();
        LogSplit split = LogSplit.of(log, cut);
        Assessment assessment = Assessment.of(
                split,
                TitleNeighbours.of(log.things()),
                defined,
                Map.of(),
                LogEvaluation.Settings.DEFAULT.withFewest(fewest),
                Gram.local(),
                progress(verbose));
        console().out().print(assessment.evaluation().table());
        for (Beyond beyond : assessment.evaluation().beyond()) {
            console().out().println(beyond.line());
        }
        return 0;
    }

    @Command(
            name = "simulated",
            mixinStandardHelpOptions = true,
            description = "compare the released model with the truth behind the synthetic population")
    int simulated(
            @Mixin Setting setting,
            @Option(names = "--residents", defaultValue = "2000", description = "sample of residents (default: 2000)")
                    int residents,
            @Option(names = "--seed", defaultValue = "1", description = "same seed, same sample (default: 1)")
                    long seed)
            throws IOException, SQLException {
        Config config = setting.config();
        try (OpenDatabase database = OpenDatabase.of(config)) {
            Bulk bulk = database.bulk();
            Loaded loaded = Simulation.loaded(bulk)
                    .orElseThrow(() -> new IllegalStateException("the database holds no synthetic population"));
            Catalogue catalogue = Items.load(bulk);
            Truth truth = loaded.truth(database.divisions(), catalogue);
            VersionMaking.Material material = Stored.material(
                    bulk,
                    config.models().definition(DemoTraining.MODEL),
                    loaded.settings().now());
            VersionId id = new VersionId(
                    DemoTraining.MODEL,
                    Releases.released(bulk, DemoTraining.MODEL)
                            .orElseThrow(() -> new IllegalStateException("no model is released: ./kepu train")));
            Path folder = new Versions(config.versions(), config.models().mostMebibytes()).folder(id);
            Model model = ModelFile.read(folder).numbered(material.log().things());
            ModelRecommender recommender =
                    new ModelRecommender(id.version(), material.log(), material.content(), model);
            new OracleComparison(truth, loaded, catalogue, material.log(), recommender)
                    .run(residents, seed)
                    .forEach(result -> console().out().println(result.line()));
        }
        return 0;
    }

    private Progress progress(boolean verbose) {
        return verbose ? new Told(console().err()) : Progress.SILENT;
    }

    private static Definition definition(Config config, String name) throws IOException {
        return Definition.read(config.models().definition(name));
    }
}
