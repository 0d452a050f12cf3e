package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import kepu.base.Group;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriorTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofDays(30);
    private static final long VILLAGE = 510_903_100_208L;
    private static final long NEIGHBOUR = 510_903_100_210L;
    private static final long ELSEWHERE = 320_402_001_001L;
    private static final int FARMERS = Group.mask(List.of(Group.FARMER));
    private static final int ITEM = 7;

    private final Prior target = new Prior(NOW, HALF_LIFE, 20, false);

    @Test
    void withoutAnyBehaviourEveryItemHasTheSameRate() {
        Prior.Chain chain = chain(VILLAGE);
        assertThat(chain.rate(1)).isEqualTo(chain.rate(2)).isEqualTo(chain.mean());
        assertThat(chain.evidence(1)).isEqualTo(RegionCode.COUNTRY);
    }

    @Test
    void aVillageWithMuchBehaviourSpeaksForItself() {
        count(VILLAGE, 10_000, 5_000, NOW);
        count(ELSEWHERE, 10_000, 100, NOW);
        assertThat(chain(VILLAGE).rate(ITEM)).isCloseTo(0.5, within(0.01));
        assertThat(chain(VILLAGE).evidence(ITEM)).isEqualTo(RegionCode.village(VILLAGE));
    }

    @Test
    void aVillageWithoutBehaviourFollowsItsTown() {
        count(VILLAGE, 1_000, 500, NOW);
        count(ELSEWHERE, 1_000, 10, NOW);
        Prior.Chain neighbour = chain(NEIGHBOUR);
        assertThat(neighbour.rate(ITEM)).isGreaterThan(0.4);
        assertThat(neighbour.evidence(ITEM))
                .isEqualTo(RegionCode.village(NEIGHBOUR).at(Level.TOWN));
    }

    @Test
    void aFewOpensMoveAVillageOnlyALittle() {
        count(ELSEWHERE, 100_000, 10_000, NOW);
        double before = chain(VILLAGE).rate(ITEM);
        count(VILLAGE, 2, 2, NOW);
        assertThat(chain(VILLAGE).rate(ITEM)).isBetween(before, before + 0.4);
    }

    @Test
    void behaviourFadesByHalfInAHalfLife() {
        count(VILLAGE, 0, ITEM + 1, NOW.minus(HALF_LIFE), 1_000, 0);
        assertThat(chain(VILLAGE).exposure(ITEM + 1)).isEqualTo(500);
        count(VILLAGE, 1_000, 0, NOW.minus(HALF_LIFE.multipliedBy(4)));
        count(VILLAGE, 1_000, 1_000, NOW);
        assertThat(chain(VILLAGE).rate(ITEM)).isGreaterThan(0.9);
    }

    @Test
    void groupsAreApart() {
        count(VILLAGE, FARMERS, ITEM, NOW, 1_000, 800);
        count(VILLAGE, Group.mask(List.of(Group.OFFICIAL)), ITEM, NOW, 1_000, 10);
        double farmer = rate(Group.FARMER);
        double official = rate(Group.OFFICIAL);
        assertThat(farmer).isGreaterThan(0.7);
        assertThat(official).isLessThan(0.1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5109})
    void aRateLiesBetweenZeroAndOneWhateverHappened(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int i = 0; i < 2_000; i++) {
            int shown = random.nextInt(3);
            count(
                    random.nextBoolean() ? VILLAGE : ELSEWHERE,
                    random.nextInt(1 << Group.values().length),
                    1 + random.nextInt(50),
                    NOW.minusSeconds(random.nextInt(8_000_000)),
                    shown,
                    random.nextInt(3));
        }
        for (int item = 1; item <= 50; item++) {
            assertThat(chain(VILLAGE).rate(item))
                    .as("seed %d item %d", seed, item)
                    .isBetween(0.0, 1.0);
        }
    }

    private double rate(Group group) {
        return target.chain(RegionCode.village(VILLAGE), group.ordinal(), NOW.toEpochMilli())
                .rate(ITEM);
    }

    private Prior.Chain chain(long village) {
        return target.chain(RegionCode.village(village), Prior.EVERYBODY, NOW.toEpochMilli());
    }

    private void count(long village, int groups, int item, Instant at, int shown, int opened) {
        target.spot(village, groups).add(item, at.toEpochMilli(), shown, opened);
    }

    private void count(long village, int shown, int opened, Instant at) {
        count(village, 0, ITEM, at, shown, opened);
    }
}
