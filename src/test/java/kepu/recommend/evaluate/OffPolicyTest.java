package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffPolicyTest {
    private static final int RESAMPLES = 1000;
    private static final double[] LOGGING = {0.7, 0.2, 0.1};
    private static final double[] TARGET = {0.1, 0.3, 0.6};
    /** How often each of three items is opened, in each of two kinds of places. */
    private static final double[][] OPENED = {{0.1, 0.3, 0.5}, {0.4, 0.2, 0.05}};

    private static final double WORTH = worth(OPENED[0]) / 2 + worth(OPENED[1]) / 2;

    @Test
    void theEstimatesAreAsTheirDefinitionsSay() {
        OffPolicy.Result result = OffPolicy.estimate(
                new OffPolicy.Records(
                        new double[] {0.5, 0.25, 0.5},
                        new double[] {1, 0, 1},
                        new double[] {0.5, 0.75, 0},
                        new double[] {0.5, 0.5, 0.5},
                        new double[] {0.4, 0.4, 0.1}),
                OffPolicy.NO_CLIP,
                RESAMPLES,
                1);
        // weights 1, 3, 0
        assertThat(result.ips().value()).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(result.snips().value()).isCloseTo(1.0 / 4, within(1e-12));
        assertThat(result.doublyRobust().value()).isCloseTo((0.4 + 0.5 + 0.4 - 1.5 + 0.1) / 3, within(1e-12));
        assertThat(result.weights())
                .isEqualTo(
                        new OffPolicy.Weights(1.6, 3, Double.POSITIVE_INFINITY, 0, 4.0 / 3, Math.sqrt(42.0 / 9) / 3));
        assertThat(result.tooFew()).isTrue();
        assertThat(result.records()).isEqualTo(3);
    }

    @Test
    void clippingCutsLargeWeightsAndSaysSo() {
        OffPolicy.Records records = new OffPolicy.Records(
                new double[] {0.5, 0.01},
                new double[] {1, 1},
                new double[] {0.5, 0.5},
                new double[] {0, 0},
                new double[] {0, 0});
        OffPolicy.Result result = OffPolicy.estimate(records, 3, RESAMPLES, 1);
        assertThat(result.ips().value()).isCloseTo(2, within(1e-12));
        assertThat(result.weights())
                .isEqualTo(new OffPolicy.Weights(1.6, 50, 3, 1, 25.5, Math.sqrt(2 * 24.5 * 24.5) / 2));
        assertThatThrownBy(() -> OffPolicy.estimate(records, 0, RESAMPLES, 1)).isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void theWorthOfATargetPolicyIsFoundFromTheLogOfAnother(long seed) {
        OffPolicy.Result result = OffPolicy.estimate(bandit(seed, 5000, 1), OffPolicy.NO_CLIP, RESAMPLES, seed);
        assertThat(result.tooFew()).isFalse();
        for (OffPolicy.Estimate estimate :
                new OffPolicy.Estimate[] {result.ips(), result.snips(), result.doublyRobust()}) {
            Interval interval = estimate.interval();
            double width = interval.high() - interval.low();
            assertThat(interval.contains(estimate.value())).isTrue();
            assertThat(estimate.value()).as("seed %d", seed).isCloseTo(WORTH, within(width));
        }
        assertThat(width(result.doublyRobust())).as("seed %d", seed).isLessThan(width(result.ips()));
        assertThat(result.weights().effectiveSize()).isBetween(1000.0, 1600.0);
    }

    @Test
    void intervalsHoldTheTruthAboutAsOftenAsTheySay() {
        int held = 0;
        for (int seed = 100; seed < 300; seed++) {
            held += OffPolicy.estimate(bandit(seed, 1000, 1), OffPolicy.NO_CLIP, 400, seed)
                            .snips()
                            .interval()
                            .contains(WORTH)
                    ? 1
                    : 0;
        }
        assertThat(held / 200.0).as("seeds 100 to 299").isBetween(0.89, 0.99);
    }

    @Test
    void theDoublyRobustEstimateForgivesAWrongModel() {
        OffPolicy.Result result = OffPolicy.estimate(bandit(9, 20_000, 3), OffPolicy.NO_CLIP, RESAMPLES, 9);
        assertThat(result.doublyRobust().value()).isCloseTo(WORTH, within(width(result.doublyRobust())));
    }

    @Test
    void aPolicyThatTheLogNeverFollowedCannotBeJudged() {
        OffPolicy.Result result = OffPolicy.estimate(
                new OffPolicy.Records(filled(1), filled(1), filled(0), filled(0), filled(0)),
                OffPolicy.NO_CLIP,
                RESAMPLES,
                1);
        assertThat(result.ips().value()).isZero();
        assertThat(result.snips().value()).isNaN();
        assertThat(result.weights().effectiveSize()).isZero();
        assertThat(result.tooFew()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.0001, Double.NaN, Double.POSITIVE_INFINITY})
    void propensitiesThatAreNoProbabilitiesAreRefused(double propensity) {
        double[] propensities = filled(0.5);
        propensities[1] = propensity;
        assertThatThrownBy(() -> new OffPolicy.Records(propensities, filled(1), filled(1), filled(0), filled(0)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("第 2 条记录的展示概率");
    }

    @Test
    void otherColumnsAreCheckedToo() {
        assertThatThrownBy(() -> new OffPolicy.Records(filled(1), filled(Double.NaN), filled(1), filled(0), filled(0)))
                .hasMessageContaining("回报");
        assertThatThrownBy(() -> new OffPolicy.Records(filled(1), filled(1), filled(2), filled(0), filled(0)))
                .hasMessageContaining("目标概率");
        assertThatThrownBy(() -> new OffPolicy.Records(filled(1), filled(1), new double[1], filled(0), filled(0)))
                .isInstanceOf(IllegalArgumentException.class);
        double[] none = {};
        assertThatThrownBy(() -> new OffPolicy.Records(none, none, none, none, none))
                .isInstanceOf(Failure.Invalid.class);
    }

    /** A log of the logging policy; the model predicts what is true times {@code wrong}. */
    private static OffPolicy.Records bandit(long seed, int size, double wrong) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] columns = new double[5][size];
        for (int i = 0; i < size; i++) {
            double[] opened = OPENED[random.nextInt(2)];
            double dice = random.nextDouble();
            int item = dice < LOGGING[0] ? 0 : dice < LOGGING[0] + LOGGING[1] ? 1 : 2;
            columns[0][i] = LOGGING[item];
            columns[1][i] = random.nextDouble() < opened[item] ? 1 : 0;
            columns[2][i] = TARGET[item];
            columns[3][i] = wrong * opened[item];
            columns[4][i] = wrong * worth(opened);
        }
        return new OffPolicy.Records(columns[0], columns[1], columns[2], columns[3], columns[4]);
    }

    private static double worth(double[] opened) {
        return TARGET[0] * opened[0] + TARGET[1] * opened[1] + TARGET[2] * opened[2];
    }

    private static double width(OffPolicy.Estimate estimate) {
        return estimate.interval().high() - estimate.interval().low();
    }

    private static double[] filled(double value) {
        double[] column = new double[3];
        Arrays.fill(column, value);
        return column;
    }
}
