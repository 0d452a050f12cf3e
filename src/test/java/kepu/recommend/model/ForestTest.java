package kepu.recommend.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForestTest {
    private static final float ENDLESS = Float.POSITIVE_INFINITY;
    private static final int ROWS = 200;
    private static final int FIRST = Feature.COLLABORATIVE.ordinal();
    private static final int SECOND = Feature.SEASON.ordinal();

    /** One split: rows up to 0.5 get -1, others 3; a quarter of the training rows went right, so the mean is 0. */
    private static final Forest STUMP = forest(
            ints(0), ints(1), ints(SECOND, FIRST, FIRST), floats(0.5f, ENDLESS, ENDLESS), ints(1, 1, 2), 0, -1, 3);

    @Test
    void aRowGoesLeftWhenItsValueIsAtMostTheThreshold() {
        assertThat(STUMP.score(row(SECOND, 0.5f))).isEqualTo(2 - 1);
        assertThat(STUMP.score(row(SECOND, Math.nextUp(0.5f)))).isEqualTo(2 + 3);
    }

    @Test
    void whatASplitChangesIsItsFeatures() {
        assertThat(explained(STUMP, row(SECOND, 1), 0)[SECOND]).isEqualTo(3);
        assertThat(explained(STUMP, row(FIRST, 1), 0)[FIRST]).isZero();
    }

    @Test
    void anExplanationIsAddedToWhatIsThere() {
        double[] contributions = new double[Feature.COUNT];
        Arrays.fill(contributions, 10);
        STUMP.explain(row(SECOND, 1), 0, contributions);
        assertThat(contributions[SECOND]).isEqualTo(13);
        assertThat(contributions[FIRST]).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void scoresAreThoseOfARecursiveWalk(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Forest target = Forests.random(random, 12, 6);
        float[] rows = Forests.rows(random, ROWS);
        double[] scores = new double[ROWS];
        target.score(rows, ROWS, scores);
        for (int row = 0; row < ROWS; row++) {
            double expected = target.bias();
            for (int root : target.roots()) {
                expected += walk(target, root, rows, row * Feature.COUNT);
            }
            assertThat(scores[row]).as("seed %d row %d", seed, row).isCloseTo(expected, within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void anExplanationSumsToTheScoreLessTheAverage(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Forest target = Forests.random(random, 12, 6);
        double average = target.bias()
                + Arrays.stream(target.roots())
                        .mapToDouble(root -> target.values()[root])
                        .sum();
        float[] rows = Forests.rows(random, ROWS);
        double[] scores = new double[ROWS];
        target.score(rows, ROWS, scores);
        for (int row = 0; row < ROWS; row++) {
            double sum =
                    Arrays.stream(explained(target, rows, row * Feature.COUNT)).sum();
            assertThat(sum).as("seed %d row %d", seed, row).isCloseTo(scores[row] - average, within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFeatureThatNoTreeAsksForContributesNothing(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Forest target = Forests.random(random, 3, 3);
        double[] contributions = explained(target, Forests.rows(random, 1), 0);
        for (int column = 0; column < Feature.COUNT; column++) {
            int feature = column;
            if (Arrays.stream(target.features()).noneMatch(asked -> asked == feature)) {
                assertThat(contributions[column]).as("seed %d", seed).isZero();
            }
        }
    }

    interface Malformed {
        Forest make();
    }

    static Stream<Malformed> malformed() {
        int[] root = ints(0);
        int[] one = ints(1);
        int[] columns = ints(SECOND, FIRST, FIRST);
        float[] limits = floats(0.5f, ENDLESS, ENDLESS);
        int[] lefts = ints(1, 1, 2);
        return Stream.of(
                () -> forest(ints(0, 0), one, columns, limits, lefts, 0, -1, 3),
                () -> forest(root, one, ints(SECOND, FIRST), limits, lefts, 0, -1, 3),
                () -> forest(root, one, columns, floats(0.5f, ENDLESS), lefts, 0, -1, 3),
                () -> forest(root, one, columns, limits, ints(1, 1), 0, -1, 3),
                () -> forest(root, one, columns, limits, lefts, 0, -1),
                () -> forest(ints(3), one, columns, limits, lefts, 0, -1, 3),
                () -> forest(ints(-1), one, columns, limits, lefts, 0, -1, 3),
                () -> forest(root, one, ints(Feature.COUNT, FIRST, FIRST), limits, lefts, 0, -1, 3),
                () -> forest(root, one, ints(-1, FIRST, FIRST), limits, lefts, 0, -1, 3),
                () -> forest(root, one, columns, limits, ints(2, 1, 2), 0, -1, 3),
                () -> forest(root, one, columns, limits, ints(-1, 1, 2), 0, -1, 3),
                () -> forest(root, one, columns, limits, lefts, 0, Double.NaN, 3),
                () -> forest(root, one, columns, limits, lefts, 0, -1, Double.POSITIVE_INFINITY));
    }

    /** What would be walked wrongly, out of the arrays, or for ever. */
    static Stream<Malformed> misleading() {
        int[] root = ints(0);
        int[] columns = ints(SECOND, FIRST, FIRST);
        float[] limits = floats(0.5f, ENDLESS, ENDLESS);
        int[] lefts = ints(1, 1, 2);
        return Stream.of(
                () -> forest(root, ints(1), columns, floats(0.5f, ENDLESS, 7), lefts, 0, -1, 3),
                () -> forest(root, ints(1), columns, floats(Float.NaN, ENDLESS, ENDLESS), lefts, 0, -1, 3),
                () -> forest(root, ints(1), columns, floats(0.5f, 0.5f, ENDLESS), ints(1, 0, 2), 0, -1, 3),
                () -> forest(root, ints(-1), columns, limits, lefts, 0, -1, 3),
                () -> forest(root, ints(Integer.MAX_VALUE), columns, limits, lefts, 0, -1, 3),
                () -> new Forest(Double.NaN, root, ints(1), columns, limits, lefts, new double[] {0, -1, 3}));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void arraysThatDoNotFitTogetherAreRefused(Malformed malformed) {
        assertThatIllegalArgumentException().isThrownBy(malformed::make);
    }

    @ParameterizedTest
    @MethodSource("misleading")
    void aForestThatLeadsAstrayIsRefused(Malformed misleading) {
        assertThatIllegalArgumentException().isThrownBy(misleading::make);
    }

    private static double walk(Forest forest, int node, float[] rows, int offset) {
        int left = forest.lefts()[node];
        if (left == node) {
            return forest.values()[node];
        }
        boolean goesLeft = rows[offset + forest.features()[node]] <= forest.thresholds()[node];
        return walk(forest, goesLeft ? left : left + 1, rows, offset);
    }

    private static double[] explained(Forest forest, float[] rows, int offset) {
        double[] contributions = new double[Feature.COUNT];
        forest.explain(rows, offset, contributions);
        return contributions;
    }

    private static float[] row(int column, float value) {
        float[] row = new float[Feature.COUNT];
        row[column] = value;
        return row;
    }

    private static Forest forest(
            int[] roots, int[] depths, int[] features, float[] thresholds, int[] lefts, double... values) {
        return new Forest(2, roots, depths, features, thresholds, lefts, values);
    }

    private static int[] ints(int... values) {
        return values;
    }

    private static float[] floats(float... values) {
        return values;
    }
}
