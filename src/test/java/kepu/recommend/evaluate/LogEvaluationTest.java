package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.recommend.log.Logs;
import org.junit.jupiter.api.Test;

class LogEvaluationTest {
    private static final long SEED = 20_260_302;
    private static final LogEvaluation.Settings SETTINGS =
            LogEvaluation.Settings.DEFAULT.townsAre(village -> village == 510_903_100_208L);
    private static final double SECOND = 1 / (Math.log(3) / Math.log(2));
    private static final String USERS = """
            user,region,groups
            ann,510903100208,farmer|elder
            bob,510922,elder
            cai,3204,
            dai,,
            eve,510903100300,youth
            """;
    /** Items x0, y1, z2, new3; ann and bob knew something, cai and dai come new, eve finds nothing. */
    private static final String EVENTS = """
            user,item,time,type
            ann,x,1,open
            bob,x,2,open
            bob,y,3,open
            eve,z,4,open
            ann,y,5,open
            bob,new,6,open
            cai,x,7,open
            cai,new,8,open
            dai,z,9,like
            eve,z,10,open
            """;

    private final LogSplit split = LogSplit.of(Logs.of(EVENTS, USERS, null), 0.4);

    @Test
    void everySliceHasItsPeople() {
        Map<String, Integer> users = evaluate(SETTINGS).stream()
                .collect(Collectors.toMap(LogEvaluation.Row::slice, LogEvaluation.Row::users));
        assertThat(users)
                .isEqualTo(Map.ofEntries(
                        Map.entry("all", 4),
                        Map.entry("warm", 2),
                        Map.entry("cold", 2),
                        Map.entry("new-items", 2),
                        Map.entry("town", 1),
                        Map.entry("country", 2),
                        Map.entry("group:farmer", 1),
                        Map.entry("group:elder", 2),
                        Map.entry("province:51", 2),
                        Map.entry("province:32", 1),
                        Map.entry("city:5109", 2),
                        Map.entry("city:3204", 1),
                        Map.entry("county:510903", 1),
                        Map.entry("county:510922", 1)));
    }

    @Test
    void smallSlicesAreLeftOutButNeverAll() {
        assertThat(evaluate(SETTINGS.withFewest(2)))
                .extracting(LogEvaluation.Row::slice)
                .contains("all", "warm", "group:elder", "city:5109")
                .doesNotContain("town", "group:farmer", "city:3204");
        assertThat(evaluate(SETTINGS.withFewest(99)))
                .extracting(LogEvaluation.Row::slice)
                .containsExactly("all");
    }

    @Test
    void withoutWordOfTownsThereIsNoSuchSlice() {
        assertThat(evaluate(LogEvaluation.Settings.DEFAULT))
                .extracting(LogEvaluation.Row::slice)
                .doesNotContain("town", "country");
    }

    @Test
    void figuresAreMeansOverPeople() {
        // By popularity: x, then y, z, new. ann sees y z new: finds y first. bob sees z new: finds new second.
        // cai sees x y z new: finds x first and new fourth. dai sees the same: finds z third.
        double fourth = 1 / (Math.log(5) / Math.log(2));
        double ann = 1;
        double bob = SECOND;
        double cai = (1 + fourth) / (1 + SECOND);
        double dai = 0.5;
        List<LogEvaluation.Row> rows = evaluate(SETTINGS);
        assertThat(row(rows, "all").recall()).isEqualTo(1);
        assertThat(row(rows, "all").ndcg()).isCloseTo((ann + bob + cai + dai) / 4, within(1e-12));
        assertThat(row(rows, "warm").ndcg()).isCloseTo((ann + bob) / 2, within(1e-12));
        assertThat(row(rows, "cold").ndcg()).isCloseTo((cai + dai) / 2, within(1e-12));
        assertThat(row(rows, "new-items").ndcg()).isCloseTo((bob + fourth) / 2, within(1e-12));
        assertThat(row(rows, "town").ndcg()).isCloseTo(ann, within(1e-12));
        assertThat(row(rows, "town").interval()).isEqualTo(new Interval(1, 1));
    }

    @Test
    void theTableHasALineAModelAndSlice() {
        String table = LogEvaluation.of(
                        split, List.of(Popularity.of(split.train()), new RandomOrder(1)), SETTINGS.withFewest(3))
                .table();
        assertThat(table.lines())
                .hasSize(2)
                .first()
                .asString()
                .matches(
                        "model=popularity slice=all users=4 recall@20=1\\.0000 ndcg@20=0\\.\\d{4} ci=\\d\\.\\d{4}\\.\\.\\d\\.\\d{4}"
                                + " diff\\[random\\]=[+-]\\d\\.\\d{4}\\([+-]\\d\\.\\d{4}\\.\\.[+-]\\d\\.\\d{4}\\)");
        assertThat(table.lines().toList().getLast()).startsWith("model=random     slice=all users=4 ");
    }

    @Test
    void aModelThatKnowsTheFutureIsBetterThanChanceWithCertaintyAndNoBetterThanItself() {
        LogSplit large = LogSplit.of(Logs.of(randomEvents(new SplittableRandom(SEED))), 0.8);
        List<Recommender> models = List.of(oracle(large, "oracle"), new RandomOrder(SEED), oracle(large, "again"));
        LogEvaluation target = LogEvaluation.of(large, models, LogEvaluation.Settings.DEFAULT);
        LogEvaluation.Row row = row(target.rows(), "all");
        assertThat(row.ndcg()).isCloseTo(1, within(1e-12));
        assertThat(row.differences()).containsOnlyKeys("random", "again");
        assertThat(row.over("random").interval().low()).as("seed %d", SEED).isPositive();
        assertThat(row.over("again")).isEqualTo(new LogEvaluation.Difference(0, new Interval(0, 0)));
        assertThat(row.over("random").mean())
                .isCloseTo(row.ndcg() - target.rows().get(1).ndcg(), within(1e-12));
        assertThat(target.rows().get(1).differences()).isEmpty();
        assertThat(LogEvaluation.of(large, models, LogEvaluation.Settings.DEFAULT)
                        .table())
                .as("the same again")
                .isEqualTo(target.table());
    }

    private List<LogEvaluation.Row> evaluate(LogEvaluation.Settings settings) {
        return LogEvaluation.of(split, List.of(Popularity.of(split.train())), settings)
                .rows();
    }

    private static LogEvaluation.Row row(List<LogEvaluation.Row> rows, String slice) {
        return rows.stream()
                .filter(row -> row.slice().equals(slice))
                .findFirst()
                .orElseThrow();
    }

    private static String randomEvents(SplittableRandom random) {
        StringBuilder text = new StringBuilder("user,item,time\n");
        for (int i = 0; i < 3000; i++) {
            text.append("u%d,i%d,%d\n".formatted(random.nextInt(100), random.nextInt(200), i));
        }
        return text.toString();
    }

    private static Recommender oracle(LogSplit split, String name) {
        return new Recommender() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public int[] rank(int person, boolean[] hidden, int count) {
                int[] relevant = split.relevant()[person];
                return IntStream.concat(
                                Arrays.stream(relevant),
                                IntStream.range(0, hidden.length)
                                        .filter(thing -> !hidden[thing] && Arrays.binarySearch(relevant, thing) < 0))
                        .limit(count)
                        .toArray();
            }
        };
    }
}
