package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;

class SpaceTest {
    private static final Space SPACE = new Space(List.of(
            new Parameter("ranker.trees", "多少棵树", List.of("20", "40", "80")),
            new Parameter("rates.halfLifeDays", "减半的天数", List.of("7", "30")),
            new Parameter("collaborative.lambdas", "平滑", List.of("[30]", "[30, 100]"))));

    @Test
    void aGridHasEachChoiceOnce() {
        List<Map<String, String>> plan = SPACE.plan(SearchKind.GRID, 1);
        assertThat(plan).hasSize(12).doesNotHaveDuplicates();
        assertThat(plan.getFirst().keySet())
                .containsExactly("ranker.trees", "rates.halfLifeDays", "collaborative.lambdas");
    }

    @Test
    void aGridIsGoneThroughAllOverAndNotFromOneCorner() {
        Set<String> trees = new HashSet<>();
        SPACE.plan(SearchKind.GRID, 1).subList(0, 6).forEach(values -> trees.add(values.get("ranker.trees")));
        assertThat(trees).hasSizeGreaterThan(1);
    }

    @Test
    void aRandomSearchDrawsNothingTwice() {
        assertThat(SPACE.plan(SearchKind.RANDOM, 5)).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void theSameSeedGivesTheSamePlanAndAnotherOneAnother() {
        for (SearchKind kind : SearchKind.values()) {
            assertThat(SPACE.plan(kind, 5)).isEqualTo(SPACE.plan(kind, 5)).isNotEqualTo(SPACE.plan(kind, 6));
        }
    }

    @Test
    void aRandomSearchOfALargeSpaceIsBounded() {
        assertThat(large().plan(SearchKind.RANDOM, 1)).hasSize(Space.MOST_DRAWN).doesNotHaveDuplicates();
    }

    @Test
    void aGridThatIsTooLargeIsRefusedBeforeItIsLaidOut() {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> large().plan(SearchKind.GRID, 1))
                .withMessageContaining("1,000,000,000")
                .withMessageContaining("--search random");
    }

    @Test
    void aSpaceWithoutParametersIsRefused() {
        assertThatExceptionOfType(Failure.Invalid.class)
                .isThrownBy(() -> SPACE.without(Set.of("ranker.trees", "rates.halfLifeDays", "collaborative.lambdas")));
    }

    private static Space large() {
        List<String> values = IntStream.range(0, 1000).mapToObj(String::valueOf).toList();
        return new Space(List.of(
                new Parameter("a.a", "一", values),
                new Parameter("a.b", "二", values),
                new Parameter("a.c", "三", values)));
    }
}
