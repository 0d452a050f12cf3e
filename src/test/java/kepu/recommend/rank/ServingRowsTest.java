package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kepu.recommend.model.Feature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What serving keeps and remembers of rates changes no feature beyond the rounding of a float. */
class ServingRowsTest {
    private static final int ITEMS = 60;
    private static final int PEOPLE = 20;
    private static final int TIMES = 2;

    private final Ranking ranking = new Ranking(ITEMS, Ranking.Surroundings.NONE);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rowsAreTheSameAtFirstAndFromMemory(long seed) {
        RandomGenerator random = Scene.random(seed);
        Scene scene = Scene.random(random, ITEMS);
        World plain = scene.world();
        World serving = plain.forServing();
        List<Person> people = IntStream.range(0, PEOPLE)
                .mapToObj(number -> scene.someone(random))
                .toList();
        for (int time = 0; time < TIMES; time++) {
            for (Person person : people) {
                // at first some are asked for, then all
                int[] items = random.ints(0, ITEMS).distinct().limit(ITEMS / 2).toArray();
                assertThat(rows(serving, person, items))
                        .as("seed %d, time %d, %s", seed, time, person)
                        .containsExactly(rows(plain, person, items), within(1e-5f));
            }
        }
    }

    private float[] rows(World world, Person person, int[] items) {
        float[] rows = new float[items.length * Feature.COUNT];
        ranking.scores(world, person, NOW, items, rows, new double[items.length]);
        return rows;
    }
}
