package kepu.recommend.train;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import kepu.activity.EventType;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.OffPolicy;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Forest;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.model.Ranker;
import kepu.recommend.release.Card;
import kepu.recommend.release.VersionId;
import kepu.recommend.release.Versions;
import org.jspecify.annotations.Nullable;

/**
 * Makes a version on disk: the definition is judged on the log cut in time, the ranker that was judged is kept, the item-item weights are
 * made anew from the whole log, and the card tells it all.
 */
public final class VersionMaking {
    private static final double CUT = 0.8;
    private static final int FEWEST = 50;
    private static final OffPolicyAssessment.Settings CHANCES = new OffPolicyAssessment.Settings(10_000, 500, 1);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final String LICENCE = "made from this installation's own behaviour; not to be handed on";

    /** The version that is live, to be measured beside the new one. */
    public record Released(String version, Model model) {}

    /**
     * What is made into a version.
     *
     * @param text the definition as it was written
     * @param digest of that text, hexadecimal
     * @param source of the log, for the card
     */
    public record Material(
            Log log,
            Neighbours content,
            Definition definition,
            Map<String, Object> text,
            String digest,
            String source) {
        /** Whether training on it makes {@link Gram} products. */
        public boolean needsProducts() {
            return Collaborative.isEase(
                    definition.collaborative().method(), log.things().size());
        }
    }

    private final Material material;
    private final Versions versions;
    private final Clock clock;
    private final Gram products;

    /** @param products makes what is added up over all people; stays the caller's */
    public VersionMaking(Material material, Versions versions, Clock clock, Gram products) {
        this.material = material;
        this.versions = versions;
        this.clock = clock;
        this.products = products;
    }

    /** Trains, measures and writes; gives the card. */
    public Card make(@Nullable Released released, LogEvaluation.Settings settings, Progress progress)
            throws IOException {
        Instant now = clock.instant();
        Definition definition = material.definition();
        LogSplit cut = LogSplit.of(material.log(), CUT);
        LogSplit split = Trainer.tellsImpressions(material.log()) ? cut.amongShown() : cut;
        Map<String, Model> others = released == null
                ? Map.of()
                : Map.of(Card.RELEASED, released.model().numbered(material.log().things()));
        Assessment assessment = Assessment.of(
                split,
                material.content(),
                definition,
                others,
                settings.withFewest(FEWEST),
                products,
                progress.part(0, 0.83));
        Trainer.Trained trained = assessment.trained();
        List<Card.Chance> chances = chances(cut, trained.model(), progress.part(0.83, 0.85));
        VersionId id = new VersionId(definition.name(), SECOND.format(now) + "-" + tail(now));
        Model model = new Trainer(material.log(), material.content(), definition, new Shared(), products)
                .renew(trained.model(), id.version(), progress.part(0.85, 1));
        return versions.add(id, folder -> {
            write(model, folder);
            return card(id, now, new Judged(assessment, chances), released, folder);
        });
    }

    private static void write(Model model, Path folder) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(Card.Binary.FILE)))) {
            ModelFile.write(model, out);
        }
    }

    /** How it did in the two ways of judging. */
    private record Judged(Assessment assessment, List<Card.Chance> chances) {}

    private Card card(VersionId id, Instant now, Judged judged, @Nullable Released released, Path folder)
            throws IOException {
        Assessment assessment = judged.assessment();
        Trainer.Trained trained = assessment.trained();
        return new Card(
                id.name(),
                id.version(),
                now,
                material.definition().seed(),
                material.text(),
                material.digest(),
                data(),
                released == null ? List.of() : List.of(released.version()),
                figures(assessment.evaluation(), released),
                ranker(trained),
                judged.chances(),
                trained.seconds(),
                code(),
                LICENCE,
                Versions.binary(folder));
    }

    private Card.Data data() {
        Events events = material.log().events();
        long impressions = 0;
        long opens = 0;
        for (int event = 0; event < events.size(); event++) {
            EventType type = events.type(event);
            impressions += type == EventType.IMPRESSION ? 1 : 0;
            opens += Positives.is(type) ? 1 : 0;
        }
        return new Card.Data(
                material.source(),
                events.size() == 0 ? null : Instant.ofEpochMilli(events.atMillis()[0]),
                events.size() == 0 ? null : Instant.ofEpochMilli(events.atMillis()[events.size() - 1]),
                material.log().people().size(),
                Arrays.stream(material.log().things().all())
                        .filter(Things.Thing::isThere)
                        .count(),
                events.size(),
                impressions,
                opens);
    }

    private static List<Card.Figure> figures(LogEvaluation evaluation, @Nullable Released released) {
        List<Card.Figure> figures = new ArrayList<>();
        for (LogEvaluation.Row row : evaluation.rows()) {
            figures.add(new Card.Figure(
                    row.model(),
                    row.slice(),
                    row.users(),
                    row.recall(),
                    row.ndcg(),
                    row.interval().low(),
                    row.interval().high(),
                    released != null && row.model().equals(Card.RELEASED) ? released.version() : null));
        }
        return figures;
    }

    /** What it had earned after the cut at places that were left to chance; nothing where the log has none, or too few to be believed. */
    private List<Card.Chance> chances(LogSplit cut, Model model, Progress progress) {
        Log log = cut.log();
        int from = log.events().firstAt(cut.cutMillis());
        if (!OffPolicyAssessment.tellsPropensities(log, from)) {
            return List.of();
        }
        return OffPolicyAssessment.of(
                        log,
                        from,
                        material.content(),
                        Map.of(Card.OWN, model),
                        CHANCES,
                        OffPolicyAssessment.Truth.UNKNOWN,
                        progress)
                .stream()
                .filter(row -> !row.result().tooFew())
                .map(VersionMaking::chance)
                .toList();
    }

    private static Card.Chance chance(OffPolicyAssessment.Row row) {
        OffPolicy.Result result = row.result();
        return new Card.Chance(
                row.model(),
                result.records(),
                row.logged(),
                chance(result.snips()),
                chance(result.doublyRobust()),
                result.weights().effectiveSize(),
                result.weights().mean(),
                result.weights().isPlausible());
    }

    private static Card.Estimate chance(OffPolicy.Estimate estimate) {
        return new Card.Estimate(
                estimate.value(), estimate.interval().low(), estimate.interval().high());
    }

    private static Card.Ranker ranker(Trainer.Trained trained) {
        Map<String, Double> importance = new LinkedHashMap<>();
        trained.ranker().importance().forEach((feature, share) -> importance.put(feature.code(), share));
        Ranker form = trained.model().ranker();
        return new Card.Ranker(
                form instanceof Forest ? "trees" : "linear",
                Arrays.stream(Feature.values()).map(Feature::code).toList(),
                importance,
                trained.ranker().auc(),
                trained.ranker().logLoss());
    }

    private String tail(Instant now) {
        int mixed = material.digest().hashCode() * 31 + Long.hashCode(now.toEpochMilli());
        return "%08x".formatted(mixed);
    }

    private static String code() {
        String version = VersionMaking.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
