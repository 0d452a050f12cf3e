package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import kepu.recommend.rank.Placed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TeamDraftTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5109})
    void bothTeamsPlaceEquallyManyAndNothingTwice(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        TeamDraft draft = TeamDraft.of(shuffled(60, random), shuffled(60, random), 40, random);
        List<Integer> items = draft.places().stream().map(Placed::item).toList();
        assertThat(new HashSet<>(items)).as("seed %d", seed).hasSize(40);
        assertThat(draft.ofSecond().stream().filter(second -> second))
                .as("seed %d", seed)
                .hasSize(20);
    }

    @Test
    void equalListsStayAsTheyAre() {
        List<Placed> list =
                IntStream.range(0, 10).mapToObj(TeamDraftTest::placed).toList();
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        assertThat(TeamDraft.of(list, list, 10, random).places()).isEqualTo(list);
    }

    @Test
    void theLongerListGoesOnAlone() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        TeamDraft draft = TeamDraft.of(List.of(placed(1)), List.of(placed(2), placed(3), placed(4)), 10, random);
        assertThat(draft.places()).extracting(Placed::item).containsExactlyInAnyOrder(1, 2, 3, 4);
    }

    private static List<Placed> shuffled(int count, RandomGenerator random) {
        int[] items = IntStream.range(0, count).toArray();
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int item = items[i];
            items[i] = items[other];
            items[other] = item;
        }
        return IntStream.of(items).mapToObj(TeamDraftTest::placed).toList();
    }

    private static Placed placed(int item) {
        return new Placed(item, Placed.Cause.EDITORIAL, -1, Float.NaN, 0);
    }
}
