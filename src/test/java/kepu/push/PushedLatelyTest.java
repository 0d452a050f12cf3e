package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import kepu.base.Group;
import kepu.people.Resident;
import kepu.push.audience.Audience;
import kepu.push.audience.Crowd;
import kepu.recommend.rank.Person;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class PushedLatelyTest {
    private static final int YEAR = 2026;
    private static final Audience COUNTY = new Audience.InRegion(List.of(RegionCode.of("510903")));

    @Test
    void whoIsFoundToBeOfAnAudienceIsOfIt() {
        long seed = new Random().nextLong();
        Crowd crowd = new Crowd(new Random(seed), YEAR);
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            Audience audience = crowd.audience();
            Resident resident = crowd.resident(i);
            for (Person person : List.of(told(resident), Person.of(RegionCode.village(resident.village())))) {
                if (PushedLately.includes(audience, person, YEAR)) {
                    found++;
                    assertThat(audience.includes(resident, YEAR))
                            .as("seed %d, %s, %s, %s", seed, audience, resident, person)
                            .isTrue();
                }
            }
        }
        assertThat(found).as("seed %d", seed).isGreaterThan(2_000);
    }

    @Test
    void ofARegionIsWhoeverIsWhollyInIt() {
        assertThat(PushedLately.includes(COUNTY, Person.of(RegionCode.of("510903100")), YEAR))
                .isTrue();
        assertThat(PushedLately.includes(COUNTY, Person.of(RegionCode.of("5109")), YEAR))
                .isFalse();
        Audience notOurs = new Audience.Not(COUNTY);
        assertThat(PushedLately.includes(notOurs, Person.of(RegionCode.of("510904")), YEAR))
                .isTrue();
        assertThat(PushedLately.includes(notOurs, Person.of(RegionCode.of("5109")), YEAR))
                .isFalse();
    }

    @Test
    void nobodyIsTakenForWhatTheyDidNotTell() {
        Person guest = Person.of(RegionCode.of("510903100208"));
        Audience elders = new Audience.InGroup(Set.of(Group.ELDER));
        assertThat(PushedLately.includes(elders, guest, YEAR)).isFalse();
        assertThat(PushedLately.includes(new Audience.Not(elders), guest, YEAR)).isFalse();
        assertThat(PushedLately.includes(new Audience.Aged(null, 200), guest, YEAR))
                .isFalse();
    }

    private static Person told(Resident resident) {
        long interests = resident.interests().stream()
                .mapToLong(topic -> 1L << topic.ordinal())
                .reduce(0, (a, b) -> a | b);
        return new Person(
                RegionCode.village(resident.village()),
                Group.mask(resident.groups()),
                resident.birthYear() == null ? 0 : resident.birthYear(),
                interests,
                0,
                null);
    }
}
