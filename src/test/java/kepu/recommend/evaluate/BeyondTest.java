package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import kepu.recommend.log.Log;
import kepu.recommend.log.Logs;
import org.junit.jupiter.api.Test;

class BeyondTest {
    private static final long SEED = 20_260_303;
    /** Four people knew a, two of them b; c and d are known to nobody. */
    private static final String EVENTS = """
            user,item,time
            p,a,1
            q,a,1
            r,a,1
            s,a,1
            p,b,2
            q,b,2
            r,c,3
            s,d,4
            p,d,5
            """;

    private static final String USERS = "user,region\nr,510903100208\ns,510903100300\np,510903100300\n";
    private static final String ITEMS = "item,topics\na,food|fire\nb,food\nc,quake\nd,\n";

    private final Log log = Logs.of(EVENTS, USERS, ITEMS);
    private final LogSplit split = LogSplit.of(log, 0.7);

    @Test
    void giniIsZeroForEqualSharesAndHighForOne() {
        assertThat(Exposure.gini(new int[] {3, 3, 3, 3})).isZero();
        assertThat(Exposure.gini(new int[] {0, 0, 0, 8})).isEqualTo(0.75);
        assertThat(Exposure.gini(new int[] {4, 1, 2, 3})).isCloseTo(0.25, within(1e-12));
        assertThat(Exposure.gini(new int[3])).isZero();
    }

    @Test
    void rarefactionIsTheMeanOverDrawsWithoutReplacement() {
        int[] counts = {1, 2, 3, 0};
        assertThat(Exposure.expectedDistinct(counts, 3, 3)).isCloseTo(3, within(1e-12));
        assertThat(Exposure.expectedDistinct(counts, 3, 1)).isCloseTo(1.0 / 3 + 2.0 / 3 + 1, within(1e-12));
        assertThat(Exposure.expectedDistinct(counts, 3, 2)).isCloseTo(2.0 / 3 + 1 + 1, within(1e-12));
    }

    @Test
    void noveltyIsTheSurpriseOfAnItem() {
        assertThat(Beyond.novelty(new int[][] {{0}}, split)).isZero();
        assertThat(Beyond.novelty(new int[][] {{1}}, split)).isCloseTo(1, within(1e-12));
        assertThat(Beyond.novelty(new int[][] {{2}}, split))
                .as("half a person of four")
                .isCloseTo(3, within(1e-12));
        assertThat(Beyond.novelty(new int[][] {{0, 1}, {2, 3}, {}}, split)).isCloseTo((0.5 + 3) / 2, within(1e-12));
    }

    @Test
    void whereNobodyKnewAnythingNothingCanBeCalledNew() {
        LogSplit empty = LogSplit.of(Logs.of("user,item,time,type\na,x,1,impression\na,x,2,open\n"), 0.5);
        assertThat(Beyond.novelty(new int[][] {{0}}, empty)).isNaN();
    }

    @Test
    void diversityIsHowFarTopicsAreApart() {
        assertThat(Beyond.diversity(new int[][] {{0, 1}}, log.things())).isCloseTo(0.5, within(1e-12));
        assertThat(Beyond.diversity(new int[][] {{0, 1, 2}}, log.things())).isCloseTo(2.5 / 3, within(1e-12));
        assertThat(Beyond.diversity(new int[][] {{0, 1, 3}, {3}}, log.things()))
                .as("an item without topics says nothing")
                .isCloseTo(0.5, within(1e-12));
        assertThat(Beyond.diversity(new int[][] {{3}}, log.things())).isNaN();
    }

    @Test
    void aRowHasAllFigures() {
        // Of three test people by popularity: r sees b c d, s too, p sees c d. They look for c, d, d.
        LogEvaluation.Settings settings =
                LogEvaluation.Settings.DEFAULT.townsAre(village -> village == 510_903_100_208L);
        Beyond row = LogEvaluation.of(split, List.of(Popularity.of(split.train())), settings)
                .beyond()
                .getFirst();
        assertThat(row.coverage()).isEqualTo(0.75);
        assertThat(row.novelty()).isCloseTo((7.0 / 3 + 7.0 / 3 + 3) / 3, within(1e-12));
        assertThat(row.diversity()).isEqualTo(1);
        assertThat(row.gini()).isCloseTo(Exposure.gini(new int[] {0, 2, 3, 3}), within(1e-12));
        double second = 1 / (Math.log(3) / Math.log(2));
        assertThat(row.gap().ndcg()).isCloseTo(second - (0.5 + second) / 2, within(1e-12));
        assertThat(row.gap().coverage())
                .as("3 of 4 for one in town; 3 or 2 for one of two")
                .isCloseTo(0.75 - 0.625, within(1e-12));
        assertThat(row.line())
                .isEqualTo("model=popularity coverage@20=0.7500 novelty=2.5556 diversity=1.0000 gini=0.3125"
                        + " gap=+0.0655 coverage-gap=+0.1250");
    }

    @Test
    void whatCannotBeToldIsADash() {
        LogSplit bare = LogSplit.of(Logs.of(EVENTS), 0.7);
        assertThat(LogEvaluation.of(bare, List.of(Popularity.of(bare.train())), LogEvaluation.Settings.DEFAULT)
                        .beyond()
                        .getFirst()
                        .line())
                .contains(" diversity=- ")
                .endsWith(" gap=- coverage-gap=-");
    }

    @Test
    void chanceCoversMoreThanPopularityAndSharesMoreEvenly() {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder text = new StringBuilder("user,item,time\n");
        IntStream.range(0, 4000)
                .forEach(i -> text.append("u%d,i%d,%d\n"
                        .formatted(random.nextInt(200), (int) (300 * Math.pow(random.nextDouble(), 3)), i)));
        LogSplit large = LogSplit.of(Logs.of(text.toString()), 0.8);
        List<Beyond> rows = LogEvaluation.of(
                        large,
                        List.of(Popularity.of(large.train()), new RandomOrder(SEED)),
                        LogEvaluation.Settings.DEFAULT)
                .beyond();
        assertThat(rows.get(1).coverage())
                .as("seed %d", SEED)
                .isGreaterThan(rows.get(0).coverage());
        assertThat(rows.get(1).novelty()).isGreaterThan(rows.get(0).novelty());
        assertThat(rows.get(1).gini()).isLessThan(rows.get(0).gini());
    }
}
