package kepu.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import kepu.base.Neighbours;
import kepu.content.Item;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.train.ModelRecommender;
import org.junit.jupiter.api.Test;

/** Lists against the truth behind them. */
class OracleComparisonTest {
    private static final int PLACES = 20;

    private final Truth truth = Scene.truth(Scene.settings(400));
    private final Log log = Worlds.log(truth, 1);

    @Test
    void nobodyIsBetterThanTheOracleAndWhoGoesByRatesIsBetterThanWhoGoesAgainstThem() {
        List<OracleComparison.Result> rates = compared(1).run(120, 1);
        List<OracleComparison.Result> against = compared(-1).run(120, 1);
        for (int slice = 0; slice < rates.size(); slice++) {
            OracleComparison.Result good = rates.get(slice);
            OracleComparison.Result bad = against.get(slice);
            assertThat(good.served()).as(good.line()).isPositive().isLessThanOrEqualTo(good.oracle());
            assertThat(good.popular()).isLessThanOrEqualTo(good.oracle());
            assertThat(bad.served()).as(bad.line()).isLessThan(good.served());
            assertThat(bad.oracle()).as("the oracle does not ask the model").isEqualTo(good.oracle());
            assertThat(bad.popular()).isEqualTo(good.popular());
        }
    }

    @Test
    void theSameSeedAsksTheSamePeopleAndWarmOnesAreThoseWithAHistory() {
        OracleComparison target = compared(1);
        List<OracleComparison.Result> first = target.run(60, 3);
        assertThat(target.run(60, 3)).isEqualTo(first);
        assertThat(target.run(60, 4)).isNotEqualTo(first);
        assertThat(first).extracting(OracleComparison.Result::slice).containsExactly("warm", "cold");
        long warm = Arrays.stream(Positives.byPerson(log, 0, log.events().size()))
                .filter(opened -> opened.length >= 5)
                .count();
        assertThat(target.run(400, 3).getFirst().residents()).isEqualTo((int) warm);
        assertThat(target.run(400, 3).getLast().residents()).isEqualTo(400);
    }

    @Test
    void theOracleIsTheSumOfTheTwentyMostLikelyOpeningsOfWhatCanBeShown() {
        Instant now = Instant.ofEpochMilli(log.events().atMillis()[log.events().size() - 1]);
        double sum = 0;
        for (int index = 0; index < 400; index++) {
            Person person = truth.person(index);
            sum += Scene.CATALOGUE.entries().stream()
                    .map(entry -> entry.item())
                    .filter(item -> item.isFor(person.home().code())
                            && !item.publishedAt().isAfter(now))
                    .mapToDouble((Item item) -> -truth.openProbability(person, item, now))
                    .sorted()
                    .limit(PLACES)
                    .map(negative -> -negative)
                    .sum();
        }
        assertThat(compared(1).run(400, 1).getLast().oracle()).isCloseTo(sum / 400, within(1e-9));
    }

    private OracleComparison compared(double rate) {
        double[] weights = new double[Feature.COUNT];
        weights[Feature.PLACE_RATE.ordinal()] = rate;
        int bound = Scene.CATALOGUE.bound();
        Model model = new Model(
                "m", new String[bound], Neighbours.none(bound), new Linear(-2, weights, new double[Feature.COUNT]));
        return new OracleComparison(
                truth,
                Worlds.loaded(truth),
                Scene.CATALOGUE,
                log,
                new ModelRecommender("m", log, Neighbours.none(bound), model));
    }
}
