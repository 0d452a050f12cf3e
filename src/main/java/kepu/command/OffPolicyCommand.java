package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import kepu.base.Neighbours;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.log.Log;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.release.Releases;
import kepu.recommend.release.VersionId;
import kepu.recommend.release.Versions;
import kepu.recommend.train.Assessment;
import kepu.recommend.train.Definition;
import kepu.recommend.train.OffPolicyAssessment;
import kepu.recommend.train.Progress;
import kepu.recommend.train.Stored;
import kepu.recommend.train.TitleNeighbours;
import kepu.recommend.train.Trainer;
import kepu.recommend.train.VersionMaking;
import kepu.simulate.Loaded;
import kepu.simulate.OpeningTruth;
import kepu.simulate.Simulation;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What models had earned at the places that were left to chance, estimated from the logged probabilities. */
@Command(
        name = "offpolicy",
        description =
                "estimate from logged probabilities what a model had earned at the places that were left to chance"
                        + " (of the event store, or of files)")
final class OffPolicyCommand implements Callable<Integer> {
    @Mixin
    private final Setting setting = new Setting();

    @ArgGroup(exclusive = false)
    private @Nullable LogOptions files;

    @Option(
            names = "--definition",
            description = "models/NAME.yaml, trained before the cut (default: feed; for files: files)")
    private @Nullable String definition;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "a version to estimate too, by its ranker (default: the released one of the event store)")
    private @Nullable String version;

    @Option(names = "--cut", defaultValue = "0.8", description = "share of the events before the cut (default: 0.8)")
    private double cut;

    @Option(names = "--places", defaultValue = "20000", description = "places to ask at most (default: 20000)")
    private int places;

    @Option(names = "--seed", defaultValue = "1", description = "same seed, same places (default: 1)")
    private long seed;

    /** By hand: the standard ones would bring a {@code --version} of the program. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable")
    private boolean help;

    @Option(names = "--verbose", description = "tell what is being done")
    private boolean verbose;

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws IOException, SQLException {
        Config config = setting.config();
        if (files == null) {
            stored(config);
        } else {
            Definition defined = Definition.read(config.models().definition(definition == null ? "files" : definition));
            Log log = files.read();
            tell(config, log, TitleNeighbours.of(log.things()), defined, version, OffPolicyAssessment.Truth.UNKNOWN);
        }
        return 0;
    }

    private void stored(Config config) throws IOException, SQLException {
        try (OpenDatabase database = OpenDatabase.of(config)) {
            Bulk bulk = database.bulk();
            Optional<Loaded> loaded = Simulation.loaded(bulk);
            String name = definition == null ? DemoTraining.MODEL : definition;
            VersionMaking.Material material = Stored.material(
                    bulk,
                    config.models().definition(name),
                    loaded.map(simulation -> simulation.settings().now()).orElseGet(java.time.Instant::now));
            OffPolicyAssessment.Truth truth = OffPolicyAssessment.Truth.UNKNOWN;
            if (loaded.isPresent()) {
                Catalogue catalogue = Items.load(bulk);
                truth = new OpeningTruth(
                        loaded.get().truth(database.divisions(), catalogue),
                        loaded.get(),
                        catalogue,
                        material.log().people());
            }
            String live = version == null ? Releases.released(bulk, name).orElse(null) : version;
            tell(config, material.log(), material.content(), material.definition(), live, truth);
        }
    }

    private void tell(
            Config config,
            Log log,
            Neighbours content,
            Definition defined,
            @Nullable String beside,
            OffPolicyAssessment.Truth truth)
            throws IOException {
        Progress progress = verbose ? new Told(console.err()) : Progress.SILENT;
        LogSplit split = LogSplit.of(log, cut);
        Model before = new Trainer(split.train(), content, defined)
                .train(Assessment.OWN, progress.part(0, 0.7))
                .model();
        Map<String, Model> models = new LinkedHashMap<>();
        models.put(Assessment.OWN, before);
        if (beside != null) {
            VersionId id = new VersionId(defined.name(), beside);
            Path folder = new Versions(config.versions(), config.models().mostMebibytes()).folder(id);
            models.put(
                    id.version(),
                    Assessment.atTheCut(id.version(), ModelFile.read(folder).numbered(log.things()), before));
        }
        OffPolicyAssessment.of(
                        log,
                        log.events().firstAt(split.cutMillis()),
                        content,
                        models,
                        new OffPolicyAssessment.Settings(
                                places, OffPolicyAssessment.Settings.DEFAULT.resamples(), seed),
                        truth,
                        progress.part(0.7, 1))
                .forEach(row -> console.out().println(row.line()));
        console.out().flush();
    }
}
