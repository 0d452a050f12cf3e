package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import kepu.base.Neighbours;
import kepu.recommend.train.Definition.Collaborative.Method;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CollaborativeTest {
    private static final int PEOPLE = 240;
    private static final int ITEMS_EACH = 25;
    private static final int CLUSTERS = 4;
    private static final long SEED = 5109;

    private final Interactions interactions = Crowds.clustered(Crowds.random(SEED), PEOPLE, CLUSTERS, ITEMS_EACH);

    @ParameterizedTest
    @CsvSource({"EASE, 1", "EASE, 2", "EASE, 3", "GRAPH, 1", "GRAPH, 2", "GRAPH, 3"})
    void whatWasHiddenIsFoundSoonerThanByPopularity(Method method, long seed) {
        Interactions all = Crowds.clustered(Crowds.random(seed), PEOPLE, CLUSTERS, ITEMS_EACH);
        Holdout holdout = Holdout.of(all, PEOPLE, seed);
        double found = holdout.ndcg(train(method, holdout.kept()).top(holdout.people(), 20, Progress.SILENT));
        double popular = holdout.ndcg(Crowds.popular(holdout.kept(), holdout.people(), 20));
        assertThat(found).as("seed %d, popularity has %.3f", seed, popular).isGreaterThan(1.5 * popular);
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void nobodyIsListedWhatTheyTookAndNothingTwice(Method method) {
        int[] people = IntStream.range(0, PEOPLE).toArray();
        int[][] lists = train(method, interactions).top(people, 30, Progress.SILENT);
        for (int person : people) {
            assertThat(lists[person])
                    .as("seed %d person %d", SEED, person)
                    .hasSize(30)
                    .doesNotHaveDuplicates()
                    .doesNotContain(interactions.itemsOf(person));
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void aListIsTheSameWhoeverIsListedBeside(Method method) {
        Collaborative target = train(method, interactions);
        int[][] all = target.top(IntStream.range(0, PEOPLE).toArray(), 10, Progress.SILENT);
        int[] some = {PEOPLE - 1, 3, 77};
        int[][] lists = target.top(some, 10, Progress.SILENT);
        for (int i = 0; i < some.length; i++) {
            assertThat(lists[i]).containsExactly(all[some[i]]);
        }
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void theSameSeedGivesTheSameModel(Method method) {
        Collaborative target = train(method, interactions);
        Collaborative again = train(method, interactions);
        assertThat(target.name()).isEqualTo(again.name());
        assertThat(target.neighbours(10).others())
                .containsExactly(again.neighbours(10).others());
    }

    @ParameterizedTest
    @EnumSource(Method.class)
    void neighboursAreMostlyOfTheSameKindAndNeverTheItemItself(Method method) {
        Neighbours target = train(method, interactions).neighbours(10);
        int same = 0;
        for (int item = 0; item < target.size(); item++) {
            int from = target.starts()[item];
            int to = target.starts()[item + 1];
            assertThat(to - from).isLessThanOrEqualTo(10);
            int[] others = Arrays.copyOfRange(target.others(), from, to);
            assertThat(others).doesNotHaveDuplicates().doesNotContain(item);
            int kind = item / ITEMS_EACH;
            same += (int) IntStream.range(from, to)
                    .filter(at -> target.others()[at] / ITEMS_EACH == kind && target.weights()[at] > 0)
                    .count();
        }
        assertThat(same).as("seed %d", SEED).isGreaterThan(target.others().length / 2);
    }

    private static Collaborative train(Method method, Interactions interactions) {
        Definition.Collaborative definition =
                new Definition.Collaborative(method, new double[] {3, 30, 100}, 8, 10, 100);
        return Collaborative.train(interactions, definition, SEED, Gram.local(), Progress.SILENT);
    }
}
