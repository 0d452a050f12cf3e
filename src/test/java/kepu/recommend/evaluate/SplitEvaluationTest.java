package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitEvaluationTest {
    private static final double SECOND = 1 / (Math.log(3) / Math.log(2));

    @Test
    void averagesOverTheUsersWithTestItems() {
        int[][] train = {{0}, {1}, {2}};
        int[][] test = {{1}, {}, {0, 3}};
        SplitEvaluation target = SplitEvaluation.of(train, test, 2);
        // user 0 is ranked 1, 2: first place; user 2 is ranked 0, 1: one of two, in the first place
        SplitEvaluation.Result result = target.evaluate(inOrder(), 2);
        assertThat(result.users()).isEqualTo(2);
        assertThat(result.recall()).isCloseTo((1 + 0.5) / 2, within(1e-12));
        assertThat(result.ndcg()).isCloseTo((1 + 1 / (1 + SECOND)) / 2, within(1e-12));
    }

    @Test
    void itemsOfTheTrainingHalfAreHiddenAndCountAllTheSameWhenTheTestHasThemToo() {
        SplitEvaluation.Result result = SplitEvaluation.of(new int[][] {{0, 1}}, new int[][] {{0, 2}}, 2)
                .evaluate(inOrder(), 2);
        assertThat(result.recall()).isEqualTo(0.5);
    }

    @Test
    void countsUsersAndItemsOfBothHalves() {
        SplitEvaluation target = SplitEvaluation.of(new int[][] {{0}, {1}, {}}, new int[][] {{7}}, 20);
        assertThat(target.people()).isEqualTo(3);
        assertThat(target.things()).isEqualTo(8);
        assertThat(SplitEvaluation.of(new int[][] {{}}, new int[][] {{}, {3}}, 20)
                        .evaluate(inOrder(), 2)
                        .recall())
                .isEqualTo(1);
    }

    @Test
    void aTestWithoutItemsIsRefused() {
        assertThatThrownBy(() -> SplitEvaluation.of(new int[][] {{1}}, new int[][] {{}, {}}, 20))
                .isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void theResultIsOneLine() {
        assertThat(new SplitEvaluation.Result(20, 0.18491, 0.15178, 29_858).line(12.34))
                .isEqualTo("recall@20=0.1849 ndcg@20=0.1518 users=29858 seconds=12.3");
    }

    @Test
    void aModelThatShowsWhatIsHiddenOrShowsTwiceIsABug() {
        SplitEvaluation target = SplitEvaluation.of(new int[][] {{0}}, new int[][] {{1, 2}}, 2);
        assertThatThrownBy(() -> target.evaluate(always(0, 1), 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> target.evaluate(always(1, 1), 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> target.evaluate(always(1, 2, 0), 2)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> target.evaluate(always(9), 2)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void agreesWithFullRankingByBruteForceWhateverTheThreads(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] train = rows(random, 300, 120, 30);
        int[][] test = rows(random, 290, 120, 40);
        double[][] scores = new double[300][];
        Arrays.setAll(scores, user -> random.doubles(120).toArray());
        SplitEvaluation target = SplitEvaluation.of(train, test, 20);
        SplitEvaluation.Result one = target.evaluate(byScore(scores), 1);
        assertThat(target.evaluate(byScore(scores), 4)).as("seed %d", seed).isEqualTo(one);

        double recall = 0;
        double ndcg = 0;
        for (int user = 0; user < test.length; user++) {
            if (test[user].length > 0) {
                double[] masked = scores[user].clone();
                IntStream.of(train[user]).forEach(item -> masked[item] = -1024);
                int[] list = IntStream.range(0, masked.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(item -> -masked[item]))
                        .mapToInt(item -> item)
                        .toArray();
                TreeSet<Integer> relevant =
                        IntStream.of(test[user]).boxed().collect(Collectors.toCollection(TreeSet::new));
                recall += GainsTest.recall(list, relevant, 20);
                ndcg += GainsTest.ndcg(list, relevant, 20);
            }
        }
        assertThat(one.recall()).as("seed %d", seed).isCloseTo(recall / one.users(), within(1e-12));
        assertThat(one.ndcg()).as("seed %d", seed).isCloseTo(ndcg / one.users(), within(1e-12));
    }

    private static int[][] rows(SplittableRandom random, int users, int items, int most) {
        int[][] rows = new int[users][];
        Arrays.setAll(
                rows,
                user -> random.ints(random.nextInt(most), 0, items)
                        .distinct()
                        .sorted()
                        .toArray());
        return rows;
    }

    /** Every item by its number. */
    private static Recommender inOrder() {
        return byScore(null);
    }

    private static Recommender byScore(double @Nullable [][] scores) {
        return new Recommender() {
            @Override
            public String name() {
                return "scores";
            }

            @Override
            public int[] rank(int person, boolean[] hidden, int count) {
                return IntStream.range(0, hidden.length)
                        .filter(item -> !hidden[item])
                        .boxed()
                        .sorted(Comparator.comparingDouble(item -> scores == null ? item : -scores[person][item]))
                        .limit(count)
                        .mapToInt(item -> item)
                        .toArray();
            }
        };
    }

    private static Recommender always(int... list) {
        return new Recommender() {
            @Override
            public String name() {
                return "always";
            }

            @Override
            public int[] rank(int person, boolean[] hidden, int count) {
                return list;
            }
        };
    }
}
