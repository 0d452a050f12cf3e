package kepu.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.base.Group;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PopulationTest {
    private static final int RESIDENTS = 20_000;

    private static Truth truth;
    private static List<Person> people;

    @BeforeAll
    static void meetEverybody() {
        truth = Scene.truth(Scene.settings(RESIDENTS));
        people = IntStream.range(0, RESIDENTS).mapToObj(truth::person).toList();
    }

    @Test
    void agesAreThoseOfACountrysideThatTheYoungHaveLeft() {
        assertThat(people).allSatisfy(person -> assertThat(person.age()).isBetween(12, 90));
        assertThat(share(person -> person.age() >= 60)).isCloseTo(0.29, within(0.05));
        assertThat(share(person -> person.age() >= 45 && person.age() < 60)).isCloseTo(0.29, within(0.05));
        assertThat(share(person -> person.age() < 18)).isCloseTo(0.065, within(0.02));
        assertThat(share(person -> person.age() < 14)).isBetween(0.003, 0.02);
    }

    @Test
    void groupsFollowAge() {
        assertThat(people).allSatisfy(person -> {
            assertThat(person.groups().contains(Group.ELDER)).isEqualTo(person.age() >= 60);
            assertThat(person.groups().contains(Group.CHILD) && person.age() >= 18)
                    .isFalse();
        });
        assertThat(people)
                .filteredOn(person -> person.age() < 18)
                .allSatisfy(person -> assertThat(person.groups()).contains(Group.YOUTH));
    }

    @Test
    void groupsFollowThePlace() {
        Predicate<Person> town = person -> person.home().inTown();
        assertThat(share(town.and(in(Group.WORKER)), town))
                .isGreaterThan(1.5 * share(town.negate().and(in(Group.WORKER)), town.negate()));
        assertThat(share(town.and(in(Group.GIG)), town))
                .isGreaterThan(1.5 * share(town.negate().and(in(Group.GIG)), town.negate()));
        Predicate<Person> countryElder = town.negate().and(in(Group.ELDER));
        assertThat(share(countryElder.and(in(Group.FARMER)), countryElder)).isGreaterThan(0.5);
    }

    @Test
    void everyGroupIsThere() {
        for (Group group : Group.values()) {
            assertThat(people.stream().filter(in(group)).count())
                    .as(group.code())
                    .isGreaterThan(RESIDENTS / 100);
        }
    }

    @Test
    void profilesTellWhatPeopleToldAndNoMore() {
        assertThat(people).allSatisfy(person -> {
            Person.Profile profile = person.profile();
            assertThat(person.groups()).containsAll(profile.groups());
            assertThat(profile.interests()).hasSizeLessThanOrEqualTo(4);
            assertThat(profile.consentAt())
                    .isBetween(
                            truth.settings().from().minusSeconds(366 * 86_400L),
                            truth.settings().from().minusMillis(1));
            if (profile.birthYear() != null) {
                assertThat(profile.birthYear()).isEqualTo(2026 - person.age());
            }
        });
        assertThat(share(person -> person.profile().personalised())).isCloseTo(0.95, within(0.01));
        assertThat(share(person -> person.profile().interests().isEmpty())).isBetween(0.35, 0.6);
        assertThat(share(person -> person.profile().occupation() == null)).isBetween(0.1, 0.3);
        assertThat(share(person -> !person.profile().language().equals("zh-CN")))
                .isBetween(0.001, 0.02);
    }

    @Test
    void theOldReadLargePrint() {
        Predicate<Person> large = person -> person.profile().largePrint();
        assertThat(share(large.and(in(Group.ELDER)), in(Group.ELDER))).isGreaterThan(0.4);
        assertThat(share(large.and(in(Group.ELDER).negate()), in(Group.ELDER).negate()))
                .isLessThan(0.15);
    }

    @Test
    void statedInterestsAreOfTheTrueTaste() {
        double liked = people.stream()
                .flatMap(person -> person.profile().interests().stream()
                        .map(topic -> person.taste().mixed(Cluster.tastes(topic))))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(liked).isGreaterThan(0.6);
    }

    @Test
    void villagesDifferInSizeAndManyHaveTenResidents() {
        Map<Long, Long> sizes = people.stream()
                .collect(Collectors.groupingBy(person -> person.home().code(), Collectors.counting()));
        assertThat(sizes.keySet()).allMatch(Scene.SUINING::contains);
        assertThat(sizes.values().stream().filter(size -> size >= 10).count()).isGreaterThan(100);
        assertThat(sizes.values().stream().max(Long::compare).orElseThrow()).isGreaterThan(50);
    }

    @Test
    void neighbouringTownsLiveFromTheSame() {
        Map<Long, Speciality> towns = people.stream()
                .filter(person -> person.home().speciality() != Speciality.URBAN)
                .collect(Collectors.toMap(
                        person -> RegionCode.village(person.home().code())
                                .at(Level.TOWN)
                                .first(),
                        person -> person.home().speciality(),
                        (a, b) -> a,
                        TreeMap::new));
        Speciality[] row = towns.values().toArray(Speciality[]::new);
        long same =
                IntStream.range(1, row.length).filter(i -> row[i] == row[i - 1]).count();
        assertThat(same / (double) row.length).isGreaterThan(0.6);
        assertThat(Arrays.stream(row).distinct().count()).isGreaterThan(2);
    }

    @Test
    void aResidentIsTheSameWhoeverWasMadeBefore() {
        Truth other = Scene.truth(Scene.settings(RESIDENTS));
        other.person(3);
        assertThat(other.person(7)).usingRecursiveComparison().isEqualTo(people.get(7));
    }

    @Test
    void thereAreOnlyAsManyResidentsAsAskedFor() {
        assertThatThrownBy(() -> truth.person(RESIDENTS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Scene.settings(0)).hasMessageContaining("residents must be 1 to");
        assertThatThrownBy(() -> new Truth(
                        new Settings(10, 90, 1, RegionCode.of("99"), Scene.NOW, "1"), Scene.DIVISIONS, Scene.CATALOGUE))
                .hasMessage("no villages are known in 99");
    }

    private static Predicate<Person> in(Group group) {
        return person -> person.groups().contains(group);
    }

    private static double share(Predicate<Person> of) {
        return share(of, person -> true);
    }

    private static double share(Predicate<Person> of, Predicate<Person> among) {
        return people.stream().filter(of).count()
                / (double) people.stream().filter(among).count();
    }
}
