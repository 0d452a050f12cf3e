package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.NOW;
import static kepu.recommend.rank.Scene.VILLAGE;
import static kepu.recommend.rank.Scene.items;
import static kepu.recommend.rank.Scene.villager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.Placed.Cause;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrangementTest {
    private static final long SEED = 5109;
    private static final int ALL = 1_000;

    private final Scene scene = new Scene().rankedBy(Feature.LENGTH);
    private final Ranking ranking = new Ranking(500, Ranking.Surroundings.NONE);
    private RandomGenerator random = Scene.random(SEED);

    /** Orders by hand. */
    private static final class Ordered implements Orders {
        private int[] pinned = NO_ITEMS;
        private final Map<Integer, Double> boosts = new HashMap<>();
        private final Set<Integer> banned = new HashSet<>();
        private List<Quota> quotas = List.of();

        @Override
        public int[] pinned() {
            return pinned;
        }

        @Override
        public double logBoost(int item, Things.Thing thing) {
            return boosts.getOrDefault(item, 0.0);
        }

        @Override
        public boolean isBanned(int item, Things.Thing thing) {
            return banned.contains(item);
        }

        @Override
        public List<Quota> quotas() {
            return quotas;
        }
    }

    private record TopicQuota(int topic, int least, int most) implements Orders.Quota {
        @Override
        public boolean counts(Things.Thing thing) {
            return thing.topics() == 1L << topic;
        }
    }

    private final Ordered orders = new Ordered();

    /** Whoever visits explores alike, whether they opened something before or not. */
    private static final Policy POLICY = new Policy(3, 6, 7, 7, 18, 40, 65, 12);

    @BeforeEach
    void printTheSeed() {
        System.out.println("ArrangementTest seed " + SEED);
    }

    @Test
    void theHighestScoreStandsFirst() {
        scene.items(30).allWellSeen();
        assertThat(items(list(Person.of(VILLAGE), 10))).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void topicsTakeTurnsUntilNoOthersAreLeft() {
        IntStream.range(0, 12).forEach(i -> scene.item().topic(1).size(90_000 - i));
        IntStream.range(0, 12).forEach(i -> scene.item().topic(2 + i / 3).size(1_000 - i));
        scene.allWellSeen();
        int[] listed = items(list(Person.of(VILLAGE), ALL));
        assertThat(listed).hasSize(24).startsWith(0, 1, 2, 12);
        assertThat(IntStream.range(0, 10).filter(at -> listed[at] < 12)).hasSize(3);
        assertThat(IntStream.range(10, 14).filter(at -> listed[at] < 12)).hasSize(3);
    }

    @Test
    void sourcesTakeTurnsUntilNoOthersAreLeft() {
        IntStream.range(0, 12).forEach(i -> scene.item().source("甲").size(90_000 - i));
        IntStream.range(0, 4).forEach(i -> scene.item().source("乙").size(1_000 - i));
        int[] listed = items(list(Person.of(VILLAGE), ALL, scene.allWellSeen().world()));
        assertThat(listed).startsWith(0, 1, 2, 3, 4, 5, 12, 13, 14, 15).hasSize(16);
    }

    @Test
    void whatWasJustShownComesBehindWhatWasNot() {
        scene.items(20).allWellSeen();
        Person person = villager(Scene.history(EventType.IMPRESSION, 0, 1, 2));
        assertThat(items(list(person, ALL)))
                .startsWith(3, 4, 5)
                .endsWith(0, 1, 2)
                .hasSize(20);
    }

    @Test
    void aDayLaterItStandsInItsPlaceAgain() {
        scene.items(20).allWellSeen();
        Person person = villager(Scene.history(EventType.IMPRESSION, 0, 1, 2));
        long later = NOW + 2 * World.DAY_MILLIS;
        List<Placed> list =
                ranking.list(scene.world(), person, later, POLICY, orders, Ranking.Length.explained(ALL), random);
        assertThat(items(list)).startsWith(0, 1, 2);
    }

    @Test
    void eachSeventhPlaceIsExplored() {
        scene.items(60);
        IntStream.range(0, 30).forEach(item -> scene.seen(Scene.ELSEWHERE, 0, item, Scene.WELL_SEEN, 50));
        List<Placed> list = list(Person.of(VILLAGE), 28);
        for (int at = 0; at < 28; at++) {
            Placed placed = list.get(at);
            assertThat(placed.cause() == Cause.EXPLORED).as("place %d", at).isEqualTo(at % 7 == 6);
            if (at % 7 == 6) {
                assertThat(placed.item()).isGreaterThanOrEqualTo(30);
                assertThat(placed.propensity()).isPositive().isLessThanOrEqualTo(1);
            } else {
                assertThat(placed.propensity()).isNaN();
            }
        }
    }

    @Test
    void theOldExploreLess() {
        scene.items(60);
        List<Placed> list = list(villager(0, 1950), 36);
        assertThat(IntStream.range(0, 36).filter(at -> list.get(at).cause() == Cause.EXPLORED))
                .containsExactly(11, 23, 35);
    }

    @Test
    void whatThePersonMetIsNotExplored() {
        scene.items(3);
        Person person = villager(Scene.history(EventType.IMPRESSION, 0, 1, 2));
        scene.items(20);
        IntStream.range(3, 23).forEach(item -> scene.seen(Scene.ELSEWHERE, 0, item, Scene.WELL_SEEN, 50));
        assertThat(list(person, ALL)).noneMatch(placed -> placed.cause() == Cause.EXPLORED);
    }

    @Test
    void aPropensityIsTheShareAmongThoseLeft() {
        World world = scene.items(60).world();
        Exploration exploration = world.shelves().exploration(VILLAGE, NOW);
        Map<Integer, Float> left = new HashMap<>();
        for (int i = 0; i < exploration.items().length; i++) {
            left.put(exploration.items()[i], exploration.shares()[i]);
        }
        for (Placed placed : list(Person.of(VILLAGE), ALL, world)) {
            if (placed.cause() == Cause.EXPLORED) {
                double all =
                        left.values().stream().mapToDouble(Float::doubleValue).sum();
                assertThat((double) placed.propensity())
                        .as("seed %d", SEED)
                        .isCloseTo(left.getOrDefault(placed.item(), 0f) / all, within(1e-4));
            }
            left.remove(placed.item());
        }
    }

    /** Pearson's statistic of what was drawn against what was logged, with room for one list in a million. */
    @Test
    void itemsAreDrawnAsOftenAsTheirPropensitySays() {
        scene.items(40);
        IntStream.range(0, 30).forEach(item -> scene.seen(Scene.ELSEWHERE, 0, item, Scene.WELL_SEEN, 50));
        IntStream.range(30, 40).forEach(item -> scene.seen(Scene.ELSEWHERE, 0, item, 60, 2 * (item - 30)));
        World world = scene.world();
        int lists = 5_000;
        Map<Integer, Integer> drawn = new HashMap<>();
        Map<Integer, Double> logged = new HashMap<>();
        for (int i = 0; i < lists; i++) {
            Placed placed = list(Person.of(VILLAGE), 7, world).getLast();
            drawn.merge(placed.item(), 1, Integer::sum);
            logged.put(placed.item(), (double) placed.propensity());
        }
        assertThat(logged).as("seed %d", SEED).hasSize(10);
        assertThat(logged.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(1, within(1e-4));
        double statistic = 0;
        for (Map.Entry<Integer, Double> entry : logged.entrySet()) {
            double expected = lists * entry.getValue();
            statistic += Math.pow(drawn.getOrDefault(entry.getKey(), 0) - expected, 2) / expected;
        }
        assertThat(statistic).as("seed %d", SEED).isLessThan(45);
    }

    @Test
    void minorsSeeNothingMadeForGrownUpsOnlyAndTheirListEnds() {
        scene.items(60);
        for (int i = 0; i < 40; i++) {
            scene.item()
                    .madeFor(i % 2 == 0 ? Scene.FARMERS : Scene.FARMERS | Scene.CHILDREN)
                    .size(200_000);
        }
        List<Placed> list = list(villager(0, 2014), ALL);
        assertThat(list).hasSize(POLICY.minorsMost());
        assertThat(IntStream.of(items(list)))
                .allMatch(item -> item < 60 || item % 2 == 1)
                .anyMatch(item -> item >= 60);
        assertThat(list(villager(0, 2000), ALL)).hasSize(100);
    }

    @Test
    void aPinStandsAtItsPlaceWhateverItsScore() {
        scene.items(30).allWellSeen();
        orders.pinned = new int[] {-1, 29, 0, -1, 1};
        List<Placed> list = list(Person.of(VILLAGE), 10);
        assertThat(items(list)).containsExactly(2, 29, 0, 3, 1, 4, 5, 6, 7, 8);
        assertThat(list).filteredOn(placed -> placed.cause() == Cause.PINNED).hasSize(3);
    }

    @Test
    void aPinIsNotExploredToAnotherPlace() {
        scene.items(9);
        orders.pinned = new int[] {-1, -1, -1, -1, -1, -1, -1, -1, 4};
        for (int i = 0; i < 50; i++) {
            assertThat(items(list(Person.of(VILLAGE), ALL)))
                    .as("seed %d", SEED)
                    .hasSize(9)
                    .endsWith(4);
        }
    }

    @Test
    void aPinStandsAtItsPlaceEvenWhenItWasJustShown() {
        scene.items(30).allWellSeen();
        orders.pinned = new int[] {20};
        Person person = villager(Scene.history(EventType.IMPRESSION, 20));
        assertThat(items(list(person, 3))).containsExactly(20, 0, 1);
    }

    @Test
    void aPinBehindTheEndOfTheListHoldsNothingBack() {
        scene.items(5).allWellSeen();
        orders.pinned = new int[] {-1, -1, -1, -1, -1, -1, 0};
        assertThat(items(list(Person.of(VILLAGE), ALL))).containsExactly(0, 1, 2, 3, 4);
        orders.pinned = new int[] {-1, -1, -1, 0};
        assertThat(items(list(Person.of(VILLAGE), 2))).containsExactly(0, 1);
    }

    @Test
    void whatIsBannedNeverAppearsNotEvenPinned() {
        scene.items(30);
        orders.banned.addAll(List.of(0, 7, 29));
        orders.pinned = new int[] {7};
        assertThat(items(list(Person.of(VILLAGE), ALL))).hasSize(27).doesNotContain(0, 7, 29);
    }

    @Test
    void whomNothingIsLeftForGetsAnEmptyListFromTheFirstVisitOn() {
        scene.items(3).allWellSeen();
        orders.banned.addAll(List.of(0, 1, 2));
        assertThat(list(Person.of(VILLAGE), ALL)).isEmpty();
        orders.banned.clear();
        assertThat(list(Person.of(VILLAGE), ALL)).hasSize(3);
        orders.banned.addAll(List.of(0, 1, 2));
        assertThat(list(Person.of(VILLAGE), ALL)).isEmpty();
    }

    @Test
    void aBoostMovesAnItem() {
        scene.items(30).allWellSeen();
        orders.boosts.put(20, 5.0);
        orders.boosts.put(0, -5.0);
        assertThat(items(list(Person.of(VILLAGE), ALL))).startsWith(20, 1, 2).endsWith(0);
    }

    @Test
    void atMostSoManyOfAnyTenAreOfAQuota() {
        quotaScene(90_000);
        orders.quotas = List.of(new TopicQuota(1, 0, 2));
        assertThat(perTen(items(list(Person.of(VILLAGE), 60)))).allMatch(count -> count == 2);
    }

    @Test
    void atLeastSoManyOfAnyTenAreOfAQuota() {
        quotaScene(10);
        orders.quotas = List.of(new TopicQuota(1, 2, 10));
        assertThat(perTen(items(list(Person.of(VILLAGE), 60)))).allMatch(count -> count == 2);
    }

    @Test
    void exploringKeepsTopicsAndQuotas() {
        for (int i = 0; i < 60; i++) {
            scene.item().topic(1).size(10);
        }
        for (int i = 0; i < 60; i++) {
            scene.item().size(90_000 - i);
            scene.seen(Scene.ELSEWHERE, 0, 60 + i, Scene.WELL_SEEN, 50);
        }
        orders.quotas = List.of(new TopicQuota(1, 0, 1));
        List<Placed> list = list(Person.of(VILLAGE), 36);
        assertThat(perTen(items(list))).allMatch(count -> count <= 1);
        assertThat(list).anyMatch(placed -> placed.cause() == Cause.EXPLORED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void nobodyRepeatsAndNoLimitIsBrokenWhileOthersAreLeft(long seed) {
        random = Scene.random(seed);
        Scene any = Scene.random(random, 90);
        World world = any.world();
        orders.quotas = List.of(new TopicQuota(0, 1, 2), new TopicQuota(1, 0, 1));
        for (int round = 0; round < 40; round++) {
            orders.pinned = new int[] {-1, random.nextInt(90), -1, random.nextInt(90)};
            Person person = any.someone(random);
            List<Placed> list = list(person, ALL, world);
            int[] items = items(list);
            assertThat(items).as("seed %d round %d", seed, round).doesNotHaveDuplicates();
            for (int at = 0; at < items.length; at++) {
                if (list.get(at).cause() != Cause.PINNED) {
                    assertThat(broken(world, items, at, items[at]))
                            .as("seed %d round %d place %d", seed, round, at)
                            .isEqualTo(leastBroken(world, person, list, at));
                }
            }
        }
    }

    /** What the best of those that stand later, but as much just shown and not pinned there, would break at a place. */
    private int leastBroken(World world, Person person, List<Placed> list, int at) {
        int[] items = items(list);
        return IntStream.range(at, items.length)
                .filter(later -> list.get(later).cause() != Cause.PINNED)
                .filter(later -> isJustShown(person, items[later]) == isJustShown(person, items[at]))
                .map(later -> broken(world, items, at, items[later]))
                .min()
                .orElseThrow();
    }

    /** 0: nothing, 1: too many of the source, 2: too many of the topic, or a quota. */
    private int broken(World world, int[] items, int at, int item) {
        Things.Thing thing = world.things().all()[item];
        List<Things.Thing> before = IntStream.range(Math.max(0, at - 9), at)
                .mapToObj(place -> world.things().all()[items[place]])
                .toList();
        for (Orders.Quota quota : orders.quotas) {
            long among = before.stream().filter(quota::counts).count();
            boolean counts = quota.counts(thing);
            if ((counts && among >= quota.most()) || (!counts && among + 10 - before.size() <= quota.least())) {
                return 2;
            }
        }
        long topics = before.stream()
                .filter(other -> other.topics() == thing.topics())
                .count();
        if (thing.topics() != 0 && topics >= POLICY.topicPerTen()) {
            return 2;
        }
        long sources = before.stream()
                .filter(other -> other.source().equals(thing.source()))
                .count();
        return !thing.source().isEmpty() && sources >= POLICY.sourcePerTen() ? 1 : 0;
    }

    private static boolean isJustShown(Person person, int item) {
        boolean[] just = {false};
        if (person.history() != null) {
            person.history()
                    .each((other, atMillis, met, shows) ->
                            just[0] |= other == item && met == History.Met.SHOWN && NOW - atMillis < World.DAY_MILLIS);
        }
        return just[0];
    }

    /** 20 of the topic 1, of a size, and 60 of none. */
    private void quotaScene(int size) {
        for (int i = 0; i < 20; i++) {
            scene.item().topic(1).size(size);
        }
        for (int i = 0; i < 60; i++) {
            scene.item().size(5_000 - i);
        }
        scene.allWellSeen();
    }

    /** How many of each ten places in a row are of the topic 1. */
    private IntStream perTen(int[] items) {
        World world = scene.world();
        return IntStream.rangeClosed(0, items.length - 10).map(from -> (int) Arrays.stream(items, from, from + 10)
                .filter(item -> world.things().all()[item].topics() == 1L << 1)
                .count());
    }

    private List<Placed> list(Person person, int limit) {
        return list(person, limit, scene.world());
    }

    private List<Placed> list(Person person, int limit, World world) {
        return ranking.list(world, person, NOW, POLICY, orders, Ranking.Length.explained(limit), random);
    }
}
