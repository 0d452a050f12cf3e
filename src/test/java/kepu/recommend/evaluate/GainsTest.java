package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GainsTest {
    private static final double SECOND = 1 / (Math.log(3) / Math.log(2));

    @Test
    void recallIsTheShareOfTheRelevantThatTheListHas() {
        assertThat(new Gains(3).recall(new int[] {9, 4, 7}, new int[] {4, 5, 6, 7}))
                .isEqualTo(0.5);
    }

    @Test
    void aHitAtTheSecondPlaceCountsLessThanAtTheFirst() {
        Gains gains = new Gains(3);
        assertThat(gains.ndcg(new int[] {4, 8, 9}, new int[] {4})).isEqualTo(1);
        assertThat(gains.ndcg(new int[] {8, 4, 9}, new int[] {4})).isCloseTo(SECOND, within(1e-12));
        assertThat(gains.ndcg(new int[] {8, 9, 4}, new int[] {4})).isCloseTo(0.5, within(1e-12));
    }

    @Test
    void withFewerRelevantThanPlacesTheIdealListHasAllOfThem() {
        assertThat(new Gains(20).ndcg(new int[] {4, 8, 5}, new int[] {4, 5}))
                .isCloseTo(1.5 / (1 + SECOND), within(1e-12));
    }

    @Test
    void withMoreRelevantThanPlacesTheIdealListIsFullAndRecallStillDividesByAll() {
        Gains gains = new Gains(2);
        int[] relevant = {1, 2, 3, 4};
        assertThat(gains.ndcg(new int[] {3, 1}, relevant)).isCloseTo(1, within(1e-12));
        assertThat(gains.recall(new int[] {3, 1}, relevant)).isEqualTo(0.5);
    }

    @Test
    void onlyTheFirstKPlacesCountAndAShortListIsFine() {
        Gains gains = new Gains(2);
        assertThat(gains.recall(new int[] {8, 9, 4}, new int[] {4})).isZero();
        assertThat(gains.ndcg(new int[] {8, 9, 4}, new int[] {4})).isZero();
        assertThat(gains.recall(new int[0], new int[] {4})).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheDefinitionOnRandomLists(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int round = 0; round < 200; round++) {
            int k = random.nextInt(1, 30);
            int[] list = random.ints(0, 60).distinct().limit(random.nextInt(40)).toArray();
            Set<Integer> relevant =
                    random.ints(random.nextInt(1, 40), 0, 60).boxed().collect(Collectors.toCollection(TreeSet::new));
            int[] sorted = relevant.stream().mapToInt(i -> i).toArray();
            Gains gains = new Gains(k);
            assertThat(gains.recall(list, sorted))
                    .as("seed %d", seed)
                    .isCloseTo(recall(list, relevant, k), within(1e-12));
            assertThat(gains.ndcg(list, sorted)).as("seed %d", seed).isCloseTo(ndcg(list, relevant, k), within(1e-12));
        }
    }

    /** As {@code RecallPrecision_ATk} of LightGCN has it. */
    static double recall(int[] list, Set<Integer> relevant, int k) {
        return IntStream.of(list).limit(k).filter(relevant::contains).count() / (double) relevant.size();
    }

    /** As {@code NDCGatK_r} of LightGCN has it: the ideal list is k long or as long as there are relevant items. */
    static double ndcg(int[] list, Set<Integer> relevant, int k) {
        double gain = 0;
        double ideal = 0;
        for (int place = 0; place < k; place++) {
            double discount = Math.log(2) / Math.log(place + 2);
            gain += place < list.length && relevant.contains(list[place]) ? discount : 0;
            ideal += place < relevant.size() ? discount : 0;
        }
        return gain / ideal;
    }
}
