package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForemostTest {
    private static final int MOST = 12;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void itFindsWhatAnOrderOfTheBestFinds(long seed) {
        RandomGenerator random = Scene.random(seed);
        Foremost target = new Foremost(MOST);
        for (int round = 0; round < 300; round++) {
            float[] scores = new float[random.nextInt(1, 400)];
            boolean hasTies = random.nextBoolean();
            for (int item = 0; item < scores.length; item++) {
                scores[item] = hasTies ? random.nextInt(-8, 8) / 4f : random.nextFloat(-1, 1) * item;
            }
            int length = random.nextInt(scores.length + 1);
            List<Integer> found = new ArrayList<>();
            target.of(scores, length).each(found::add);
            assertThat(found)
                    .as("seed %d round %d", seed, round)
                    .containsExactlyInAnyOrderElementsOf(best(scores, length));
        }
    }

    private static List<Integer> best(float[] scores, int length) {
        TopItems best = new TopItems(MOST);
        for (int item = 0; item < length; item++) {
            if (scores[item] > 0) {
                best.offer(item, scores[item]);
            }
        }
        List<Integer> items = new ArrayList<>();
        best.each(items::add);
        return items;
    }
}
