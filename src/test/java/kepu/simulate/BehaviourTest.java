package kepu.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.base.Beijing;
import kepu.base.Topic;
import kepu.content.Item;
import kepu.content.Kind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BehaviourTest {
    private static final int RESIDENTS = 6_000;

    /** An item that was shown, and whether it was opened. */
    private record Shown(Person person, Item item, Event event, boolean opened, boolean openedBefore) {}

    private static Truth truth;
    private static final List<List<Event>> histories = new ArrayList<>();
    private static final List<Shown> log = new ArrayList<>();

    @BeforeAll
    static void liveThroughTheWindow() {
        truth = Scene.truth(Scene.settings(RESIDENTS));
        Behaviour behaviour = new Behaviour(truth);
        for (int i = 0; i < RESIDENTS; i++) {
            Person person = truth.person(i);
            List<Event> events = Scene.events(behaviour, person);
            histories.add(events);
            Set<Integer> opened = new HashSet<>();
            for (int j = 0; j < events.size(); j++) {
                Event event = events.get(j);
                if (event.type() == EventType.IMPRESSION) {
                    boolean opens = j + 1 < events.size() && events.get(j + 1).type() == EventType.OPEN;
                    log.add(new Shown(person, item(event), event, opens, opened.contains(event.item())));
                } else if (event.type() == EventType.OPEN) {
                    opened.add(event.item());
                }
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameRowsInAnyOrder() throws Exception {
        assertThat(digest(Scene.SEED, true)).isEqualTo(digest(Scene.SEED, false));
    }

    @Test
    void anotherSeedGivesOtherRows() throws Exception {
        assertThat(digest(Scene.SEED + 1, true)).isNotEqualTo(digest(Scene.SEED, true));
    }

    @Test
    void aTenthOfThePeopleMakeMoreThanAThirdOfTheEvents() {
        int[] counts = histories.stream().mapToInt(List::size).sorted().toArray();
        double all = java.util.Arrays.stream(counts).sum();
        double most = java.util.Arrays.stream(counts).skip(RESIDENTS * 9 / 10).sum();
        assertThat(most / all).as("seed %d", Scene.SEED).isBetween(0.35, 0.7);
        assertThat(all / RESIDENTS).isBetween(40.0, 60.0);
        assertThat(counts[RESIDENTS / 2]).isBetween(8, 40);
    }

    @Test
    void nothingHappensBeforeConsentOrPublicationNorAfterNow() {
        for (int i = 0; i < RESIDENTS; i++) {
            Person person = truth.person(i);
            for (Event event : histories.get(i)) {
                assertThat(event.at())
                        .isAfter(person.profile().consentAt())
                        .isAfter(item(event).publishedAt())
                        .isAfterOrEqualTo(truth.settings().from())
                        .isBefore(Scene.NOW);
            }
        }
    }

    @Test
    void eventsAreInOrderWithUniqueIdsThatSayTheyAreSimulated() {
        for (List<Event> events : histories) {
            assertThat(events).extracting(Event::at).isSorted();
            assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
            assertThat(events).allSatisfy(event -> {
                assertThat(event.id()).startsWith("sim-");
                assertThat(event.feed()).isEqualTo("sim");
                assertThat(event.position()).isBetween(0, 11);
            });
        }
    }

    @Test
    void itemsAreShownOnlyWhereTheyAreMeantFor() {
        assertThat(log)
                .allMatch(shown -> shown.item().isFor(shown.person().home().code()));
    }

    @Test
    void everyActFollowsAnOpeningOfTheSameItem() {
        for (List<Event> events : histories) {
            Integer open = null;
            for (Event event : events) {
                switch (event.type()) {
                    case IMPRESSION -> open = null;
                    case OPEN -> open = event.item();
                    case PLAY -> {
                        assertThat(event.item()).isEqualTo(open);
                        assertThat(item(event).kind()).isEqualTo(Kind.VIDEO);
                    }
                    case FINISH, PROGRESS -> {
                        assertThat(event.item()).isEqualTo(open);
                        assertThat(event.millis()).isPositive();
                        assertThat(event.value()).isBetween(0.05, 1.0);
                    }
                    case LIKE, SHARE -> assertThat(event.item()).isEqualTo(open);
                    case NOT_INTERESTED -> {}
                    case ANSWER -> throw new AssertionError("nobody answers here");
                }
            }
        }
    }

    @Test
    void peopleOpenWhatIsMeantForTheirGroups() {
        Predicate<Shown> match = shown ->
                !Collections.disjoint(shown.person().groups(), shown.item().groups());
        assertThat(openRate(match)).as("seed %d", Scene.SEED).isGreaterThan(1.8 * openRate(match.negate()));
    }

    @Test
    void peopleOpenWhatIsInSeason() {
        Predicate<Shown> seasonal = shown -> !shown.item().season().isAlways();
        Predicate<Shown> fits = shown -> shown.item().season().fits(day(shown));
        assertThat(openRate(seasonal.and(fits)))
                .as("seed %d", Scene.SEED)
                .isGreaterThan(1.5 * openRate(seasonal.and(fits.negate())));
    }

    @Test
    void peopleOpenWhatIsMeantForTheirCity() {
        Predicate<Shown> local = shown -> shown.item().regions().equals(List.of(Scene.SUINING));
        Predicate<Shown> plain = shown ->
                shown.item().regions().isEmpty() && shown.item().season().isAlways();
        assertThat(openRate(local)).as("seed %d", Scene.SEED).isGreaterThan(1.2 * openRate(plain));
    }

    @Test
    void townsDifferInWhatTheyOpen() {
        Predicate<Shown> specialTopic = of(Topic.LIVESTOCK).or(of(Topic.MACHINERY));
        Predicate<Shown> specialTown = of(Topic.LIVESTOCK)
                .and(in(Speciality.PIGS))
                .or(of(Topic.MACHINERY).and(in(Speciality.MACHINES)));
        assertThat(openRate(specialTown))
                .as("seed %d", Scene.SEED)
                .isGreaterThan(1.25 * openRate(specialTopic.and(specialTown.negate())));
        assertThat(openRate(of(Topic.PESTS).and(in(Speciality.URBAN))))
                .isLessThan(
                        0.85 * openRate(of(Topic.PESTS).and(in(Speciality.URBAN).negate())));
    }

    @Test
    void whatStandsFirstIsOpenedMore() {
        double top = openRate(shown -> position(shown) < 2);
        double middle = openRate(shown -> position(shown) >= 4 && position(shown) < 7);
        double end = openRate(shown -> position(shown) >= 9);
        assertThat(top).as("seed %d", Scene.SEED).isGreaterThan(1.15 * middle);
        assertThat(middle).isGreaterThan(1.15 * end);
    }

    @Test
    void anItemThatWasOpenedIsRarelyShownAgain() {
        assertThat(log.stream().filter(Shown::openedBefore).count()).isLessThan(log.size() / 20);
    }

    @Test
    void everyItemIsExploredAndNotEvenly() {
        long[] shown = new long[Scene.CATALOGUE.bound()];
        log.forEach(one -> shown[one.item().seq()]++);
        long[] counts = Scene.CATALOGUE.entries().stream()
                .filter(entry ->
                        entry.item().publishedAt().isBefore(truth.settings().from()))
                .mapToLong(entry -> shown[entry.item().seq()])
                .sorted()
                .toArray();
        assertThat(counts[0]).isGreaterThan(500);
        assertThat(counts[counts.length - 1]).isGreaterThan(2 * counts[0]);
    }

    @Test
    void theDayPeaksAtNoonAndInTheEvening() {
        int[] hours = new int[24];
        log.forEach(shown -> hours[shown.event().at().atZone(Beijing.ZONE).getHour()]++);
        assertThat(hours[12]).isGreaterThan(hours[10]).isGreaterThan(hours[15]);
        assertThat(hours[19] + hours[20]).isGreaterThan(2 * (hours[15] + hours[16]));
        assertThat(hours[3]).isLessThan(hours[12] / 50);
    }

    @Test
    void theTruthSaysHowOftenPeopleOpen() {
        for (double least = 0; least < 0.8; least += 0.1) {
            double from = least;
            List<Shown> alike = log.stream()
                    .filter(shown -> probability(shown) >= from && probability(shown) < from + 0.1)
                    .toList();
            double expected = alike.stream()
                    .mapToDouble(BehaviourTest::probability)
                    .average()
                    .orElseThrow();
            double opened = alike.stream().filter(Shown::opened).count() / (double) alike.size();
            assertThat(opened)
                    .as("seed %d, from %.1f", Scene.SEED, from)
                    .isCloseTo(expected, within(4 * Math.sqrt(0.25 / alike.size())));
        }
    }

    @Test
    void likedItemsAreReadToTheEndAndLongOnesLess() {
        long opened = histories.stream()
                .flatMap(List::stream)
                .filter(event -> event.type() == EventType.OPEN)
                .count();
        long finished = histories.stream()
                .flatMap(List::stream)
                .filter(event -> event.type() == EventType.FINISH)
                .count();
        long liked = histories.stream()
                .flatMap(List::stream)
                .filter(event -> event.type() == EventType.LIKE)
                .count();
        assertThat(finished / (double) opened).isBetween(0.4, 0.8);
        assertThat(liked / (double) opened).isBetween(0.03, 0.2);
    }

    @Test
    void theFirstOpeningOfAnItemIsAService() {
        for (int i = 0; i < 500; i++) {
            Person person = truth.person(i);
            List<Event> opens = histories.get(i).stream()
                    .filter(event -> event.type() == EventType.OPEN)
                    .toList();
            List<SimulationStore.Service> services = Simulation.services(person, histories.get(i));
            assertThat(services)
                    .hasSize((int) opens.stream().map(Event::item).distinct().count());
            assertThat(services).allSatisfy(service -> {
                assertThat(service.village()).isEqualTo(person.home().code());
                Event first = opens.stream()
                        .filter(event -> Objects.equals(event.item(), service.item()))
                        .findFirst()
                        .orElseThrow();
                assertThat(service.day()).isEqualTo(Beijing.day(first.at()));
            });
        }
    }

    private static String digest(long seed, boolean forwards) throws Exception {
        int residents = 300;
        Truth world = Scene.truth(Scene.settings(residents, seed));
        Behaviour behaviour = new Behaviour(world);
        String[] rows = new String[residents];
        for (int i = 0; i < residents; i++) {
            Person person = world.person(forwards ? i : residents - 1 - i);
            rows[person.index()] = person.home() + " " + person.profile() + Scene.events(behaviour, person);
        }
        byte[] text = String.join("\n", rows).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }

    private static double openRate(Predicate<Shown> of) {
        List<Shown> shown = log.stream().filter(of).toList();
        assertThat(shown).hasSizeGreaterThan(300);
        return shown.stream().filter(Shown::opened).count() / (double) shown.size();
    }

    private static double probability(Shown shown) {
        return truth.openProbability(shown.person(), shown.item(), shown.event().at(), position(shown));
    }

    private static int position(Shown shown) {
        return Objects.requireNonNull(shown.event().position());
    }

    private static LocalDate day(Shown shown) {
        return Beijing.day(shown.event().at());
    }

    private static Predicate<Shown> of(Topic topic) {
        return shown -> shown.item().topic() == topic;
    }

    private static Predicate<Shown> in(Speciality speciality) {
        return shown -> shown.person().home().speciality() == speciality;
    }

    private static Item item(Event event) {
        return Objects.requireNonNull(Scene.CATALOGUE.at(Objects.requireNonNull(event.item())))
                .item();
    }
}
