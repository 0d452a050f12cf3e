package kepu.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FewPeopleTest {
    @Test
    void aCellOfFewPeopleIsHidden() {
        assertThat(FewPeople.hidden(Map.of("elder", 4L, "youth", 5L, "farmer", 90L), 5, false))
                .containsExactly("elder");
    }

    @Test
    void aSecondCellIsHiddenWhereTheTotalWouldTellTheFirst() {
        assertThat(FewPeople.hidden(Map.of("a", 4L, "b", 50L, "c", 90L), 5, true))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void cellsThatHideEachOtherNeedNoMore() {
        assertThat(FewPeople.hidden(Map.of("a", 4L, "b", 3L, "c", 90L), 5, true))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whereNobodyIsFewAllIsShown() {
        assertThat(FewPeople.hidden(Map.of("a", 5L, "b", 6L), 5, true)).isEmpty();
    }

    @RepeatedTest(200)
    void whatIsShownNeverTellsASmallNumber() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Map<String, Long> cells = new HashMap<>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            cells.put("c" + i, 1L + random.nextInt(12));
        }
        Set<String> hidden = FewPeople.hidden(cells, 5, true);
        long rest = hidden.stream().mapToLong(cells::get).sum();
        assertThat(cells.entrySet().stream().filter(cell -> !hidden.contains(cell.getKey())))
                .as("seed %d", seed)
                .allMatch(cell -> cell.getValue() >= 5);
        if (!hidden.isEmpty() && cells.size() > 1 && hidden.size() < cells.size()) {
            assertThat(hidden.size()).as("seed %d", seed).isGreaterThan(1);
            assertThat(rest).as("seed %d", seed).isGreaterThanOrEqualTo(5);
        }
    }
}
