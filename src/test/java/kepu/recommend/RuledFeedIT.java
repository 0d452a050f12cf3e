package kepu.recommend;

import static kepu.recommend.Reading.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What operators rule is in the very next feed of those it is for, and of nobody else. Each test rules in a town of its own. */
class RuledFeedIT {
    private static final String COUNTY = "510903";
    private static final String UNRULED = "510903103";

    @RegisterExtension
    static final House house = new House();

    private static final Reading READING = new Reading(house);

    private static String operator = "";

    @BeforeAll
    static void people() {
        operator = house.staff(Role.OPERATOR, COUNTY);
    }

    @Test
    void aPinnedItemStandsAtItsPlaceInItsRegionOnly() {
        String town = "510903001";
        String resident = resident(town);
        String best = READING.first(resident, 1).getFirst().id();
        String worst = READING.all(resident).getLast().id();
        READING.rules(
                operator,
                town,
                rule("pin", town).put("item", best).put("place", 5),
                rule("pin", town).put("item", worst).put("place", 10));
        for (List<Reading.Place> feed :
                List.of(READING.first(resident, 20), READING.guest(town, 20), READING.guest(village(town), 20))) {
            assertThat(feed.get(4))
                    .extracting(Reading.Place::id, Reading.Place::code)
                    .containsExactly(best, "pinned");
            assertThat(feed.get(9))
                    .extracting(Reading.Place::id, Reading.Place::code)
                    .containsExactly(worst, "pinned");
            assertThat(Reading.ids(feed)).doesNotHaveDuplicates();
        }
        assertThat(READING.all(resident(UNRULED)))
                .extracting(Reading.Place::code)
                .doesNotContain("pinned");
        assertThat(READING.guest(COUNTY, 20)).extracting(Reading.Place::code).doesNotContain("pinned");
    }

    @Test
    void aRuleForAGroupFindsOnlyThoseWhoWantAPersonalFeed() {
        String town = "510903002";
        String elder = house.resident(village(town), new JsonObject().put("groups", List.of("elder")));
        String worker = house.resident(village(town), new JsonObject().put("groups", List.of("worker")));
        String anybody = READING.all(elder).getLast().id();
        String everybody = READING.all(elder).get(30).id();
        READING.rules(
                operator,
                town,
                rule("pin", town).put("item", anybody).put("place", 1).put("groups", List.of("elder")),
                rule("pin", town).put("item", everybody).put("place", 2));
        assertThat(READING.first(elder, 2)).extracting(Reading.Place::id).containsExactly(anybody, everybody);
        assertThat(READING.first(worker, 2).getFirst().code()).isNotEqualTo("pinned");
        assertThat(READING.first(worker, 2).getLast().id()).isEqualTo(everybody);
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), elder);
        assertThat(READING.first(elder, 2).getFirst().code()).isNotEqualTo("pinned");
        assertThat(READING.first(elder, 2).getLast().id()).isEqualTo(everybody);
    }

    @Test
    void aBoostedTopicComesToTheFront() {
        String town = "510903004";
        String resident = resident(town);
        String front = READING.first(resident, 1).getFirst().topic();
        String topic = front.equals("science") ? "fire" : "science";
        READING.rules(operator, town, rule("boost", town).put("topic", topic).put("factor", 10));
        assertThat(READING.first(resident, 1).getFirst().topic()).isEqualTo(topic);
        assertThat(READING.first(resident(UNRULED), 1).getFirst().topic()).isNotEqualTo(topic);
    }

    @Test
    void aBoostAndAQuotaReachWhatNothingElseProposes() {
        String town = "510903109";
        JsonObject farmer = new JsonObject().put("groups", List.of("farmer"));
        String resident = house.resident(village(town), farmer);
        List<String> proposed = Reading.ids(READING.all(resident));
        List<String> missing =
                house.sql("select id from item where regions = '{}' and topic = 'worksafe' order by seq").stream()
                        .map(List::getFirst)
                        .filter(item -> !proposed.contains(item))
                        .toList();
        assertThat(missing).isNotEmpty();
        READING.rules(
                operator,
                town,
                rule("boost", town).put("item", missing.getFirst()).put("factor", 1.1),
                rule("quota", town).put("topic", "health").put("least", 3));
        List<Reading.Place> feed = READING.all(resident);
        assertThat(Reading.ids(feed)).contains(missing.getFirst());
        assertThat(feed.subList(0, 10).stream().filter(place -> place.topic().equals("health")))
                .hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void whatIsBannedIsNotShownAndCannotBePinned() {
        String town = "510903100";
        String resident = resident(town);
        Reading.Place first = READING.all(resident(UNRULED)).getFirst();
        String item = first.id();
        String topic = READING.all(resident(UNRULED)).stream()
                .map(Reading.Place::topic)
                .filter(other -> !other.equals(first.topic()))
                .findFirst()
                .orElseThrow();
        READING.rules(
                operator,
                town,
                rule("ban", town).put("topic", topic),
                rule("ban", town).put("item", item),
                rule("pin", town).put("item", item).put("place", 1));
        List<Reading.Place> feed = READING.all(resident);
        assertThat(feed)
                .extracting(Reading.Place::topic)
                .contains(first.topic())
                .doesNotContain(topic);
        assertThat(Reading.ids(feed)).doesNotContain(item);
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), resident);
        assertThat(READING.all(resident)).extracting(Reading.Place::topic).doesNotContain(topic);
        List<Reading.Place> elsewhere = READING.all(resident(UNRULED));
        assertThat(elsewhere).extracting(Reading.Place::topic).contains(topic);
        assertThat(Reading.ids(elsewhere)).contains(item);
    }

    @Test
    void aBanHoldsOnThePagesOfAFeedThatIsAlreadyArranged() {
        String town = "510903107";
        String resident = resident(town);
        String cursor = READING.page(resident, "size=10").next();
        List<String> before = READING.page(resident, "size=10&cursor=" + cursor).ids();
        READING.rules(operator, town, rule("ban", town).put("item", before.get(3)));
        List<String> after = READING.page(resident, "size=10&cursor=" + cursor).ids();
        assertThat(before).hasSize(10);
        assertThat(after).hasSize(9).doesNotContain(before.get(3)).isSubsetOf(before);
    }

    @Test
    void anyTenPlacesKeepTheQuotas() {
        String town = "510903108";
        READING.rules(
                operator,
                town,
                rule("quota", town).put("topic", "health").put("least", 4),
                rule("quota", town).put("kind", "video").put("most", 0),
                rule("quota", town).put("topic", "crops").put("most", 1));
        List<Reading.Place> feed = READING.first(resident(town), 20);
        for (int from = 0; from + 10 <= feed.size(); from++) {
            List<String> topics = feed.subList(from, from + 10).stream()
                    .map(Reading.Place::topic)
                    .toList();
            assertThat(topics.stream().filter("health"::equals)).hasSizeGreaterThanOrEqualTo(4);
            assertThat(topics.stream().filter("crops"::equals)).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(Reading.ids(feed))
                .doesNotContainAnyElementsOf(house.sql("select id from item where kind = 'video'").stream()
                        .map(List::getFirst)
                        .toList());
    }

    private static String village(String town) {
        return READING.villages(town, 1).getFirst();
    }

    private static String resident(String town) {
        return house.resident(village(town));
    }
}
