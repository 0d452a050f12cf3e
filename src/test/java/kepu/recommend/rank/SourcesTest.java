package kepu.recommend.rank;

import static kepu.recommend.rank.Scene.ELSEWHERE;
import static kepu.recommend.rank.Scene.NOW;
import static kepu.recommend.rank.Scene.VILLAGE;
import static kepu.recommend.rank.Scene.villager;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import kepu.activity.EventType;
import kepu.recommend.log.Things;
import kepu.recommend.model.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final Person NOBODY = Person.of(VILLAGE);

    private final Scene scene = new Scene();

    @Test
    void collaborativeProposesWhatPeopleWhoOpenedTheSameOpened() {
        scene.items(6).together(0, 1, 0.5).together(2, 3, 0.5).together(0, 4, -0.5);
        assertThat(proposed(new CollaborativeSource(), opened(0))).isEqualTo(set(1));
        assertThat(proposed(new CollaborativeSource(), NOBODY)).isEmpty();
    }

    @Test
    void whatSpeaksAgainstAnItemIsWeighedWithWhatSpeaksForIt() {
        scene.items(4).together(0, 3, 0.5).together(1, 3, -0.6);
        assertThat(proposed(new CollaborativeSource(), opened(0))).isEqualTo(set(3));
        assertThat(proposed(new CollaborativeSource(), opened(0, 1))).isEmpty();
    }

    @Test
    void contentProposesWhatReadsLikeTheLastItems() {
        scene.items(6).alike(0, 1, 0.5).alike(2, 3, 0.5);
        assertThat(proposed(new ContentSource(), opened(2))).isEqualTo(set(3));
        assertThat(proposed(new ContentSource(), opened(0, 2))).isEqualTo(set(1, 3));
        assertThat(proposed(new ContentSource(), NOBODY)).isEmpty();
    }

    @Test
    void contentLooksAtTheLastTwelveOnly() {
        scene.items(30).alike(0, 20, 0.9).alike(1, 21, 0.9);
        assertThat(proposed(new ContentSource(), opened(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)))
                .isEqualTo(set(21));
    }

    @Test
    void seasonProposesWhatIsInSeason() {
        scene.item();
        scene.item().months(6);
        scene.item().months(12);
        assertThat(proposed(new ShelfSource("season", 15, Shelf::season), NOBODY))
                .isEqualTo(set(1));
    }

    @Test
    void freshProposesWhatIsNew() {
        scene.item();
        scene.item().daysOld(3);
        scene.item().daysOld(30);
        scene.item().undated();
        assertThat(proposed(new ShelfSource("fresh", 15, Shelf::fresh), NOBODY)).isEqualTo(set(1));
    }

    @Test
    void madeProposesWhatWasMadeForTheGroupAndForNone() {
        scene.item().madeFor(Scene.FARMERS);
        scene.item().madeFor(Scene.ELDERS);
        scene.item();
        ShelfSource target = new ShelfSource("made", 15, Shelf::made);
        assertThat(proposed(target, villager(Scene.FARMERS, 0))).isEqualTo(set(0, 2));
        assertThat(proposed(target, NOBODY)).isEqualTo(set(2));
    }

    @Test
    void villageProposesWhatTheVillageOpens() {
        scene.items(4).seen(VILLAGE, 0, 1, 20, 5).seen(VILLAGE, 0, 2, 20, 0).seen(ELSEWHERE, 0, 3, 50, 40);
        assertThat(proposed(new VillageSource(), NOBODY)).isEqualTo(set(1));
    }

    @Test
    void topicProposesWhatThePersonLikesAndWhatTheyOpen() {
        for (int topic = 0; topic < 8; topic++) {
            scene.item().topic(topic / 2);
        }
        assertThat(proposed(new TopicSource(), new Person(VILLAGE, 0, 0, 1L << 2, 0, null)))
                .isEqualTo(set(4, 5));
        assertThat(proposed(new TopicSource(), opened(0))).isEqualTo(set(1));
        assertThat(proposed(new TopicSource(), NOBODY)).isEmpty();
    }

    @Test
    void aTopicThatThePersonDoesNotWantToBeKnownForIsNotProposedFromWhatTheyOpened() {
        scene.item().topic(1);
        scene.item().topic(1);
        scene.together(0, 1, 0.9).alike(0, 1, 0.9);
        Person person = new Person(VILLAGE, 0, 0, 0, 1L << 1, Scene.history(EventType.OPEN, 0));
        assertThat(proposed(new TopicSource(), person)).isEmpty();
        assertThat(proposed(new CollaborativeSource(), person)).isEmpty();
        assertThat(proposed(new ContentSource(), person)).isEmpty();
    }

    @Test
    void exploreProposesWhatTooFewHaveSeen() {
        scene.items(4).seen(ELSEWHERE, 0, 2, Scene.WELL_SEEN, 50);
        assertThat(proposed(new ExploreSource(), NOBODY)).isEqualTo(set(0, 1, 3));
    }

    @Test
    void priorProposesWhatTheGroupInTheCountyOpens() {
        scene.items(300);
        for (int item = 0; item < 60; item++) {
            scene.seen(VILLAGE, Scene.FARMERS, 200 + item, 100, 90);
        }
        assertThat(proposed(new PriorSource(), villager(Scene.FARMERS, 0)))
                .hasSizeLessThanOrEqualTo(100)
                .contains(200, 230, 249);
    }

    @Test
    void aSourceThatThrowsCostsItsOwnProposalsAndIsReported() {
        scene.items(20).together(0, 1, 0.5);
        List<String> failed = new ArrayList<>();
        Ranking target = new Ranking(
                100,
                new Ranking.Surroundings(
                        person -> {
                            throw new IllegalStateException("down");
                        },
                        (name, failure) -> failed.add(name + " " + failure.getMessage())));
        Candidates candidates = target.rank(scene.world(), opened(0), NOW, Orders.NONE, Visibility.ALL);
        assertThat(failed).containsExactly("pushed down");
        assertThat(candidates.size()).isEqualTo(19);
    }

    @Test
    void whatIsPushedIsACandidateAndSaysSo() {
        scene.items(20).allWellSeen();
        Ranking target = new Ranking(
                100, new Ranking.Surroundings(person -> new int[] {17, 3_000}, Ranking.Surroundings.NONE.failed()));
        Candidates candidates = target.rank(scene.world(), NOBODY, NOW, Orders.NONE, Visibility.ALL);
        assertThat(candidates.sources(candidates.placeOf(17)) & 1).isOne();
        assertThat(candidates.sources(candidates.placeOf(16)) & 1).isZero();
    }

    @Test
    void anItemBeyondTheCatalogueIsNoCandidateThoughALargerOneWentBefore() {
        Ranking target = new Ranking(
                100, new Ranking.Surroundings(person -> new int[] {17}, Ranking.Surroundings.NONE.failed()));
        target.rank(new Scene().items(20).world(), NOBODY, NOW, Orders.NONE, Visibility.ALL);
        scene.items(10);
        assertThat(target.rank(scene.world(), NOBODY, NOW, Orders.NONE, Visibility.ALL)
                        .size())
                .isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(
            value = EventType.class,
            names = {"IMPRESSION"},
            mode = EnumSource.Mode.EXCLUDE)
    void whatWasOpenedOrDismissedIsNoCandidate(EventType type) {
        scene.items(5);
        assertThat(ranked(villager(Scene.history(type, 2)))).isEqualTo(set(0, 1, 3, 4));
    }

    @Test
    void whatIsNotThereNotYetOutOrForOthersIsNoCandidate() {
        scene.item().withdrawn();
        scene.item().daysOld(-1);
        scene.item().in(ELSEWHERE);
        scene.item().in(Scene.COUNTY);
        scene.item().in(ELSEWHERE, VILLAGE);
        assertThat(ranked(NOBODY)).isEqualTo(set(3, 4));
    }

    @Test
    void oneMoreOpeningChangesTheNextList() {
        scene.items(30).allWellSeen().together(0, 25, 0.9).alike(0, 25, 0.9);
        World world = scene.world();
        History history = new History(10);
        assertThat(first(world, villager(history))).isNotEqualTo(25);
        history.add(0, EventType.OPEN, NOW);
        assertThat(first(world, villager(history))).isEqualTo(25);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void whoeverComesNoCandidateIsForbidden(long seed) {
        RandomGenerator random = Scene.random(seed);
        Scene any = Scene.random(random, 120);
        World world = any.world();
        Ranking target = new Ranking(80, Ranking.Surroundings.NONE);
        for (int round = 0; round < 50; round++) {
            Person person = any.someone(random);
            Candidates candidates = target.rank(world, person, NOW, Orders.NONE, Visibility.ALL);
            Set<Integer> seen = new HashSet<>();
            assertThat(candidates.size()).as("seed %d", seed).isBetween(1, 80);
            for (int place = 0; place < candidates.size(); place++) {
                int item = candidates.item(place);
                Things.Thing thing = world.things().all()[item];
                History.Met met = person.history() == null
                        ? History.Met.NEVER
                        : person.history().met(item);
                assertThat(seen.add(item)).as("seed %d twice %d", seed, item).isTrue();
                assertThat(candidates.placeOf(item)).isEqualTo(place);
                assertThat(candidates.sources(place)).isNotZero();
                assertThat(thing.isThere() && thing.publishedMillis() <= NOW)
                        .as("seed %d", seed)
                        .isTrue();
                assertThat(met).as("seed %d", seed).isIn(History.Met.NEVER, History.Met.SHOWN);
                assertThat(thing.regions().isEmpty()
                                || thing.regions().stream().anyMatch(region -> region.contains(VILLAGE)))
                        .as("seed %d", seed)
                        .isTrue();
            }
        }
    }

    private static Person opened(int... items) {
        return villager(Scene.history(EventType.OPEN, items));
    }

    private Set<Integer> proposed(Source source, Person person) {
        Visit visit = new Visit();
        visit.begin(scene.world(), person, NOW);
        Candidates candidates = new Candidates(200);
        candidates.begin(visit, Visibility.ALL);
        candidates.from(0);
        source.propose(visit, candidates);
        return set(candidates);
    }

    private Set<Integer> ranked(Person person) {
        return set(new Ranking(200, Ranking.Surroundings.NONE)
                .rank(scene.world(), person, NOW, Orders.NONE, Visibility.ALL));
    }

    private static Set<Integer> set(Candidates candidates) {
        Set<Integer> items = new HashSet<>();
        for (int place = 0; place < candidates.size(); place++) {
            items.add(candidates.item(place));
        }
        return items;
    }

    private static Set<Integer> set(int... items) {
        return Scene.set(items);
    }

    private static int first(World world, Person person) {
        return new Ranking(200, Ranking.Surroundings.NONE)
                .list(world, person, NOW, Policy.DEFAULT, Orders.NONE, Ranking.Length.explained(5), Scene.random(5109))
                .getFirst()
                .item();
    }
}
