package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.ELSEWHERE;
import static kepu.recommend.rank.Scene.NOW;
import static kepu.recommend.rank.Scene.VILLAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplorationTest {
    private final Scene scene = new Scene();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void sharesAreProbabilitiesThatSumToOneAndNoneIsTooSmallToLearnFrom(long seed) {
        RandomGenerator random = Scene.random(seed);
        Exploration target = of(Scene.random(random, 40 + random.nextInt(80)));
        double sum = 0;
        for (float share : target.shares()) {
            assertThat(share).as("seed %d", seed).isGreaterThanOrEqualTo(0.2f / target.items().length - 1e-6f);
            sum += share;
        }
        assertThat(sum).as("seed %d", seed).isCloseTo(1, within(1e-4));
    }

    @Test
    void anItemThatIsOpenedMoreOftenGetsMore() {
        scene.items(6);
        for (int item = 0; item < 6; item++) {
            scene.seen(ELSEWHERE, 0, item, 100, item == 4 ? 60 : 10);
        }
        Exploration target = of(scene);
        assertThat(share(target, 4)).isGreaterThan(0.7);
    }

    @Test
    void ofUnknownItemsThoseOfALikedTopicGetMore() {
        scene.item().topic(1);
        scene.item().topic(2);
        scene.item().topic(1);
        scene.item().topic(2);
        scene.seen(ELSEWHERE, 0, 2, 5_000, 2_500).seen(ELSEWHERE, 0, 3, 5_000, 50);
        Exploration target = of(scene);
        assertThat(target.items()).containsExactlyInAnyOrder(0, 1);
        assertThat(share(target, 0)).isGreaterThan(share(target, 1));
    }

    @Test
    void theLeastSeenComeFirst() {
        scene.items(4);
        int[] seen = {90, 0, 300, 20};
        IntStream.range(0, 4).forEach(item -> scene.seen(ELSEWHERE, 0, item, seen[item], 1));
        assertThat(of(scene).items()).containsExactly(1, 3, 0, 2);
    }

    @Test
    void whatWasSeenEnoughIsOut() {
        scene.items(3);
        scene.seen(ELSEWHERE, 0, 1, (int) Exploration.ENOUGH, 0).seen(ELSEWHERE, 0, 2, (int) Exploration.ENOUGH - 1, 0);
        assertThat(of(scene).items()).containsExactly(0, 2);
    }

    @Test
    void whatIsForgottenComesBack() {
        scene.items(1).seen(ELSEWHERE, 0, 0, 700, 70);
        World world = scene.world();
        assertThat(Exploration.of(world.things(), world.prior(), VILLAGE, NOW).items())
                .isEmpty();
        long later = NOW + 30 * World.DAY_MILLIS;
        assertThat(Exploration.of(world.things(), world.prior(), VILLAGE, later).items())
                .containsExactly(0);
    }

    @Test
    void whatIsNotThereNotYetOutOrForOthersIsNotExplored() {
        scene.item().withdrawn();
        scene.item().daysOld(-1);
        scene.item().in(ELSEWHERE);
        scene.item().in(VILLAGE);
        assertThat(of(scene).items()).containsExactly(3);
    }

    @Test
    void thereMayBeNothingToExplore() {
        Exploration target = of(scene.items(3).allWellSeen());
        assertThat(target.items()).isEmpty();
        assertThat(target.shares()).isEmpty();
    }

    private static double share(Exploration exploration, int item) {
        int at = IntStream.range(0, exploration.items().length)
                .filter(i -> exploration.items()[i] == item)
                .findFirst()
                .orElseThrow();
        return exploration.shares()[at];
    }

    private static Exploration of(Scene scene) {
        World world = scene.world();
        return Exploration.of(world.things(), world.prior(), VILLAGE, NOW);
    }
}
