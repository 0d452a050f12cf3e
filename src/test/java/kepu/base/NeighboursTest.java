package kepu.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
    private static final int SIZE = 40;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 32, 39})
    void addsEveryEntryOfEveryRowOnce(int longest) {
        SplittableRandom random = new SplittableRandom(longest);
        Neighbours matrix = matrix(random, longest);
        int[] things = {3, SIZE + 2, 7, 3, SIZE - 1, 0};
        float[] factors = {1, 1, 0.5f, 2, 1.5f, 9};
        float[] sums = new float[SIZE];
        matrix.add(things, factors, 5, sums);
        for (int other = 0; other < SIZE; other++) {
            float expected = 0;
            for (int i = 0; i < 5; i++) {
                expected += factors[i] * matrix.weight(things[i], other);
            }
            assertThat(sums[other]).as("column %d, seed %d", other, longest).isCloseTo(expected, within(1e-5f));
        }
    }

    private static Neighbours matrix(SplittableRandom random, int longest) {
        Neighbours.Builder builder = new Neighbours.Builder(SIZE, 0);
        for (int row = 0; row < SIZE; row++) {
            int first = random.nextInt(SIZE);
            for (int i = 0; i < longest - row % 2 && i < SIZE; i++) {
                builder.entry((first + i) % SIZE, random.nextFloat());
            }
            builder.end();
        }
        return builder.build();
    }
}
