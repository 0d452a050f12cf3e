package kepu.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kepu.base.Failure;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.evaluate.OffPolicy;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.release.Card;
import kepu.recommend.release.Versions;
import kepu.recommend.train.Definition;
import kepu.recommend.train.Gram;
import kepu.recommend.train.OffPolicyAssessment;
import kepu.recommend.train.OffPolicyAssessment.Row;
import kepu.recommend.train.Progress;
import kepu.recommend.train.VersionMaking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On worlds whose truth is known the estimates from logged probabilities find what a model would really have earned. */
class OffPolicyWorldTest {
    private static final int RESIDENTS = 1_500;
    private static final int WORLDS = 6;
    private static final OffPolicyAssessment.Settings SETTINGS = new OffPolicyAssessment.Settings(15_000, 200, 5109);

    @Test
    void theIntervalsCoverTheTruthAndTellABetterModelFromAWorse() {
        int intervals = 0;
        int covering = 0;
        for (int world = 0; world < WORLDS; world++) {
            long seed = Scene.SEED + world;
            Truth truth = Scene.truth(Scene.settings(RESIDENTS, seed));
            List<Row> rows = rows(truth, Worlds.log(truth, 1));
            for (Row row : rows) {
                assertThat(row.result().tooFew()).as("seed %d: %s", seed, row).isFalse();
                assertThat(row.result().weights().isPlausible())
                        .as("seed %d: %s", seed, row)
                        .isTrue();
                assertThat(row.line()).contains("snips=", "dr=", "truth=", "logged=");
                intervals += 2;
                covering += row.result().snips().interval().contains(row.truth()) ? 1 : 0;
                covering += row.result().doublyRobust().interval().contains(row.truth()) ? 1 : 0;
            }
            assertThat(rows.getFirst().truth()).isGreaterThan(rows.getFirst().logged());
            assertThat(rows.getFirst().result().doublyRobust().value())
                    .as("seed %d", seed)
                    .isGreaterThan(rows.getLast().result().doublyRobust().value());
        }
        // of 24 intervals at 95 % fewer than 20 cover with a chance of less than one in two hundred
        assertThat(covering).as("of %d, from seed %d", intervals, Scene.SEED).isGreaterThanOrEqualTo(20);
    }

    @Test
    void theCardOfAVersionThatIsMadeFromSuchALogHasTheFigures(@TempDir Path folder) throws IOException {
        Truth truth = Scene.truth(Scene.settings(RESIDENTS));
        Log log = Worlds.log(truth, 1);
        Definition definition = Definition.read(Path.of(System.getProperty("kepu.home", "."), "models", "feed.yaml"));
        Card card = new VersionMaking(
                        new VersionMaking.Material(
                                log,
                                Neighbours.none(log.things().size()),
                                definition,
                                Map.of(),
                                "0".repeat(32),
                                "test"),
                        new Versions(folder, 64),
                        Clock.systemUTC(),
                        Gram.local())
                .make(null, LogEvaluation.Settings.DEFAULT, Progress.SILENT);
        List<Card.Chance> chances = Objects.requireNonNull(card.chances());
        assertThat(chances).singleElement().satisfies(chance -> {
            assertThat(chance.model()).isEqualTo(Card.OWN);
            assertThat(chance.plausible()).isTrue();
            assertThat(chance.effectiveSize()).isGreaterThan(OffPolicy.FEWEST);
            assertThat(chance.doublyRobust().low()).isGreaterThan(chance.logged());
        });
        assertThat(new Versions(folder, 64).find(card.id())).contains(card);
    }

    @Test
    void wrongProbabilitiesAreFoundOutByTheMeanOfTheWeights() {
        Truth truth = Scene.truth(Scene.settings(RESIDENTS));
        for (double wrongly : new double[] {0.5, 2}) {
            Row row = rows(truth, Worlds.log(truth, wrongly)).getFirst();
            assertThat(row.result().weights().isPlausible()).as(row.line()).isFalse();
            assertThat(row.line()).contains("估计不可信");
        }
    }

    @Test
    void withTooFewPlacesNoFigureIsTold() {
        Truth truth = Scene.truth(Scene.settings(RESIDENTS));
        Row row = rows(truth, Worlds.log(truth, 1), new OffPolicyAssessment.Settings(300, 50, 1))
                .getFirst();
        assertThat(row.result().tooFew()).isTrue();
        assertThat(row.line()).contains("有效样本量只有", "未列出").doesNotContain("snips=", "dr=");
    }

    @Test
    void aLogWithoutProbabilitiesIsRefused() {
        Truth truth = Scene.truth(Scene.settings(50));
        Log log = Worlds.log(truth, 1);
        Events events = log.events();
        float[] none = new float[events.size()];
        Arrays.fill(none, Float.NaN);
        Log silent = new Log(
                log.people(),
                log.things(),
                new Events(
                        events.people(),
                        events.things(),
                        events.types(),
                        events.atMillis(),
                        events.positions(),
                        events.weights(),
                        none));
        assertThat(OffPolicyAssessment.tellsPropensities(log, 0)).isTrue();
        assertThat(OffPolicyAssessment.tellsPropensities(silent, 0)).isFalse();
        assertThatThrownBy(() -> rows(truth, silent))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("没有带概率");
    }

    /** A ranker that goes by what is opened around the person, and one that asks only for whom an item was made. */
    private static List<Row> rows(Truth truth, Log log) {
        return rows(truth, log, SETTINGS);
    }

    private static List<Row> rows(Truth truth, Log log, OffPolicyAssessment.Settings settings) {
        Map<String, Model> models = new LinkedHashMap<>();
        models.put("rates", model(1));
        models.put("groups", model(0));
        return new ArrayList<>(OffPolicyAssessment.of(
                log,
                (int) (0.6 * log.events().size()),
                Neighbours.none(log.things().size()),
                models,
                settings,
                new OpeningTruth(truth, Worlds.loaded(truth), Scene.CATALOGUE, log.people()),
                Progress.SILENT));
    }

    private static Model model(double rate) {
        double[] weights = new double[Feature.COUNT];
        weights[Feature.PLACE_RATE.ordinal()] = rate;
        weights[Feature.GROUP_MATCH.ordinal()] = 0.3;
        Linear ranker = new Linear(-1.5, weights, new double[Feature.COUNT]);
        return new Model("m", new String[Scene.CATALOGUE.bound()], Neighbours.none(Scene.CATALOGUE.bound()), ranker);
    }
}
