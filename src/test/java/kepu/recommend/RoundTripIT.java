package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a feed shows comes back in events, and what people switch off is not shown any more. */
class RoundTripIT {
    private static final String VILLAGE = "510903100208";
    private static final Set<String> PERSONAL = Set.of("collaborative", "similar", "group", "topic", "interest");

    @RegisterExtension
    static final House house = new House();

    private static final Reading READING = new Reading(house);

    @Test
    void anEventKeepsWhichVersionPlacedItsItemAndTheProbabilityOfAnExploredPlace() {
        String token = house.resident(VILLAGE);
        JsonObject page = house.get("/v1/feed?size=50", token).json();
        JsonArray items = page.getJsonArray("items");
        JsonArray events = new JsonArray();
        for (int place = 0; place < items.size(); place++) {
            String item = items.getJsonObject(place).getString("id");
            for (String type : List.of("impression", "open", "finish")) {
                events.add(event(type, item).put("feed", page.getString("feed")).put("position", place));
            }
        }
        report(token, events);
        assertThat(house.count(
                        "select count(*) from event where feed = ? and model = 'untrained'", page.getString("feed")))
                .isEqualTo(2L * items.size());
        assertThat(
                        house.count(
                                "select count(*) from event where type = 'finish' and (model is not null or propensity is not null)"))
                .isZero();
        int explored = 0;
        for (int place = 0; place < items.size(); place++) {
            JsonObject item = items.getJsonObject(place);
            boolean chance = item.getJsonObject("reason").getString("code").equals("explore");
            explored += chance ? 1 : 0;
            List<List<String>> stored = house.sql(
                    "select distinct propensity from event e join item i on i.seq = e.item"
                            + " where i.id = ? and e.feed = ? and e.type in ('impression', 'open')",
                    item.getString("id"),
                    page.getString("feed"));
            assertThat(stored).hasSize(1);
            String propensity = stored.getFirst().getFirst();
            if (chance) {
                assertThat(Double.parseDouble(propensity)).isBetween(1e-3, 1.0);
            } else {
                assertThat(propensity).isNull();
            }
        }
        assertThat(explored).as("each fifteenth place of a newcomer's feed").isEqualTo(3);
    }

    @Test
    void anEventOfAFeedThatIsNotKeptOrOfAnotherItemIsNotMarked() {
        String token = house.resident(VILLAGE);
        JsonObject page = house.get("/v1/feed?size=1", token).json();
        String item = page.getJsonArray("items").getJsonObject(0).getString("id");
        report(token, new JsonArray().add(event("impression", item).put("feed", "f-nothing")));
        assertThat(house.count("select count(*) from event where feed = 'f-nothing' and model is not null"))
                .isZero();
    }

    @Test
    void withoutPersonalisationOnlyRegionSeasonAndEditorialChoiceAreLeft() {
        String token = house.resident(
                VILLAGE, new JsonObject().put("groups", List.of("farmer")).put("interests", List.of("pests")));
        READING.act(token, "open", READING.ofTopic("pests").subList(0, 4));
        READING.act(token, "finish", READING.ofTopic("pests").subList(0, 4));
        assertThat(codes(token)).as("while it is on").containsAnyElementsOf(PERSONAL);

        switchOff(token);
        String stranger = house.resident(VILLAGE);
        switchOff(stranger);
        for (int again = 0; again < 5; again++) {
            assertThat(codes(token)).doesNotContainAnyElementsOf(PERSONAL);
        }
        List<String> own = unexplored(token);
        assertThat(own).as("what a neighbour of whom nothing is known sees").isEqualTo(unexplored(stranger));
    }

    @Test
    void aListThatWasArrangedBeforeIsNotTurnedAfterSwitchingOff() {
        String token = house.resident(
                VILLAGE, new JsonObject().put("groups", List.of("farmer")).put("interests", List.of("pests")));
        JsonObject arranged = house.get("/v1/feed?size=10", token).json();
        String cursor = arranged.getString("next");
        Reading.Page first = READING.page(token, "size=10");
        assertThat(READING.page(token, "size=10&cursor=" + cursor).ids()).doesNotContainAnyElementsOf(first.ids());
        switchOff(token);
        Reading.Page turned = READING.page(token, "size=50&cursor=" + cursor);
        assertThat(turned.places()).extracting(Reading.Place::code).doesNotContainAnyElementsOf(PERSONAL);
        assertThat(house.get("/v1/feed?size=10&cursor=" + cursor, token).json().getString("feed"))
                .as("another list")
                .isNotEqualTo(arranged.getString("feed"));
    }

    private static Set<String> codes(String token) {
        return new HashSet<>(READING.page(token, "size=50").places().stream()
                .map(Reading.Place::code)
                .toList());
    }

    private static List<String> unexplored(String token) {
        return READING.page(token, "size=10").places().stream()
                .filter(place -> !place.code().equals("explore"))
                .map(Reading.Place::id)
                .toList();
    }

    private static void switchOff(String token) {
        House.Answer answer = house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), token);
        assertThat(answer.status()).as(answer.text()).isBetween(200, 204);
    }

    private static JsonObject event(String type, String item) {
        return new JsonObject()
                .put("id", type + "-" + item)
                .put("type", type)
                .put("item", item)
                .put("at", Instant.now().toString());
    }

    private static void report(String token, JsonArray events) {
        for (int from = 0; from < events.size(); from += 50) {
            JsonArray some = new JsonArray(events.getList().subList(from, Math.min(events.size(), from + 50)));
            House.Answer answer = house.post("/v1/events", new JsonObject().put("events", some), token);
            assertThat(answer.json().getInteger("accepted")).as(answer.text()).isEqualTo(some.size());
        }
    }
}
