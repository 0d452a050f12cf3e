package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldoutTest {
    private static final int PEOPLE = 60;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void whatIsKeptAndWhatIsHiddenAreApartAndTogetherAll(long seed) {
        Interactions all = Crowds.random(Crowds.random(seed), PEOPLE, 25);
        Holdout target = Holdout.of(all, 20, seed);
        assertThat(target.people()).as("seed %d", seed).hasSize(20).doesNotHaveDuplicates();
        assertThat(target.kept().items()).isEqualTo(all.items());
        for (int person = 0; person < PEOPLE; person++) {
            int[] kept = target.kept().itemsOf(person);
            int[] hidden = hidden(target, person);
            int[] both = IntStream.concat(Arrays.stream(kept), Arrays.stream(hidden))
                    .sorted()
                    .toArray();
            assertThat(both).as("seed %d", seed).containsExactly(all.itemsOf(person));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void aFifthIsHiddenFromThoseWhoTookAtLeastFive(long seed) {
        Interactions all = Crowds.random(Crowds.random(seed), PEOPLE, 25);
        Holdout target = Holdout.of(all, 1_000, seed);
        assertThat(target.people())
                .as("seed %d", seed)
                .containsExactlyInAnyOrder(IntStream.range(0, PEOPLE)
                        .filter(person -> all.row(person) >= 5)
                        .toArray());
        for (int person : target.people()) {
            assertThat(hidden(target, person)).hasSize(all.row(person) / 5);
        }
    }

    @Test
    void theSameSeedHidesTheSame() {
        Interactions all = Crowds.random(Crowds.random(5109), PEOPLE, 25);
        assertThat(Holdout.of(all, 20, 7)).usingRecursiveComparison().isEqualTo(Holdout.of(all, 20, 7));
        assertThat(Holdout.of(all, 20, 8).people())
                .isNotEqualTo(Holdout.of(all, 20, 7).people());
    }

    @Test
    void findingAllIsOneFindingNothingIsZero() {
        Holdout target = Holdout.of(Crowds.random(Crowds.random(5109), PEOPLE, 25), 20, 7);
        assertThat(target.ndcg(target.hidden())).isEqualTo(1);
        assertThat(target.ndcg(new int[20][0])).isZero();
        assertThat(target.ndcg(Arrays.stream(target.people())
                        .mapToObj(target.kept()::itemsOf)
                        .toArray(int[][]::new)))
                .isZero();
    }

    @Test
    void whatIsFoundLaterCountsLess() {
        Interactions all = Interactions.of(new int[][] {{0, 1, 2, 3, 4}}, 6);
        Holdout target = Holdout.of(all, 1, 7);
        int hidden = target.hidden()[0][0];
        assertThat(target.ndcg(new int[][] {{5, hidden}})).isCloseTo(Math.log(2) / Math.log(3), within(1e-12));
    }

    private static int[] hidden(Holdout holdout, int person) {
        for (int i = 0; i < holdout.people().length; i++) {
            if (holdout.people()[i] == person) {
                return holdout.hidden()[i];
            }
        }
        return new int[0];
    }
}
