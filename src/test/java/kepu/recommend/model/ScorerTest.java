package kepu.recommend.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A scorer gives exactly what its ranker gives, only faster. */
class ScorerTest {
    private static final int ROWS = 200;

    @ParameterizedTest
    @CsvSource({"1, 2", "2, 12", "3, 31", "4, 32", "5, 33", "6, 1"})
    void scoresAndExplanationsAreThoseOfTheForest(long seed, int leaves) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Forest forest = forest(20, leaves, random);
        Scratch scratch = new Scratch();
        isTheSame(forest, rows(ROWS, random), ROWS, scratch, "seed " + seed);
        isTheSame(forest, rows(ROWS / 3, random), ROWS / 3, scratch, "seed " + seed + " with a used scratch");
    }

    @Test
    void scoresAndExplanationsAreThoseOfALinearRanker() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(9);
        isTheSame(Linear.untrained(), rows(ROWS, random), ROWS, new Scratch(), "linear");
    }

    private static void isTheSame(Ranker ranker, float[] rows, int count, Scratch scratch, String what) {
        Scorer target = Scorer.of(ranker);
        double[] expected = new double[count];
        double[] scores = new double[count];
        ranker.score(rows, count, expected);
        target.score(new Columns().take(rows, count), count, scores, scratch);
        assertThat(scores).as(what).isEqualTo(expected);
        for (int row = 0; row < count; row++) {
            double[] contributions = new double[Feature.COUNT];
            double[] expectedContributions = new double[Feature.COUNT];
            ranker.explain(rows, row * Feature.COUNT, expectedContributions);
            target.explain(row, scratch, contributions);
            assertThat(contributions).as("%s row %d", what, row).isEqualTo(expectedContributions);
            double[] families = new double[Feature.Family.values().length];
            double[] expectedFamilies = new double[families.length];
            for (int column = 0; column < Feature.COUNT; column++) {
                expectedFamilies[Feature.at(column).family().ordinal()] += expectedContributions[column];
            }
            target.explainFamilies(row, scratch, families);
            assertThat(families).as("%s row %d", what, row).containsExactly(expectedFamilies, within(1e-9));
        }
    }

    /** Values are few, so that rows meet thresholds exactly; some are as far from one another as can be. */
    private static float[] rows(int count, RandomGenerator random) {
        float[] rows = new float[count * Feature.COUNT];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = value(random);
        }
        return rows;
    }

    private static float value(RandomGenerator random) {
        return switch (random.nextInt(18)) {
            case 0, 1 -> -0f;
            case 2 -> random.nextBoolean() ? Float.MAX_VALUE : -Float.MAX_VALUE;
            default -> random.nextInt(-6, 7) / 2f;
        };
    }

    private static Forest forest(int trees, int leaves, RandomGenerator random) {
        int each = 2 * leaves - 1;
        int[] roots = new int[trees];
        int[] depths = new int[trees];
        int[] features = new int[trees * each];
        float[] thresholds = new float[features.length];
        int[] lefts = new int[features.length];
        Arrays.fill(thresholds, Float.POSITIVE_INFINITY);
        Arrays.setAll(lefts, node -> node);
        for (int tree = 0; tree < trees; tree++) {
            roots[tree] = tree * each;
            depths[tree] = leaves;
            int node = roots[tree];
            for (int next = node + 1; next < roots[tree] + each; next += 2) {
                features[node] = random.nextInt(Feature.COUNT);
                thresholds[node] = value(random);
                lefts[node] = next;
                do {
                    node = roots[tree] + random.nextInt(next + 2 - roots[tree]);
                } while (lefts[node] != node);
            }
        }
        double[] values = random.doubles(features.length, -1, 1).toArray();
        return new Forest(0.5, roots, depths, features, thresholds, lefts, values);
    }
}
