package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChoicesTest {
    private static final int LISTS = 300;
    private static final int LENGTH = 20;

    private final boolean[] used = new boolean[Feature.COUNT];
    private final float[] row = new float[Feature.COUNT];

    ChoicesTest() {
        Arrays.fill(used, true);
    }

    /** People who open much have, by chance, low values of the feature: over all rows it seems to speak against opening. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5109})
    void howMuchAPersonOpensSaysNothingAboutTheItems(long seed) {
        RandomGenerator random = Crowds.random(seed);
        RowSet rows = new RowSet();
        for (int list = 0; list < LISTS; list++) {
            rows.beginList();
            boolean keen = list % 2 == 0;
            for (int i = 0; i < LENGTH; i++) {
                double liked = random.nextGaussian();
                double odds = liked + (keen ? 0 : -3);
                row[Feature.COLLABORATIVE.ordinal()] = (float) (liked + (keen ? 0 : 4));
                row[Feature.PLACE_RATE.ordinal()] = (float) random.nextGaussian() / 10;
                keep(rows, random.nextDouble() < 1 / (1 + Math.exp(-odds)));
            }
        }
        double weight = weight(rows, 1, seed, Feature.COLLABORATIVE);
        assertThat(weight).as("seed %d", seed).isCloseTo(1, within(0.25));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5109})
    void aStrongRidgeLeavesTheUntrainedRanking(long seed) {
        RowSet rows = taken(seed);
        double[] weights = new Choices(rows, rows.size(), used)
                .learn(1e6, new Random(seed))
                .weights();
        double[] untrained = Linear.untrained().weights();
        double scale = weights[Feature.PLACE_RATE.ordinal()];
        assertThat(scale).as("seed %d", seed).isPositive();
        for (Feature feature : Feature.values()) {
            assertThat(weights[feature.ordinal()] / scale)
                    .as("seed %d %s", seed, feature)
                    .isCloseTo(untrained[feature.ordinal()], within(0.05));
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        RowSet rows = taken(7);
        Linear target = new Choices(rows, rows.size(), used).learn(10, new Random(7));
        Linear again = new Choices(rows, rows.size(), used).learn(10, new Random(7));
        assertThat(target.weights()).containsExactly(again.weights());
    }

    @Test
    void whatIsNotUsedWeighsNothing() {
        used[Feature.COLLABORATIVE.ordinal()] = false;
        used[Feature.PLACE_RATE.ordinal()] = false;
        double[] weights = new Choices(taken(7), LISTS * LENGTH, used)
                .learn(10, new Random(7))
                .weights();
        assertThat(weights[Feature.COLLABORATIVE.ordinal()]).isZero();
        assertThat(weights[Feature.PLACE_RATE.ordinal()]).isZero();
    }

    @Test
    void whereNobodyChoseTheRankingIsTheUntrainedOne() {
        RowSet rows = new RowSet();
        rows.beginList();
        keep(rows, true);
        rows.beginList();
        keep(rows, false);
        Linear target = new Choices(rows, rows.size(), used).learn(10, new Random(7));
        assertThat(target.weights()).containsExactly(Linear.untrained().weights());
    }

    /** Items are opened by their rate, and somewhat by another feature. */
    private RowSet taken(long seed) {
        RandomGenerator random = Crowds.random(seed);
        RowSet rows = new RowSet();
        for (int list = 0; list < LISTS; list++) {
            rows.beginList();
            for (int i = 0; i < LENGTH; i++) {
                double rate = random.nextGaussian();
                double other = random.nextGaussian();
                row[Feature.PLACE_RATE.ordinal()] = (float) rate;
                row[Feature.COLLABORATIVE.ordinal()] = (float) other;
                keep(rows, random.nextDouble() < 1 / (1 + Math.exp(2 - rate - 0.5 * other)));
            }
        }
        return rows;
    }

    private double weight(RowSet rows, double ridge, long seed, Feature feature) {
        return new Choices(rows, rows.size(), used)
                .learn(ridge, new Random(seed))
                .weights()[feature.ordinal()];
    }

    private void keep(RowSet rows, boolean opened) {
        int offset = rows.begin();
        System.arraycopy(row, 0, rows.features(), offset, Feature.COUNT);
        rows.end(opened);
    }
}
