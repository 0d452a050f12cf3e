package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import kepu.config.Config;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.model.ModelFile;
import kepu.recommend.release.Card;
import kepu.recommend.release.Releases;
import kepu.recommend.release.VersionId;
import kepu.recommend.release.Versions;
import kepu.recommend.train.Gram;
import kepu.recommend.train.GramEngine;
import kepu.recommend.train.Stored;
import kepu.recommend.train.VersionMaking;
import kepu.recommend.tune.DefinitionText;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a model on the behaviour in the database and writes it with its card; somebody releases it then. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "train a model on what residents did, and write a version with its card")
public final class TrainCommand implements Callable<Integer> {
    @Mixin
    private final Setting setting = new Setting();

    @Option(names = "--definition", defaultValue = "feed", description = "models/NAME.yaml (default: ${DEFAULT-VALUE})")
    private String definition = "";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "a value that is another than in the definition, this time; e.g. ranker.trees=90")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(
            names = "--spark",
            arity = "0..1",
            fallbackValue = "local[*]",
            paramLabel = "MASTER",
            description = "let Spark add up who took what: on this machine (${FALLBACK-VALUE}) or where MASTER says,"
                    + " e.g. spark://HOST:7077 (docs/recommender.md)")
    private @Nullable String spark;

    @Mixin
    private final Attached attached = new Attached();

    @Mixin
    private final Console console = new Console();

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws Exception {
        attached.watch();
        Config config = setting.config();
        // before anything is read: where Spark is not to be had, that is told at once
        try (Gram products = spark == null ? Gram.local() : GramEngine.found().open(spark);
                OpenDatabase database = OpenDatabase.reading(config)) {
            Card card = make(config, database.bulk(), products);
            tell(card);
        }
        return 0;
    }

    private Card make(Config config, Bulk bulk, Gram products) throws IOException, SQLException {
        Told told = new Told(console.out());
        told.at(0, "reading behaviour");
        Path file = config.models().definition(definition);
        VersionMaking.Material material = values.isEmpty()
                ? Stored.material(bulk, file, clock.instant())
                : Stored.material(
                        bulk,
                        file.toString(),
                        DefinitionText.read(file).with(values).text(),
                        clock.instant());
        if (spark != null && !material.needsProducts()) {
            throw new IllegalStateException(
                    "this definition and catalogue train a graph filter, which adds up no products:"
                            + " there is nothing for Spark to do; train without --spark");
        }
        Versions versions = new Versions(config.versions(), config.models().mostMebibytes());
        return new VersionMaking(material, versions, clock, products)
                .make(released(bulk, versions), LogEvaluation.Settings.DEFAULT, told.part(0.05, 1));
    }

    /** The live version, to be measured beside the new one; a damaged one is no measure. */
    private VersionMaking.@Nullable Released released(Bulk bulk, Versions versions) throws SQLException {
        Optional<String> live = Releases.released(bulk, definition);
        if (live.isEmpty()) {
            return null;
        }
        VersionId id = new VersionId(definition, live.get());
        try {
            versions.verified(id);
            return new VersionMaking.Released(id.version(), ModelFile.read(versions.folder(id)));
        } catch (IOException e) {
            console.err().println("the live version " + id + " cannot be read: " + e.getMessage());
            return null;
        }
    }

    private void tell(Card card) {
        card.figures().stream()
                .filter(figure -> figure.slice().equals(Card.ALL))
                .forEach(figure -> console.out()
                        .printf(
                                "%-18s recall@20 %.4f  ndcg@20 %.4f (%.4f to %.4f)  %,d residents%n",
                                figure.model(),
                                figure.recall(),
                                figure.ndcg(),
                                figure.low(),
                                figure.high(),
                                figure.users()));
        if (card.ranker() != null) {
            console.out()
                    .printf(
                            "ranker %s: AUC %.4f%n",
                            card.ranker().kind(), card.ranker().auc());
        }
        console.out().println("done " + card.version());
        console.out().flush();
    }
}
