package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AucTest {
    @Test
    void aPerfectOrderIsOneAndTheOppositeZero() {
        assertThat(Auc.of(new double[] {1, 2, 3, 4}, new int[] {0, 0, 1, 1})).isEqualTo(1);
        assertThat(Auc.of(new double[] {1, 2, 3, 4}, new int[] {1, 1, 0, 0})).isZero();
    }

    @Test
    void onlyOneKindOfRowsTellsNothing() {
        assertThat(Auc.of(new double[] {1, 2}, new int[] {1, 1})).isEqualTo(0.5);
        assertThat(Auc.of(new double[0], new int[0])).isEqualTo(0.5);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void itIsTheShareOfPairsInTheRightOrder(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        double[] scores = random.ints(200, 0, 20).asDoubleStream().toArray();
        int[] labels = random.ints(200, 0, 2).toArray();
        double right = 0;
        double pairs = 0;
        for (int one = 0; one < scores.length; one++) {
            for (int other = 0; other < scores.length; other++) {
                if (labels[one] == 1 && labels[other] == 0) {
                    pairs++;
                    right += scores[one] > scores[other] ? 1 : scores[one] == scores[other] ? 0.5 : 0;
                }
            }
        }
        assertThat(Auc.of(scores, labels)).as("seed %d", seed).isCloseTo(right / pairs, within(1e-12));
    }
}
