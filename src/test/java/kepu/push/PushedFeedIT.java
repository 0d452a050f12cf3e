package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was pushed to a place is in the feeds of those it was for, and says so. */
class PushedFeedIT {
    @RegisterExtension
    static final House house = new House();

    @Test
    void aPushedItemSaysSoInItsVillageUntilItIsOpened() {
        String village = "510903100208";
        String neighbour = "510903100210";
        String resident = house.resident(village);
        String item = item("digital");
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        assertThat(house.post("/v1/village/push", new JsonObject().put("item", item), disseminator)
                        .status())
                .isEqualTo(201);
        assertThat(reasons(resident, "").get(item)).isEqualTo("pushed");
        assertThat(reasons(null, "&region=" + village).get(item)).isEqualTo("pushed");
        assertThat(reasons(house.resident(neighbour), "")).doesNotContainValue("pushed");
        assertThat(reasons(null, "&region=" + neighbour)).doesNotContainValue("pushed");
        assertThat(reasons(null, "&region=510903100")).doesNotContainValue("pushed");
        open(resident, item);
        assertThat(reasons(resident, "")).doesNotContainKey(item);
    }

    @Test
    void whatWasPushedToAGroupIsForTheGroupAloneAndGoesWithTheCancellation() {
        String county = "510904";
        String village = house.sql("select code from region where level = 5 and code like '510904%' order by code")
                .getFirst()
                .getFirst();
        String farmer = house.resident(village, new JsonObject().put("groups", List.of("farmer")));
        String item = List.copyOf(reasons(farmer, "").keySet()).getFirst();
        String worker = house.resident(village, new JsonObject().put("groups", List.of("worker")));
        Desk desk = Desk.of(house, Role.OPERATOR, county);
        JsonObject audience = new JsonObject()
                .put(
                        "all",
                        new JsonArray()
                                .add(Desk.region(county))
                                .add(new JsonObject().put("group", new JsonArray().add("farmer"))));
        String campaign = desk.published(audience, item).getString("id");
        assertThat(reasons(farmer, "").get(item)).isEqualTo("pushed");
        assertThat(reasons(worker, "")).doesNotContainValue("pushed");
        assertThat(reasons(null, "&region=" + village)).doesNotContainValue("pushed");
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), farmer);
        assertThat(reasons(farmer, "")).doesNotContainValue("pushed");
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", true), farmer);
        desk.withdrawn(campaign);
        assertThat(reasons(farmer, "")).containsKey(item).doesNotContainValue("pushed");
    }

    /** One of a topic that may be shown everywhere. */
    private static String item(String topic) {
        return house.sql("select id from item where topic = ? and regions = '{}' order by seq", topic)
                .getFirst()
                .getFirst();
    }

    /** The code of the reason of each item of a whole feed. */
    private static Map<String, String> reasons(@Nullable String token, String query) {
        Map<String, String> reasons = new HashMap<>();
        String next = null;
        do {
            JsonObject page = house.get("/v1/feed?size=50" + query + (next == null ? "" : "&cursor=" + next), token)
                    .json();
            page.getJsonArray("items").stream()
                    .map(JsonObject.class::cast)
                    .forEach(item -> reasons.put(
                            item.getString("id"), item.getJsonObject("reason").getString("code")));
            next = page.getString("next");
        } while (next != null);
        return reasons;
    }

    private static void open(String token, String item) {
        JsonObject event = new JsonObject()
                .put("id", "open-" + item)
                .put("item", item)
                .put("type", "open")
                .put("at", Instant.now().toString());
        House.Answer answer = house.post("/v1/events", new JsonObject().put("events", List.of(event)), token);
        assertThat(answer.json().getInteger("accepted")).as(answer.text()).isEqualTo(1);
    }
}
