package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopItemsTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void itFindsWhatSortingFinds(long seed) {
        RandomGenerator random = Scene.random(seed);
        for (int round = 0; round < 300; round++) {
            float[] scores = new float[random.nextInt(60)];
            for (int item = 0; item < scores.length; item++) {
                scores[item] = random.nextInt(-8, 8) / 4f;
            }
            int count = 1 + random.nextInt(20);
            int step = 1 + random.nextInt(3);
            int[] expected = IntStream.range(0, scores.length)
                    .filter(item -> item % step == 0)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer item) -> -scores[item])
                            .thenComparing(Comparator.naturalOrder()))
                    .limit(count)
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(TopItems.of(scores, count, item -> item % step == 0))
                    .as("seed %d round %d", seed, round)
                    .containsExactly(expected);
        }
    }

    @Test
    void drainingEmptiesIt() {
        TopItems target = new TopItems(3);
        target.offer(1, 5);
        assertThat(target.drain()).containsExactly(1);
        assertThat(target.drain()).isEmpty();
        target.offer(7, -1);
        assertThat(target.drain()).containsExactly(7);
    }
}
