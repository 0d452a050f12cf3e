package kepu.recommend.rules;

import static kepu.recommend.rules.Ruling.NOW;
import static kepu.recommend.rules.Ruling.YEAR;
import static kepu.recommend.rules.Ruling.set;
import static kepu.recommend.rules.Ruling.terms;
import static kepu.recommend.rules.Ruling.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.region.RegionCode;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final long VILLAGE = 510903100208L;
    private static final Subject HEALTH = new Subject.OfTopic(Topic.HEALTH);
    private static final Catalogue CATALOGUE = Ruling.catalogue();

    @Test
    void withoutRulesNothingIsRuled() {
        RulesFor rules = of(set());
        assertThat(rules.isEmpty()).isTrue();
        assertThat(rules).isSameAs(of(set(version("510904", 1, pin("r1", "510904", 1, 1)))));
        for (Item item : items()) {
            assertThat(rules.pinAt(item.seq())).isEqualTo(RulesFor.NOWHERE);
            assertThat(boost(rules, item)).isZero();
            assertThat(isBanned(rules, item)).isFalse();
        }
        assertThat(rules.pinAt(RulesFor.NOWHERE)).isEqualTo(RulesFor.NOWHERE);
        assertThat(rules.quotas()).isEmpty();
    }

    @Test
    void aPinSaysItsPlaceItsItemAndItsRule() {
        RulesFor rules = of(set(version("5109", 7, pin("r1", "510903", 3, 2))));
        assertThat(rules.pinAt(3)).isEqualTo(2);
        assertThat(rules.pinned(2)).isEqualTo(3);
        assertThat(rules.pinnedBy(2)).isEqualTo("5109/7/r1");
        assertThat(rules.pinned(1)).isEqualTo(RulesFor.NOWHERE);
        assertThat(rules.pinnedBy(1)).isNull();
    }

    @Test
    void atOnePlaceTheNarrowerRegionWinsWhoeverOwnsTheRule() {
        RuleVersion city = version("5109", 1, pin("r1", "510903100", 1, 1), pin("r2", "5109", 2, 2));
        RuleVersion county = version("510903", 1, pin("r1", "510903", 3, 1), pin("r2", "510903", 4, 2));
        RulesFor rules = of(set(city, county));
        assertThat(rules.pinned(1)).isEqualTo(1);
        assertThat(rules.pinned(2)).isEqualTo(4);
        assertThat(rules.pinAt(3)).isEqualTo(RulesFor.NOWHERE);
    }

    @Test
    void forOneRegionTheNarrowerScopeWinsAndInOneVersionTheFirst() {
        RuleVersion city = version("5109", 1, pin("r1", "510903", 1, 1), pin("r2", "5109", 2, 2));
        RuleVersion county = version("510903", 1, pin("r9", "510903", 3, 1), pin("r1", "510903", 4, 1));
        RulesFor rules = of(set(city, county));
        assertThat(rules.pinnedBy(1)).isEqualTo("510903/1/r9");
        assertThat(rules.pinned(1)).isEqualTo(3);
    }

    @Test
    void anItemIsPinnedToOnePlace() {
        RulesFor rules = of(set(version("5109", 1, pin("r1", "5109", 1, 1), pin("r2", "510903", 1, 5))));
        assertThat(rules.pinAt(1)).isEqualTo(5);
        assertThat(rules.pinned(1)).isEqualTo(RulesFor.NOWHERE);
    }

    @Test
    void aBanWinsOverThePinsAndBoostsOfNarrowerRegions() {
        RuleVersion country = version("0", 1, new Rule.Ban(terms("r1", "0"), new Subject.OfSource("卫健委")));
        RuleVersion village = version(
                "510903100208",
                1,
                pin("r1", "510903100208", 2, 1),
                new Rule.Boost(terms("r2", "510903100208"), new Subject.OfItem("item-2"), 10));
        RuleVersion town = version("510903100", 1, pin("r1", "510903100", 1, 1));
        RulesFor rules = of(set(country, village, town));
        assertThat(isBanned(rules, item(2))).isTrue();
        assertThat(rules.pinAt(2)).isEqualTo(RulesFor.NOWHERE);
        assertThat(rules.pinned(1)).as("the place is free for the next pin").isEqualTo(1);
    }

    @Test
    void boostsMultiplyWithinTheirBounds() {
        Item item = item(3);
        assertThat(item.topic()).isEqualTo(Topic.HEALTH);
        RuleVersion city = version(
                "5109",
                1,
                new Rule.Boost(terms("r1", "5109"), HEALTH, 2),
                new Rule.Boost(terms("r2", "510903"), new Subject.OfItem("item-3"), 3),
                new Rule.Boost(terms("r3", "5109"), new Subject.OfSource(item.source()), 0.5));
        RulesFor rules = of(set(city));
        assertThat(Math.exp(boost(rules, item))).isCloseTo(3, within(1e-9));
        assertThat(Math.exp(boost(rules, item(6)))).isCloseTo(2, within(1e-9));
        RuleVersion more = version(
                "510903",
                1,
                new Rule.Boost(terms("r1", "510903"), HEALTH, 10),
                new Rule.Boost(terms("r2", "510903"), new Subject.OfSource(item(2).source()), 0.1),
                new Rule.Boost(terms("r3", "510903"), new Subject.OfItem("item-2"), 0.1));
        RulesFor bounded = of(set(city, more));
        assertThat(Math.exp(boost(bounded, item))).isCloseTo(10, within(1e-9));
        assertThat(Math.exp(boost(bounded, item(2)))).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void clashingQuotasGiveWayToTheNarrowerRegion() {
        Rule.Quota wide = quota("r1", "5109", Rule.Quota.Bound.MOST, 2);
        Rule.Quota narrow = quota("r2", "510903", Rule.Quota.Bound.LEAST, 4);
        Rule.Quota other = quota("r3", "5109", Rule.Quota.Bound.MOST, 5);
        assertThat(of(set(version("5109", 1, wide, narrow, other))).quotas()).containsExactly(narrow, other);
        assertThat(of(set(version("5109", 1, wide, other))).quotas()).containsExactly(wide);
    }

    @Test
    void aWindowBeginsWithItsFirstMomentAndEndsBeforeItsLast() {
        Rule.Terms terms = terms("r1", Whom.of(RegionCode.of("5109")), NOW, NOW.plus(Duration.ofHours(1)));
        RuleSet rules = set(version("5109", 1, new Rule.Ban(terms, HEALTH)));
        assertThat(rules.of(VILLAGE, 0, 0, NOW.minusNanos(1)).isEmpty()).isTrue();
        assertThat(rules.of(VILLAGE, 0, 0, NOW).isEmpty()).isFalse();
        assertThat(rules.of(VILLAGE, 0, 0, NOW.plus(Duration.ofHours(1)).minusNanos(1))
                        .isEmpty())
                .isFalse();
        assertThat(rules.of(VILLAGE, 0, 0, NOW.plus(Duration.ofHours(1))).isEmpty())
                .isTrue();
    }

    @Test
    void agesAreThoseOfTheCalendarYearInclusiveAndUnknownIsNoAge() {
        Whom whom = new Whom(RegionCode.of("5109"), Set.of(), 14, 17);
        RuleSet rules = set(version("5109", 1, new Rule.Ban(terms("r1", whom, null, null), HEALTH)));
        for (int age = 12; age <= 20; age++) {
            assertThat(rules.of(VILLAGE, 0, YEAR - age, NOW).isEmpty())
                    .as("%d years", age)
                    .isEqualTo(age < 14 || age > 17);
        }
        assertThat(rules.of(VILLAGE, 0, Whom.UNKNOWN, NOW).isEmpty()).isTrue();
    }

    @Test
    void aRuleForGroupsIsForWhoeverIsInOneOfThem() {
        Whom whom = new Whom(RegionCode.of("5109"), Set.of(Group.FARMER, Group.ELDER), null, null);
        RuleSet rules = set(version("5109", 1, new Rule.Ban(terms("r1", whom, null, null), HEALTH)));
        assertThat(rules.of(VILLAGE, Group.mask(Set.of(Group.ELDER, Group.CHILD)), 0, NOW)
                        .isEmpty())
                .isFalse();
        assertThat(rules.of(VILLAGE, Group.mask(Set.of(Group.CHILD)), 0, NOW).isEmpty())
                .isTrue();
        assertThat(rules.of(VILLAGE, 0, 0, NOW).isEmpty()).isTrue();
    }

    @Test
    void aWideRegionIsNotRuledByRulesForItsParts() {
        RuleSet rules = set(version("5109", 1, pin("r1", "510903", 1, 1), pin("r2", "5109", 2, 2)));
        RulesFor city = rules.of(RegionCode.of("5109"), 0, 0, NOW);
        assertThat(city.pinned(1)).isEqualTo(RulesFor.NOWHERE);
        assertThat(city.pinned(2)).isEqualTo(2);
    }

    @Test
    void whatIsWithdrawnHasNoEffectAndTakesNoPlace() {
        RuleSet before = set(version("5109", 1, pin("r1", "510903", 1, 1), pin("r2", "5109", 2, 1)));
        assertThat(of(before).pinned(1)).isEqualTo(1);
        RuleSet after = before.over(
                new Catalogue(items().stream().filter(item -> item.seq() != 1).toList()));
        assertThat(of(after).pinned(1)).isEqualTo(2);
        assertThat(of(after).pinAt(1)).isEqualTo(RulesFor.NOWHERE);
    }

    @Test
    void peopleOfTheSameRulesShareWhatIsCompiled() {
        RuleSet rules = set(version("5109", 1, pin("r1", "510903", 1, 1)));
        assertThat(rules.of(VILLAGE, 0, 1950, NOW)).isSameAs(rules.of(510903101001L, 3, 2000, NOW.plusSeconds(60)));
    }

    @Test
    void oneScopesRulesAreReplacedAndTheOthersStay() {
        RuleSet rules =
                set(version("5109", 1, pin("r1", "5109", 1, 1)), version("510903", 4, pin("r1", "510903", 2, 2)));
        RulesFor proposed = of(rules.with(version("5109", 2, pin("r1", "5109", 3, 3))));
        assertThat(proposed.pinned(1)).isEqualTo(RulesFor.NOWHERE);
        assertThat(proposed.pinned(2)).isEqualTo(2);
        assertThat(proposed.pinned(3)).isEqualTo(3);
        assertThat(of(rules).pinned(1)).as("the live ones are as they were").isEqualTo(1);
    }

    @Test
    void rulesThatCannotBeAreNotMade() {
        Rule.Terms terms = terms("r1", "5109");
        assertThatThrownBy(() -> new Rule.Pin(terms, "item-1", 11)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rule.Pin(terms, "item-1", 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rule.Boost(terms, HEALTH, 10.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rule.Boost(terms, HEALTH, Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rule.Quota(terms, new Subject.OfItem("item-1"), Rule.Quota.Bound.MOST, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> version("510903", 1, new Rule.Ban(terms, HEALTH)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> version("5109", 1, new Rule.Ban(terms, HEALTH), new Rule.Ban(terms, HEALTH)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(20)
    void theCompiledRulesSayWhatTheSlowOnesSay() {
        long seed = new Random().nextLong();
        Ruling random = new Ruling(new Random(seed));
        List<RuleVersion> versions = random.versions();
        RuleSet rules = new RuleSet(versions, CATALOGUE);
        for (int i = 0; i < 50; i++) {
            Ruling.Person person = random.person();
            SlowRules slow = new SlowRules(versions, CATALOGUE, person);
            RulesFor compiled = rules.of(person.village(), person.groups(), person.birthYear(), person.now());
            String about = "seed %d, %s".formatted(seed, person);
            for (Item item : items()) {
                assertThat(isBanned(compiled, item)).as(about).isEqualTo(slow.isBanned(item));
                assertThat(boost(compiled, item)).as(about).isCloseTo(Math.log(slow.boost(item)), within(1e-9));
            }
            assertThat(pins(compiled)).as(about).isEqualTo(slow.pins());
            assertThat(compiled.quotas()).as(about).containsExactlyInAnyOrderElementsOf(slow.quotas());
        }
    }

    @RepeatedTest(5)
    void rulesAreReadAsTheyWereWritten() {
        long seed = new Random().nextLong();
        for (RuleVersion version : new Ruling(new Random(seed)).versions()) {
            assertThat(RuleJson.read(RuleJson.write(version.rules()), ""))
                    .as("seed %d", seed)
                    .isEqualTo(version.rules());
        }
    }

    private static Map<Integer, String> pins(RulesFor rules) {
        Map<Integer, String> pins = new TreeMap<>();
        for (int place = 1; place <= Rule.PLACES; place++) {
            int seq = rules.pinned(place);
            if (seq != RulesFor.NOWHERE) {
                assertThat(rules.pinAt(seq)).isEqualTo(place);
                pins.put(place, item(seq).id() + " by " + rules.pinnedBy(place));
            }
        }
        return pins;
    }

    private static RulesFor of(RuleSet rules) {
        return rules.of(VILLAGE, 0, Whom.UNKNOWN, NOW);
    }

    private static Rule.Pin pin(String id, String region, int item, int place) {
        return new Rule.Pin(terms(id, region), "item-" + item, place);
    }

    private static Rule.Quota quota(String id, String region, Rule.Quota.Bound bound, int count) {
        return new Rule.Quota(terms(id, region), HEALTH, bound, count);
    }

    private static List<Item> items() {
        return CATALOGUE.entries().stream().map(Catalogue.Entry::item).toList();
    }

    private static Item item(int seq) {
        return items().get(seq - 1);
    }

    private static double boost(RulesFor rules, Item item) {
        return rules.logBoost(item.seq(), item.topic(), item.source());
    }

    private static boolean isBanned(RulesFor rules, Item item) {
        return rules.isBanned(item.seq(), item.topic(), item.source());
    }
}
