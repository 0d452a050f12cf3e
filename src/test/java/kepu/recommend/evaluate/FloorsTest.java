package kepu.recommend.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import kepu.recommend.log.Logs;
import org.junit.jupiter.api.Test;

class FloorsTest {
    private static final String HEADER = "user,item,time,type\n";
    private static final boolean[] NONE = new boolean[4];

    @Test
    void popularityCountsPeopleAndNotTheirEvents() {
        Popularity target = Popularity.of(Logs.of(HEADER
                + "a,often,1,open\na,often,2,open\na,often,3,like\na,seen,4,impression\n"
                + "b,seen,4,impression\na,liked,5,like\nb,liked,6,open\nb,once,7,share\n"));
        assertThat(target.rank(0, NONE, 4)).containsExactly(2, 0, 3, 1);
        assertThat(target.rank(0, new boolean[] {false, false, true, false}, 2)).containsExactly(0, 3);
        assertThat(target.rank(0, new boolean[] {true, true, true, true}, 2)).isEmpty();
    }

    @Test
    void popularityOfASplitCountsUsers() {
        assertThat(Popularity.of(new int[][] {{0, 2}, {2}, {1, 2}, {1}}, 4).rank(0, NONE, 3))
                .containsExactly(2, 1, 0);
    }

    @Test
    void recentPopularityLooksOnlyAtTheWindowBeforeTheCut() {
        LogSplit split = LogSplit.of(
                Logs.of(
                        HEADER
                                + "a,old,0,\nb,old,0,\nc,older,0,\na,new,86400,\nb,other,90000,\nc,old,100000,\nd,old,100000,\n"),
                0.72);
        assertThat(split.train().events().size()).isEqualTo(5);
        assertThat(RecentPopularity.of(split, Duration.ofDays(1)).rank(0, NONE, 4))
                .containsExactly(2, 3, 0, 1);
        assertThat(RecentPopularity.of(split, Duration.ofDays(9)).rank(0, NONE, 1))
                .containsExactly(0);
        assertThat(RecentPopularity.of(split).rank(0, NONE, 3))
                .as("a tenth of the span")
                .containsExactly(3, 0, 1);
        assertThatThrownBy(() -> RecentPopularity.of(split, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRandomOrderIsThePersonsOwnAndStaysTheSame() {
        RandomOrder target = new RandomOrder(7);
        boolean[] none = new boolean[1000];
        assertThat(target.rank(1, none, 20)).hasSize(20).doesNotHaveDuplicates().isEqualTo(target.rank(1, none, 20));
        assertThat(target.rank(2, none, 20)).isNotEqualTo(target.rank(1, none, 20));
        assertThat(new RandomOrder(8).rank(1, none, 20)).isNotEqualTo(target.rank(1, none, 20));
    }

    @Test
    void aRandomOrderHasEveryItemThatIsNotHidden() {
        boolean[] hidden = {false, true, false, true, false};
        assertThat(new RandomOrder(7).rank(3, hidden, 20)).containsExactlyInAnyOrder(0, 2, 4);
    }

    @Test
    void everyItemIsFirstEquallyOften() {
        int[] first = new int[4];
        for (int person = 0; person < 4000; person++) {
            first[new RandomOrder(7).rank(person, NONE, 1)[0]]++;
        }
        assertThat(IntStream.of(first)).allMatch(count -> count > 880 && count < 1120);
    }
}
