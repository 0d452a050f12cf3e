package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Forest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import smile.classification.GradientTreeBoost;
import smile.data.DataFrame;
import smile.data.Tuple;
import smile.data.formula.Formula;
import smile.data.vector.IntVector;
import smile.math.MathEx;

/** The compiled form of Smile's boosted trees says what Smile says, to twelve digits. */
class CompiledTreesTest {
    private static final int ROWS = 3_000;
    private static final double SHRINKAGE = 0.1;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5109})
    void scoresAreSmilesLogOdds(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] x = new double[ROWS][];
        int[] y = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            x[row] = row(random);
            y[row] = random.nextDouble() < 1 / (1 + Math.exp(-x[row][0] - x[row][1] * x[row][2])) ? 1 : 0;
        }
        GradientTreeBoost smile = trained(x, y, seed);
        Forest target = CompiledTrees.of(smile, SHRINKAGE);
        double[] posteriori = new double[2];
        for (int i = 0; i < 2_000; i++) {
            double[] row = row(random);
            smile.predict(Tuple.of(smile.schema(), row), posteriori);
            assertThat(1 / (1 + Math.exp(-target.score(floats(row)))))
                    .as("seed %d row %d", seed, i)
                    .isCloseTo(posteriori[1], within(1e-12));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4})
    void aRowThatLiesOnAThresholdGoesTheSameWay(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[][] x = new double[ROWS][];
        int[] y = new int[ROWS];
        for (int row = 0; row < ROWS; row++) {
            x[row] = row(random);
            y[row] = x[row][3] > 2 ? 1 : random.nextInt(2);
        }
        GradientTreeBoost smile = trained(x, y, seed);
        Forest target = CompiledTrees.of(smile, SHRINKAGE);
        double[] posteriori = new double[2];
        for (int node = 0; node < target.nodes(); node++) {
            float threshold = target.thresholds()[node];
            for (float near : new float[] {Math.nextDown(threshold), threshold, Math.nextUp(threshold)}) {
                if (Float.isFinite(near)) {
                    double[] row = row(random);
                    row[target.features()[node]] = near;
                    smile.predict(Tuple.of(smile.schema(), row), posteriori);
                    assertThat(1 / (1 + Math.exp(-target.score(floats(row)))))
                            .as("seed %d node %d", seed, node)
                            .isCloseTo(posteriori[1], within(1e-12));
                }
            }
        }
    }

    private static GradientTreeBoost trained(double[][] x, int[] y, long seed) {
        List<String> names = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            names.add(feature.name());
        }
        MathEx.setSeed(seed);
        return GradientTreeBoost.fit(
                Formula.lhs("opened"),
                DataFrame.of(x, names.toArray(String[]::new)).add(new IntVector("opened", y)),
                new GradientTreeBoost.Options(20, 6, 12, 20, SHRINKAGE, 0.7, null, null));
    }

    /** Some features are counts, some are real; all are floats, as in serving. */
    private static double[] row(RandomGenerator random) {
        double[] row = new double[Feature.COUNT];
        for (int column = 0; column < row.length; column++) {
            row[column] = column % 3 == 0 ? random.nextInt(5) : (float) random.nextGaussian();
        }
        return row;
    }

    private static float[] floats(double[] row) {
        float[] floats = new float[row.length];
        for (int column = 0; column < row.length; column++) {
            floats[column] = (float) row[column];
        }
        return floats;
    }
}
