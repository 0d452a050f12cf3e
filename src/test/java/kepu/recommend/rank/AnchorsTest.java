package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import kepu.activity.EventType;
import kepu.base.Neighbours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorsTest {
    private static final int ITEMS = 80;

    private final Anchors target = new Anchors();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theAnchorSaysMostOfAllRecentItems(long seed) {
        RandomGenerator random = Scene.random(seed);
        Scene scene = Scene.random(random, ITEMS);
        World world = scene.world();
        for (int person = 0; person < 10; person++) {
            Visit visit = visit(world, scene.someone(random));
            Neighbours matrix =
                    random.nextBoolean() ? world.content() : world.model().collaborative();
            int[] wanted = random.ints(0, ITEMS).distinct().limit(30).toArray();
            int count = random.nextInt(wanted.length + 1);
            target.begin(wanted, count);
            for (int i = 0; i < count; i++) {
                assertThat(target.of(visit, matrix, wanted[i]))
                        .as("seed %d", seed)
                        .isEqualTo(anchor(visit, matrix, wanted[i]));
            }
        }
    }

    @Test
    void theItemOpenedLastSpeaksWhenTwoSayTheSame() {
        Scene scene = new Scene().items(3).alike(0, 2, 0.5).alike(1, 2, 0.5);
        World world = scene.world();
        History history = new History(10);
        history.add(0, EventType.OPEN, NOW);
        history.add(1, EventType.OPEN, NOW);
        target.begin(new int[] {2}, 1);
        assertThat(target.of(visit(world, Scene.villager(history)), world.content(), 2))
                .isEqualTo(1);
    }

    @Test
    void nothingSpeaksForAStrangersItems() {
        World world = new Scene().items(3).alike(0, 2, 0.5).world();
        target.begin(new int[] {2, 1}, 2);
        assertThat(target.of(visit(world, Scene.villager(0, 0)), world.content(), 2))
                .isEqualTo(-1);
    }

    private static Visit visit(World world, Person person) {
        Visit visit = new Visit();
        visit.begin(world, person, NOW);
        return visit;
    }

    private static int anchor(Visit visit, Neighbours matrix, int item) {
        int best = -1;
        float most = 0;
        for (int i = visit.recentCount() - 1; i >= 0; i--) {
            float said = visit.recentWeight(i) * matrix.weight(visit.recent(i), item);
            if (said > most) {
                most = said;
                best = visit.recent(i);
            }
        }
        return best;
    }
}
