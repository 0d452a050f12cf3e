package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class ReachTest {
    @Test
    void whatTellsOfNobodyInParticularIsTold() {
        List<Reach> rows = List.of(row(1, 100, 50, 20), row(2, 10, 0, 0), row(3, 10, 10, 5));
        assertThat(Reach.suppressed(rows)).isEqualTo(rows);
    }

    @Test
    void fewPersonsAreHiddenWhereverTheyAreFew() {
        List<Reach> rows = List.of(row(1, 3, 0, 0), row(2, 100, 3, 0), row(3, 100, 97, 50), row(4, 100, 50, 2));
        assertThat(Reach.suppressed(rows)).allMatch(Reach::small);
    }

    @Test
    void aSingleHiddenRowIsNotGivenAwayByTheWhole() {
        List<Reach> told = Reach.suppressed(List.of(row(1, 3, 0, 0), row(2, 100, 50, 20), row(3, 40, 20, 10)));
        assertThat(told).extracting(Reach::small).containsExactly(true, false, true);
        assertThat(told.getFirst().residents()).isZero();
    }

    @Test
    void hiddenRowsThatTogetherAreFewHideAnother() {
        List<Reach> told =
                Reach.suppressed(List.of(row(1, 1, 0, 0), row(2, 100, 50, 20), row(3, 2, 0, 0), row(4, 40, 20, 10)));
        assertThat(told).extracting(Reach::small).containsExactly(true, false, true, true);
    }

    private static Reach row(int village, long residents, long received, long acknowledged) {
        return new Reach(new RegionCode(Level.VILLAGE, village), residents, received, acknowledged, 0, false);
    }
}
