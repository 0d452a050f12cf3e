package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.BACKOFF;
import static kepu.recommend.rank.Scene.ELSEWHERE;
import static kepu.recommend.rank.Scene.FARMERS;
import static kepu.recommend.rank.Scene.NOW;
import static kepu.recommend.rank.Scene.VILLAGE;
import static kepu.recommend.rank.Scene.villager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.random.RandomGenerator;
import kepu.activity.EventType;
import kepu.base.Group;
import kepu.content.Kind;
import kepu.recommend.model.Feature;
import kepu.region.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each feature has the value that {@link Feature} says. */
class RowsTest {
    private static final Person NOBODY = Person.of(VILLAGE);

    private final Scene scene = new Scene();

    @Test
    void collaborativeSumsTheWeightsFromWhatWasOpened() {
        scene.items(4).together(0, 3, 0.5).together(1, 3, 0.25);
        Person person = opened(EventType.OPEN, 0, 1, 2);
        double aMinuteAgo = Math.pow(2, -1 / (45 * 24 * 60.0));
        double sum = 0.5 * aMinuteAgo * aMinuteAgo + 0.25 * aMinuteAgo;
        assertThat(value(Feature.COLLABORATIVE, person, 3)).isCloseTo(sum, within(1e-5));
        assertThat(value(Feature.COLLABORATIVE_MEAN, person, 3)).isCloseTo(sum / 3, within(1e-4));
        assertThat(value(Feature.COLLABORATIVE, NOBODY, 3)).isZero();
    }

    @Test
    void whatWasLikedSpeaksLouder() {
        scene.items(2).together(0, 1, 0.5);
        assertThat(value(Feature.COLLABORATIVE, opened(EventType.LIKE, 0), 1)).isCloseTo(0.75, within(1e-6));
        assertThat(value(Feature.COLLABORATIVE, opened(EventType.FINISH, 0), 1)).isCloseTo(0.6, within(1e-6));
        assertThat(value(Feature.COLLABORATIVE, opened(EventType.IMPRESSION, 0), 1))
                .isZero();
        assertThat(value(Feature.COLLABORATIVE, opened(EventType.NOT_INTERESTED, 0), 1))
                .isZero();
    }

    @Test
    void contentIsTheMeanAndTheHighestLikeness() {
        scene.items(4).alike(0, 3, 0.5).alike(1, 3, 0.25);
        Person person = opened(EventType.OPEN, 0, 1);
        assertThat(value(Feature.CONTENT, person, 3)).isCloseTo(0.375, within(1e-6));
        assertThat(value(Feature.CONTENT_BEST, person, 3)).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void ratesAreBackedOffFromPlaceToPlace() {
        scene.items(2).seen(VILLAGE, FARMERS, 0, 100, 40).seen(ELSEWHERE, 0, 0, 300, 20);
        double mean = (60 + 50) / 900.0;
        double country = backed(mean, 400, 60, 1);
        double group = backed(country, 100, 40, 1);
        double county = backed(group, 100, 40, 3);
        double village = backed(county, 100, 40, 2);
        Person person = villager(FARMERS, 0);
        assertThat(value(Feature.COUNTRY_RATE, person, 0)).isCloseTo(Math.log(country / mean), within(1e-5));
        assertThat(value(Feature.GROUP_RATE, person, 0)).isCloseTo(Math.log(group / mean), within(1e-5));
        assertThat(value(Feature.COUNTY_RATE, person, 0)).isCloseTo(Math.log(county / mean), within(1e-5));
        assertThat(value(Feature.PLACE_RATE, person, 0)).isCloseTo(Math.log(village / mean), within(1e-5));
        assertThat(value(Feature.BEST_RATE, person, 0)).isCloseTo(Math.log(village / mean), within(1e-5));
    }

    @Test
    void forEverybodyTheCountryCountsOnce() {
        scene.item().topic(1);
        scene.seen(VILLAGE, 0, 0, 100, 40);
        double mean = (40 + 50) / 600.0;
        assertThat(value(Feature.GROUP_RATE, NOBODY, 0))
                .isCloseTo(Math.log(backed(mean, 100, 40, 1) / mean), within(1e-5));
        assertThat(value(Feature.COUNTY_RATE, NOBODY, 0))
                .isCloseTo(Math.log(backed(mean, 100, 40, 4) / mean), within(1e-5));
        assertThat(value(Feature.GROUP_TOPIC_RATE, NOBODY, 0))
                .isCloseTo(Math.log(backed(mean, 100, 40, 4) / mean), within(1e-5));
    }

    @Test
    void theBestOfThePersonsGroupsSpeaksInTheBestRate() {
        scene.items(1).seen(VILLAGE, FARMERS, 0, 100, 80).seen(VILLAGE, Scene.ELDERS, 0, 100, 2);
        Person both = villager(FARMERS | Scene.ELDERS, 0);
        assertThat(value(Feature.BEST_RATE, both, 0))
                .isEqualTo(value(Feature.PLACE_RATE, villager(FARMERS, 0), 0))
                .isGreaterThan(value(Feature.PLACE_RATE, both, 0));
    }

    @Test
    void aNewItemHasTheRatesOfItsTopicAndKind() {
        scene.item().topic(1).kind(Kind.VIDEO);
        scene.item().topic(1).kind(Kind.VIDEO);
        scene.item().topic(2);
        scene.seen(VILLAGE, FARMERS, 1, 100, 60).seen(VILLAGE, FARMERS, 2, 100, 5);
        Person person = villager(FARMERS, 0);
        assertThat(value(Feature.PLACE_RATE, person, 0)).isZero();
        double mean = (65 + 50) / 700.0;
        double rate = backed(backed(mean, 100, 60, 1), 100, 60, 4);
        assertThat(value(Feature.GROUP_TOPIC_RATE, person, 0)).isCloseTo(Math.log(rate / mean), within(1e-5));
        assertThat(value(Feature.GROUP_KIND_RATE, person, 0)).isCloseTo(Math.log(rate / mean), within(1e-5));
        assertThat(value(Feature.GROUP_TOPIC_RATE, person, 2)).isNegative();
    }

    @Test
    void countsAreLogarithms() {
        scene.items(1).seen(VILLAGE, 0, 0, 100, 40);
        assertThat(value(Feature.OPENS, NOBODY, 0)).isCloseTo(Math.log(41), within(1e-5));
        assertThat(value(Feature.EXPOSURE, NOBODY, 0)).isCloseTo(Math.log(101), within(1e-5));
        assertThat(value(Feature.TREND, NOBODY, 0)).isCloseTo(Math.log(41), within(1e-5));
        float[] later = new float[Feature.COUNT];
        new Ranking(10, Ranking.Surroundings.NONE).row(scene.world(), NOBODY, NOW + 5 * World.DAY_MILLIS, 0, later);
        assertThat((double) later[Feature.TREND.ordinal()]).isCloseTo(Math.log(21), within(1e-5));
    }

    @Test
    void groupMatchCountsCommonGroups() {
        scene.item();
        scene.item().madeFor(FARMERS | Scene.ELDERS);
        Person both = villager(FARMERS | Scene.ELDERS | 1 << Group.WOMAN.ordinal(), 0);
        assertThat(value(Feature.GROUP_MATCH, both, 0)).isZero();
        assertThat(value(Feature.GROUP_MATCH, both, 1)).isEqualTo(2);
        assertThat(value(Feature.GROUP_MATCH, villager(FARMERS, 0), 1)).isEqualTo(1);
        assertThat(value(Feature.GROUP_MATCH, NOBODY, 1)).isEqualTo(-1);
    }

    @Test
    void topicsOfWhatWasOpenedAreLiked() {
        scene.item().topic(1);
        scene.item().topic(2);
        scene.item().topic(1);
        Person person = opened(EventType.OPEN, 0);
        double expected = (1 + 8 * 0.1) / 9;
        double rate = (1 + 4 * expected) / 5;
        assertThat(value(Feature.TOPIC_AFFINITY, person, 2)).isCloseTo(Math.log(rate / expected), within(1e-4));
        assertThat(value(Feature.TOPIC_SHARE, person, 2)).isCloseTo(1, within(1e-5));
        assertThat(value(Feature.TOPIC_SHARE, person, 1)).isZero();
        assertThat(value(Feature.OPEN_RATE, person, 1)).isCloseTo(Math.log(expected / 0.1), within(1e-4));
        assertThat(value(Feature.ACTIVITY, person, 1)).isCloseTo(Math.log(2), within(1e-5));
    }

    @Test
    void withoutImpressionsTopicsAreLikedMoreThanEverybodyLikesThem() {
        scene.withoutImpressions().item().topic(1);
        scene.item().topic(2);
        scene.item().topic(1, 2);
        scene.seen(ELSEWHERE, 0, 0, 0, 30).seen(ELSEWHERE, 0, 1, 0, 10);
        Person person = opened(EventType.OPEN, 0);
        double liked = Math.log((1 / 0.75 + 10) / 11);
        double other = Math.log(10.0 / 11);
        assertThat(value(Feature.TOPIC_AFFINITY, person, 0)).isCloseTo(liked, within(1e-4));
        assertThat(value(Feature.TOPIC_AFFINITY, person, 1)).isCloseTo(other, within(1e-4));
        assertThat(value(Feature.TOPIC_AFFINITY, person, 2)).isCloseTo((liked + other) / Math.sqrt(2), within(1e-4));
        assertThat(value(Feature.TOPIC_AFFINITY, NOBODY, 0)).isZero();
    }

    @Test
    void withoutImpressionsWhatIsOpenedSinceTheFirstOpeningIsTheExposure() {
        scene.withoutImpressions().items(3);
        scene.seen(ELSEWHERE, 0, 0, 0, 30).seen(ELSEWHERE, 0, 1, 0, 10);
        assertThat(value(Feature.EXPOSURE, NOBODY, 0)).isCloseTo(Math.log(41), within(1e-5));
        assertThat(value(Feature.EXPOSURE, NOBODY, 1)).isCloseTo(Math.log(11), within(1e-5));
        assertThat(value(Feature.EXPOSURE, NOBODY, 2)).isZero();
    }

    @Test
    void onlyWhoWasHereBeforeTellsTheYoungFromTheOldAndOnlyWithoutImpressions() {
        Person person = opened(EventType.OPEN, 2);
        scene.items(3).seen(ELSEWHERE, 0, 0, 0, 30).seen(ELSEWHERE, 0, 1, 0, 10);
        assertThat(value(Feature.YOUTH, person, 1)).isZero();
        scene.withoutImpressions().seen(ELSEWHERE, 0, 0, 0, 30).seen(ELSEWHERE, 0, 1, 0, 10);
        assertThat(value(Feature.YOUTH, person, 0)).isCloseTo(0, within(1e-5));
        assertThat(value(Feature.YOUTH, person, 1)).isCloseTo(Math.log(1.15 / (0.25 + 0.15)), within(1e-5));
        assertThat(value(Feature.YOUTH, NOBODY, 1)).isZero();
    }

    @Test
    void whatIsShownAndNotOpenedIsLikedLess() {
        scene.item().topic(1);
        scene.item().topic(2);
        scene.item().topic(2);
        History history = Scene.history(EventType.OPEN, 0);
        history.add(1, EventType.NOT_INTERESTED, NOW);
        assertThat(value(Feature.TOPIC_AFFINITY, villager(history), 2)).isNegative();
    }

    @Test
    void interestIsWhatThePersonSaid() {
        scene.item().topic(1);
        scene.item().topic(2);
        Person person = new Person(VILLAGE, 0, 0, 1L << 1, 0, null);
        assertThat(value(Feature.INTEREST, person, 0)).isEqualTo(1);
        assertThat(value(Feature.INTEREST, person, 1)).isZero();
    }

    @Test
    void seasonIsInOutOrAlways() {
        scene.item();
        scene.item().months(6);
        scene.item().months(1);
        assertThat(value(Feature.SEASON, NOBODY, 0)).isZero();
        assertThat(value(Feature.SEASON, NOBODY, 1)).isEqualTo(1);
        assertThat(value(Feature.SEASON, NOBODY, 2)).isEqualTo(-1);
    }

    @Test
    void newnessFadesAndAgeGrows() {
        scene.item().daysOld(14);
        scene.item().undated();
        assertThat(value(Feature.NEWNESS, NOBODY, 0)).isCloseTo(Math.exp(-1), within(1e-5));
        assertThat(value(Feature.AGE, NOBODY, 0)).isCloseTo(Math.log(15), within(1e-5));
        assertThat(value(Feature.NEWNESS, NOBODY, 1)).isZero();
        assertThat(value(Feature.AGE, NOBODY, 1)).isZero();
    }

    @Test
    void closenessIsTheLevelOfTheNarrowestRegionAroundThePerson() {
        scene.item();
        scene.item().in(VILLAGE.at(Level.PROVINCE), VILLAGE.at(Level.TOWN), ELSEWHERE);
        scene.item().in(VILLAGE);
        scene.item().in(ELSEWHERE);
        assertThat(value(Feature.CLOSENESS, NOBODY, 0)).isZero();
        assertThat(value(Feature.CLOSENESS, NOBODY, 1)).isEqualTo(4);
        assertThat(value(Feature.CLOSENESS, NOBODY, 2)).isEqualTo(5);
        assertThat(value(Feature.CLOSENESS, NOBODY, 3)).isZero();
    }

    @Test
    void lengthKindAndAgeOfThePerson() {
        scene.item().size(999).kind(Kind.VIDEO);
        scene.item().size(0);
        Person person = villager(0, 1986);
        assertThat(value(Feature.LENGTH, person, 0)).isCloseTo(Math.log(1000), within(1e-5));
        assertThat(value(Feature.LENGTH, person, 1)).isZero();
        assertThat(value(Feature.VIDEO, person, 0)).isEqualTo(1);
        assertThat(value(Feature.VIDEO, person, 1)).isZero();
        assertThat(value(Feature.BIRTH, person, 0)).isCloseTo(4, within(1e-6));
        assertThat(value(Feature.POSITION, person, 0)).isZero();
    }

    @Test
    void howOftenAndHowLongAgoItWasShown() {
        scene.items(2);
        History history = new History(5);
        history.add(0, EventType.IMPRESSION, NOW - 9 * 3_600_000);
        history.add(0, EventType.IMPRESSION, NOW - 3 * 3_600_000);
        Person person = villager(history);
        assertThat(value(Feature.SHOWN, person, 0)).isEqualTo(2);
        assertThat(value(Feature.SHOWN_AGO, person, 0)).isCloseTo(Math.log(4), within(1e-5));
        assertThat(value(Feature.SHOWN, person, 1)).isZero();
        assertThat(value(Feature.SHOWN_AGO, person, 1)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void everyValueIsANumber(long seed) {
        RandomGenerator random = Scene.random(seed);
        Scene any = Scene.random(random, 80);
        World world = any.world();
        Ranking target = new Ranking(10, Ranking.Surroundings.NONE);
        float[] row = new float[Feature.COUNT];
        for (int round = 0; round < 60; round++) {
            Person person = any.someone(random);
            long at = NOW + random.nextLong(-40, 400) * World.DAY_MILLIS;
            for (int item = 0; item < 80; item++) {
                target.row(world, person, at, item, row);
                for (Feature feature : Feature.values()) {
                    assertThat(Float.isFinite(row[feature.ordinal()]))
                            .as("seed %d: %s is %f", seed, feature, row[feature.ordinal()])
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void whoHasDoneNothingHasNothingPersonal(long seed) {
        Scene any = Scene.random(Scene.random(seed), 80);
        World world = any.world();
        Ranking target = new Ranking(10, Ranking.Surroundings.NONE);
        float[] row = new float[Feature.COUNT];
        for (int item = 0; item < 80; item++) {
            target.row(world, item % 2 == 0 ? NOBODY : villager(new History(5)), NOW, item, row);
            for (Feature feature : new Feature[] {
                Feature.COLLABORATIVE, Feature.COLLABORATIVE_MEAN, Feature.CONTENT, Feature.CONTENT_BEST,
                Feature.TOPIC_AFFINITY, Feature.TOPIC_SHARE, Feature.INTEREST, Feature.SHOWN,
                Feature.ACTIVITY, Feature.OPEN_RATE, Feature.BIRTH
            }) {
                assertThat(row[feature.ordinal()])
                        .as("seed %d %s", seed, feature)
                        .isZero();
            }
        }
    }

    /** A rate that is backed off by the same counts so many times. */
    private static double backed(double rate, double shown, double opened, int times) {
        return times == 0 ? rate : backed((opened + BACKOFF * rate) / (shown + BACKOFF), shown, opened, times - 1);
    }

    private static Person opened(EventType type, int... items) {
        return villager(Scene.history(type, items));
    }

    private double value(Feature feature, Person person, int item) {
        float[] row = new float[Feature.COUNT];
        new Ranking(10, Ranking.Surroundings.NONE).row(scene.world(), person, NOW, item, row);
        return row[feature.ordinal()];
    }
}
