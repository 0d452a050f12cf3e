package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.ELSEWHERE;
import static kepu.recommend.rank.Scene.NOW;
import static kepu.recommend.rank.Scene.VILLAGE;
import static kepu.recommend.rank.Scene.villager;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.base.Neighbours;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Feature.Family;
import kepu.recommend.model.Forests;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.Placed.Cause;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhyTest {
    private static final double LEAST_TOLD = 0.02;
    private static final double LEAST_SHARE = 0.15;

    private final Scene scene = new Scene();
    private final Ranking ranking = new Ranking(500, Ranking.Surroundings.NONE);

    @Test
    void whoOpenedSomethingIsToldWhatSpeaksForItsNeighbour() {
        scene.items(10).allWellSeen().together(3, 7, 0.9).together(4, 7, 0.1).rankedBy(Feature.COLLABORATIVE);
        Placed placed = first(villager(Scene.history(EventType.OPEN, 4, 3)));
        assertThat(placed.item()).isEqualTo(7);
        assertThat(placed.cause()).isEqualTo(Cause.COLLABORATIVE);
        assertThat(placed.about()).isEqualTo(3);
    }

    @Test
    void aRegionElsewhereIsNoReasonAtHome() {
        scene.item().in(VILLAGE.at(Level.PROVINCE), ELSEWHERE);
        scene.allWellSeen().rankedBy(Feature.CLOSENESS);
        assertThat(first(Person.of(VILLAGE)).cause()).isEqualTo(Cause.EDITORIAL);
    }

    @Test
    void aRegionAroundThePersonIsAReason() {
        scene.item().in(Scene.COUNTY);
        scene.allWellSeen().rankedBy(Feature.CLOSENESS);
        assertThat(first(Person.of(VILLAGE)).cause()).isEqualTo(Cause.LOCAL);
    }

    @Test
    void nobodyIsToldThatAnItemWithoutADateIsNew() {
        scene.item().undated();
        scene.allWellSeen();
        double[] weights = new double[Feature.COUNT];
        weights[Feature.AGE.ordinal()] = -1;
        double[] means = new double[Feature.COUNT];
        means[Feature.AGE.ordinal()] = 3;
        scene.ranker(new Linear(0, weights, means));
        assertThat(first(Person.of(VILLAGE)).cause()).isEqualTo(Cause.EDITORIAL);
    }

    @Test
    void ofSeveralTopicsTheOneThatThePersonOpensIsTold() {
        scene.item().topic(4);
        scene.item().topic(2, 4);
        scene.allWellSeen().rankedBy(Feature.TOPIC_SHARE);
        Placed placed = first(villager(Scene.history(EventType.OPEN, 0)));
        assertThat(placed.cause()).isEqualTo(Cause.TOPIC);
        assertThat(placed.about()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void whatIsToldIsTrue(long seed) {
        RandomGenerator random = Scene.random(seed);
        Scene any = scene(random);
        World world = any.world();
        Map<Cause, Integer> told = new EnumMap<>(Cause.class);
        for (int round = 0; round < 60; round++) {
            Person person = any.someone(random);
            for (Placed placed : list(world, person, random)) {
                told.merge(placed.cause(), 1, Integer::sum);
                Family family = family(placed.cause());
                assertThat(family == null || isTrue(world, person, placed.item(), family))
                        .as("seed %d: %s of %d", seed, placed.cause(), placed.item())
                        .isTrue();
                assertThat(isAbout(world, person, placed))
                        .as("seed %d: %s about %d", seed, placed.cause(), placed.about())
                        .isTrue();
            }
        }
        assertThat(told).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void whatIsToldIsWhatMovedTheScoreMostOfWhatIsTrue(long seed) {
        RandomGenerator random = Scene.random(seed);
        Scene any = scene(random);
        World world = any.world();
        for (int round = 0; round < 60; round++) {
            Person person = any.someone(random);
            for (Placed placed : list(world, person, random)) {
                if (placed.cause() != Cause.EXPLORED) {
                    assertThat(placed.cause()).as("seed %d", seed).isEqualTo(expected(world, person, placed.item()));
                }
            }
        }
    }

    private static Scene scene(RandomGenerator random) {
        return Scene.random(random, 90)
                .ranker(
                        random.nextBoolean()
                                ? Forests.random(random, 30, 6)
                                : new Linear(
                                        0,
                                        random.doubles(Feature.COUNT, -1, 1).toArray(),
                                        random.doubles(Feature.COUNT, -1, 1).toArray()));
    }

    private Cause expected(World world, Person person, int item) {
        float[] row = new float[Feature.COUNT];
        new Ranking(10, Ranking.Surroundings.NONE).row(world, person, NOW, item, row);
        double[] features = new double[Feature.COUNT];
        world.model().ranker().explain(row, 0, features);
        double[] families = new double[Family.values().length];
        for (int column = 0; column < Feature.COUNT; column++) {
            families[Feature.at(column).family().ordinal()] += features[column];
        }
        return Arrays.stream(Family.values())
                .filter(family -> family != Family.PERSON && families[family.ordinal()] >= LEAST_TOLD)
                .filter(family -> isTrue(world, person, item, family))
                .max(Comparator.comparingDouble(family -> families[family.ordinal()]))
                .map(family -> Cause.valueOf(family.name()))
                .orElse(Cause.EDITORIAL);
    }

    private static boolean hasAnchor(Visit visit, Neighbours matrix, int item) {
        return IntStream.range(0, visit.recentCount()).anyMatch(i -> matrix.weight(visit.recent(i), item) > 0);
    }

    private static boolean isTrue(World world, Person person, int item, Family family) {
        Things.Thing thing = world.things().all()[item];
        Visit visit = new Visit();
        visit.begin(world, person, NOW);
        return switch (family) {
            case COLLABORATIVE -> hasAnchor(visit, world.model().collaborative(), item);
            case CONTENT -> hasAnchor(visit, world.content(), item);
            case PLACE -> true;
            case GROUP -> (thing.groups() & person.groups()) != 0;
            case TOPIC ->
                (thing.topics() & ~person.unusedTopics()) != 0 && visit.tastes().share(thing.topics()) >= LEAST_SHARE;
            case INTEREST -> (thing.topics() & person.interests()) != 0;
            case SEASON -> !thing.season().isAlways() && thing.season().fits(LocalDate.of(2026, 6, 10));
            case FRESH -> thing.publishedMillis() > NOW - 14 * World.DAY_MILLIS;
            case LOCAL -> thing.regions().stream().anyMatch(region -> isAround(region, person));
            case PERSON -> false;
        };
    }

    private static boolean isAround(RegionCode region, Person person) {
        return region.level().compareTo(Level.CITY) >= 0 && region.contains(person.region());
    }

    private static boolean isAbout(World world, Person person, Placed placed) {
        Things.Thing thing = world.things().all()[placed.item()];
        int about = placed.about();
        return switch (placed.cause()) {
            case COLLABORATIVE ->
                isOpened(person, about) && world.model().collaborative().weight(about, placed.item()) > 0;
            case CONTENT -> isOpened(person, about) && world.content().weight(about, placed.item()) > 0;
            case PLACE -> about == Prior.EVERYBODY || (person.groups() >> about & 1) != 0;
            case GROUP -> (thing.groups() & person.groups() & 1 << about) != 0;
            case TOPIC -> (thing.topics() & ~person.unusedTopics() & 1L << about) != 0;
            case INTEREST -> (thing.topics() & person.interests() & 1L << about) != 0;
            case PINNED, PUSHED, EXPLORED, SEASON, FRESH, LOCAL, LATER, EDITORIAL -> about == -1;
        };
    }

    private static boolean isOpened(Person person, int item) {
        return person.history() != null && person.history().met(item).isPositive();
    }

    private static @Nullable Family family(Cause cause) {
        return Arrays.stream(Family.values())
                .filter(family -> family.name().equals(cause.name()))
                .findFirst()
                .orElse(null);
    }

    private Placed first(Person person) {
        return list(scene.world(), person, Scene.random(5109)).getFirst();
    }

    private List<Placed> list(World world, Person person, RandomGenerator random) {
        return ranking.list(world, person, NOW, Policy.DEFAULT, Orders.NONE, Ranking.Length.explained(40), random);
    }
}
