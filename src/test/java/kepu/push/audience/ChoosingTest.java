package kepu.push.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class ChoosingTest {
    private static final int YEAR = 2026;
    private static final RegionCode CITY = RegionCode.of("5109");
    private static final long[] VILLAGES = {510903100208L, 510904001001L, 510921100201L};

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @Test
    void whereNobodyStandsOutItIsForEverybody() {
        Suggestion suggestion = suggestion(people(2_000), person -> 0.1);
        assertThat(suggestion.audience()).isEqualTo(new Audience.InRegion(List.of(CITY)));
        assertThat(suggestion.lift()).isEqualTo(1, within(1e-9));
        assertThat(suggestion.reasons()).isEmpty();
    }

    @Test
    void thoseWhoLikeItAreFoundWithWhatTheyHaveInCommon() {
        Suggestion suggestion = suggestion(
                people(4_000),
                person -> (person.groups() >> Group.FARMER.ordinal() & 1) != 0
                        ? 0.3
                        : (person.topics() >> Topic.CROPS.ordinal() & 1) != 0 ? 0.2 : 0.02);
        assertThat(suggestion.reasons())
                .extracting(Suggestion.Reason::label)
                .as("seed %d", seed)
                .containsExactly("农民", "关注“种植农时”的居民");
        assertThat(suggestion.audience())
                .isEqualTo(new Audience.All(List.of(
                        new Audience.InRegion(List.of(CITY)),
                        new Audience.Any(List.of(
                                new Audience.InGroup(Set.of(Group.FARMER)),
                                new Audience.Interested(Set.of(Topic.CROPS)))))));
        assertThat(suggestion.cells())
                .as("seed %d", seed)
                .first()
                .satisfies(cell -> assertThat(cell.group()).isEqualTo("farmer"));
    }

    @Test
    void aRegionThatLikesItBetterIsNamed() {
        Suggestion suggestion = suggestion(people(20_000), person -> person.village() == VILLAGES[1] ? 0.3 : 0.1);
        assertThat(suggestion.audience()).isEqualTo(new Audience.InRegion(List.of(RegionCode.of("510904"))));
        assertThat(suggestion.regions().getFirst().region()).isEqualTo(RegionCode.of("510904"));
    }

    @Test
    void theLiftIsThatOfThoseWhomTheAudienceIncludes() {
        for (int i = 0; i < 200; i++) {
            List<Sketch> people = people(40 + random.nextInt(400));
            double[] byGroup = random.doubles(Group.values().length).toArray();
            double[] byTopic = random.doubles(Topic.values().length).toArray();
            double[] probabilities = people.stream()
                    .mapToDouble(person -> 0.01
                            + byGroup[Integer.numberOfTrailingZeros(person.groups() | 1 << 9)]
                                    * byTopic[Long.numberOfTrailingZeros(person.topics() | 1 << 17)]
                                    * random.nextDouble())
                    .toArray();
            Suggestion suggestion = new Choosing(CITY, people, probabilities, YEAR).suggestion("test");
            double sum = 0;
            double included = 0;
            int count = 0;
            for (int j = 0; j < probabilities.length; j++) {
                sum += probabilities[j];
                if (suggestion.audience().includes(resident(people.get(j)), YEAR)) {
                    included += probabilities[j];
                    count++;
                }
            }
            assertThat(suggestion.lift())
                    .as("seed %d, %s", seed, AudienceJson.write(suggestion.audience()))
                    .isEqualTo(included / count / (sum / probabilities.length), within(1e-9));
            assertThat(suggestion.audience().bounds()).allMatch(CITY::contains);
        }
    }

    private static Suggestion suggestion(List<Sketch> people, ToDoubleFunction<Sketch> probability) {
        return new Choosing(
                        CITY, people, people.stream().mapToDouble(probability).toArray(), YEAR)
                .suggestion("test");
    }

    private List<Sketch> people(int count) {
        List<Sketch> people = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int groups = 0;
            for (Group group : Group.values()) {
                groups |= random.nextInt(4) == 0 ? 1 << group.ordinal() : 0;
            }
            long topics = 0;
            for (Topic topic : Topic.values()) {
                topics |= random.nextInt(8) == 0 ? 1L << topic.ordinal() : 0;
            }
            people.add(new Sketch(
                    VILLAGES[random.nextInt(VILLAGES.length)],
                    groups,
                    random.nextInt(5) == 0 ? 0 : 1930 + random.nextInt(90),
                    topics,
                    true));
        }
        return people;
    }

    private static Resident resident(Sketch sketch) {
        Set<Topic> topics = EnumSet.noneOf(Topic.class);
        for (Topic topic : Topic.values()) {
            if ((sketch.topics() >> topic.ordinal() & 1) != 0) {
                topics.add(topic);
            }
        }
        return new Resident(
                1,
                sketch.village(),
                Group.unmask(sketch.groups()),
                sketch.birthYear() == 0 ? null : sketch.birthYear(),
                null,
                topics,
                Set.of(),
                "zh-CN",
                false,
                true,
                "1",
                Instant.EPOCH,
                null);
    }
}
