package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import kepu.activity.EventType;
import kepu.base.Failure;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.Logs;
import kepu.recommend.log.Positives;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogSplitTest {
    private static final String HEADER = "user,item,time,type\n";

    @Test
    void whatCameBeforeTheCutIsForTrainingAndTheRestIsTheTest() {
        LogSplit split = LogSplit.of(Logs.of(HEADER + "a,x,1,\na,y,2,\nb,x,3,\na,z,4,\nb,z,5,\n"), 0.6);
        assertThat(split.cutMillis()).isEqualTo(4000);
        assertThat(split.train().events().size()).isEqualTo(3);
        assertThat(split.train().people()).isSameAs(split.log().people());
        assertThat(split.train().things()).isSameAs(split.log().things());
        assertThat(split.known()).isDeepEqualTo(new int[][] {{0, 1}, {0}});
        assertThat(split.relevant()).isDeepEqualTo(new int[][] {{2}, {2}});
        assertThat(split.popularity()).containsExactly(2, 1, 0);
    }

    @Test
    void eventsOfOneTimeStayTogether() {
        LogSplit split = LogSplit.of(Logs.of(HEADER + "a,x,1,\na,y,2,\nb,x,2,\nb,y,2,\na,z,3,\n"), 0.6);
        assertThat(split.cutMillis()).isEqualTo(2000);
        assertThat(split.train().events().size()).isEqualTo(1);
    }

    @Test
    void whatSomebodyKnewIsNotToBeFoundAgain() {
        LogSplit split =
                LogSplit.of(Logs.of(HEADER + "a,x,1,open\nb,y,2,open\na,x,3,like\na,y,4,open\na,y,5,like\n"), 0.4);
        assertThat(split.relevant()).isDeepEqualTo(new int[][] {{1}, {}});
        assertThat(split.testPeople()).containsExactly(0);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void onlyAYesIsRelevant(EventType type) {
        Log log = Logs.of(HEADER + "a,x,1,open\na,y,2,%s\na,z,3,open\n".formatted(type.code()));
        boolean yes = Set.of(EventType.OPEN, EventType.PLAY, EventType.FINISH, EventType.LIKE, EventType.SHARE)
                .contains(type);
        assertThat(Positives.is(type)).isEqualTo(yes);
        assertThat(LogSplit.of(log, 0.4).relevant()[0]).containsExactly(yes ? new int[] {1, 2} : new int[] {2});
    }

    @Test
    void anItemThatWasOnlySeenBeforeTheCutMayBeFoundAfterIt() {
        LogSplit split = LogSplit.of(Logs.of(HEADER + "a,x,1,impression\na,y,2,open\na,x,3,open\n"), 0.7);
        assertThat(split.relevant()[0]).containsExactly(0);
    }

    @Test
    void aLogThatCannotBeCutIsRefused() {
        assertThatThrownBy(() -> LogSplit.of(Logs.of(HEADER), 0.8)).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> LogSplit.of(Logs.of(HEADER + "a,x,1,\nb,y,1,\n"), 0.8))
                .isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> LogSplit.of(Logs.of(HEADER + "a,x,1,\na,x,2,\n"), 0.5))
                .isInstanceOf(Failure.Invalid.class);
        for (double cut : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> LogSplit.of(Logs.of(HEADER + "a,x,1,\na,y,2,\n"), cut))
                    .hasMessageContaining("--cut");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingLeaksOverTheCut(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder text = new StringBuilder(HEADER);
        EventType[] types = EventType.values();
        for (int i = 0; i < 2000; i++) {
            text.append("u%d,i%d,%d,%s\n"
                    .formatted(
                            random.nextInt(60),
                            random.nextInt(80),
                            random.nextInt(500),
                            types[random.nextInt(types.length)].code()));
        }
        Log log = Logs.of(text.toString());
        double cut = 0.5 + random.nextDouble() * 0.4;
        LogSplit split = LogSplit.of(log, cut);
        Events all = log.events();
        int size = split.train().events().size();
        assertThat(size).as("seed %d", seed).isLessThanOrEqualTo((int) (cut * all.size()));
        assertThat(LongStream.of(split.train().events().atMillis()))
                .as("seed %d", seed)
                .allMatch(at -> at < split.cutMillis());
        for (int person = 0; person < log.people().size(); person++) {
            Set<Integer> before = new HashSet<>();
            Set<Integer> after = new HashSet<>();
            for (int event = 0; event < all.size(); event++) {
                if (all.people()[event] == person && Positives.is(all.type(event))) {
                    (all.atMillis()[event] < split.cutMillis() ? before : after).add(all.things()[event]);
                }
            }
            after.removeAll(before);
            assertThat(boxed(split.known()[person])).as("seed %d", seed).isEqualTo(before);
            assertThat(boxed(split.relevant()[person])).as("seed %d", seed).isEqualTo(after);
            assertThat(split.relevant()[person]).isSorted().doesNotHaveDuplicates();
        }
    }

    private static Set<Integer> boxed(int[] numbers) {
        return new HashSet<>(IntStream.of(numbers).boxed().toList());
    }
}
