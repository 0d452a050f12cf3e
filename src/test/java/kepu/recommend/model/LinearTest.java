package kepu.recommend.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearTest {
    private static final int ROWS = 50;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void aScoreIsTheBiasAndTheWeightedSum(long seed) {
        RandomGenerator random = random(seed);
        Linear target = linear(random);
        float[] rows = Forests.rows(random, ROWS);
        double[] scores = new double[ROWS];
        target.score(rows, ROWS, scores);
        for (int row = 0; row < ROWS; row++) {
            double expected = target.bias();
            for (int column = 0; column < Feature.COUNT; column++) {
                expected += target.weights()[column] * rows[row * Feature.COUNT + column];
            }
            assertThat(scores[row]).as("seed %d row %d", seed, row).isCloseTo(expected, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void anExplanationSumsToTheScoreLessThatOfTheMeanRow(long seed) {
        RandomGenerator random = random(seed);
        Linear target = linear(random);
        double average = target.bias();
        for (int column = 0; column < Feature.COUNT; column++) {
            average += target.weights()[column] * target.means()[column];
        }
        float[] rows = Forests.rows(random, ROWS);
        double[] scores = new double[ROWS];
        target.score(rows, ROWS, scores);
        for (int row = 0; row < ROWS; row++) {
            double[] contributions = new double[Feature.COUNT];
            target.explain(rows, row * Feature.COUNT, contributions);
            assertThat(Arrays.stream(contributions).sum())
                    .as("seed %d row %d", seed, row)
                    .isCloseTo(scores[row] - average, within(1e-9));
        }
    }

    @Test
    void weightsAndMeansThatAreNotOneAFeatureAreRefused() {
        double[] right = new double[Feature.COUNT];
        double[] wrong = new double[Feature.COUNT - 1];
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(0, wrong, right));
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(0, right, wrong));
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        double[] right = new double[Feature.COUNT];
        double[] wrong = new double[Feature.COUNT];
        wrong[3] = Double.NaN;
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(Double.NaN, right, right));
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(0, wrong, right));
        assertThatIllegalArgumentException().isThrownBy(() -> new Linear(0, right, wrong));
    }

    @Test
    void untrainedSeasonInterestAndTheGroupSpeakForAnItem() {
        Linear target = Linear.untrained();
        double nothing = target.score(new float[Feature.COUNT]);
        for (Feature feature : new Feature[] {Feature.SEASON, Feature.INTEREST, Feature.GROUP_MATCH}) {
            float[] row = new float[Feature.COUNT];
            row[feature.ordinal()] = 1;
            assertThat(target.score(row)).as(feature.code()).isGreaterThan(nothing);
        }
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Linear linear(RandomGenerator random) {
        return new Linear(
                random.nextDouble(-2, 2),
                random.doubles(Feature.COUNT, -1, 1).toArray(),
                random.doubles(Feature.COUNT, -1, 1).toArray());
    }
}
