package kepu.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class TruthTest {
    private static final Settings SETTINGS = Scene.settings(1_000);

    private final Truth target = Scene.truth(SETTINGS);
    private final List<Item> items =
            Scene.CATALOGUE.entries().stream().map(Catalogue.Entry::item).toList();

    @Test
    void isTheSameWhenMadeAgain() {
        Truth again = Scene.truth(SETTINGS);
        for (int i = 0; i < 100; i++) {
            assertThat(again.openProbability(again.person(i), items.get(i), Scene.NOW))
                    .isEqualTo(target.openProbability(target.person(i), items.get(i), Scene.NOW));
        }
    }

    @Test
    void isNeverSureAndNeverHopeless() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(target.openProbability(target.person(i), items.get(i % items.size()), Scene.NOW))
                    .isBetween(Truth.ACCIDENT, 1 - Truth.DISTRACTION);
        }
    }

    @Test
    void fallsWithThePositionAndWithTheAgeOfTheItem() {
        Person person = target.person(5);
        Item item = items.getFirst();
        Instant fresh = item.publishedAt().plusSeconds(60);
        assertThat(target.openProbability(person, item, Scene.NOW, 6))
                .isLessThan(target.openProbability(person, item, Scene.NOW));
        assertThat(target.openProbability(person, item, fresh))
                .isGreaterThan(target.openProbability(person, item, fresh.plus(Duration.ofDays(20))));
    }

    @Test
    void movesOverTheWindowAndStaysThere() {
        double moved = IntStream.range(0, 200)
                .mapToDouble(i -> Math.abs(likes(i, SETTINGS.now()) - likes(i, SETTINGS.from())))
                .average()
                .orElseThrow();
        assertThat(moved).as("logits, seed %d", Scene.SEED).isBetween(0.1, 0.8);
        assertThat(likes(3, SETTINGS.now().plus(Duration.ofDays(30)))).isEqualTo(likes(3, SETTINGS.now()));
    }

    private double likes(int index, Instant at) {
        return target.liking(target.person(index), target.items().getFirst(), at.toEpochMilli());
    }

    @Test
    void knowsSeasonsBeyondTheWindow() {
        Person person = target.person(1);
        Item spring = items.get(3);
        Instant published = spring.publishedAt();
        assertThat(target.openProbability(person, spring, Instant.parse("2027-04-07T04:00:00Z")))
                .isGreaterThan(target.openProbability(person, spring, Instant.parse("2027-07-07T04:00:00Z")));
        assertThat(published).isBefore(Scene.NOW);
    }

    @Test
    void refusesItemsThatItDoesNotKnow() {
        Truth empty = new Truth(SETTINGS, Scene.DIVISIONS, new Catalogue(List.of()));
        assertThatThrownBy(() -> empty.openProbability(empty.person(0), items.getFirst(), Scene.NOW))
                .hasMessage("not in the catalogue: " + items.getFirst().id());
    }

    @Test
    void anEmptyLibraryIsMetWithSilence() {
        Truth empty = new Truth(SETTINGS, Scene.DIVISIONS, new Catalogue(List.of()));
        assertThat(Scene.events(new Behaviour(empty), empty.person(0))).isEmpty();
    }

    @Test
    void isMadeAgainFromWhatIsStored() {
        Loaded loaded = new Loaded(SETTINGS, 41, Loaded.VERSION, target.places().digest());

        Loaded read = Loaded.of(loaded.json());

        assertThat(read).isEqualTo(loaded);
        assertThat(read.index(41)).isZero();
        assertThat(read.index(read.id(999))).isEqualTo(999);
        assertThat(read.index(40)).isEqualTo(-1);
        assertThat(read.index(1_041)).isEqualTo(-1);
        assertThat(read.truth(Scene.DIVISIONS, Scene.CATALOGUE).person(7))
                .usingRecursiveComparison()
                .isEqualTo(target.person(7));
    }

    @Test
    void isNotMadeAgainWithOtherVillagesOrByAnotherModel() {
        long places = target.places().digest();
        Divisions fewer =
                new Divisions(Scene.DIVISIONS.within(RegionCode.of("510903"), kepu.region.Level.VILLAGE, 100));

        assertThatThrownBy(() -> new Loaded(SETTINGS, 1, Loaded.VERSION, places).truth(fewer, Scene.CATALOGUE))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        new Loaded(SETTINGS, 1, Loaded.VERSION + 1, places).truth(Scene.DIVISIONS, Scene.CATALOGUE))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void byDefaultTwentyThousandPeopleOfSuiningLiveNinetyDays() {
        Settings settings = Settings.defaults(Clock.fixed(Scene.NOW, ZoneOffset.UTC), "2026-1");
        assertThat(settings).isEqualTo(new Settings(20_000, 90, 5109, Scene.SUINING, Scene.NOW, "2026-1"));
        assertThat(settings.firstDay()).hasToString("2026-08-24");
        assertThat(settings.from()).isEqualTo("2026-08-23T16:00:00Z");
        assertThat(settings.day(settings.from().toEpochMilli() - 1)).isEqualTo(-1);
        assertThat(settings.day(Scene.NOW.toEpochMilli())).isEqualTo(89);
    }
}
