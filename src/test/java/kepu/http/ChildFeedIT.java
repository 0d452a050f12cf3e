package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kepu.base.Beijing;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever is known to be under 14 is shown what is written for children, unless they ask for what everybody reads. */
class ChildFeedIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @Test
    void aChildWithoutConsentGetsWhatIsWrittenForChildren() {
        JsonObject feed = feed("?size=50", register(9));
        assertThat(feed.getString("readers")).isEqualTo("children");
        assertThat(feed.containsKey("next")).isFalse();
        assertThat(ids(feed)).isNotEmpty().isSubsetOf(forChildren());
    }

    @Test
    void theListIsTheSameForEveryChildOfAPlaceWithoutConsentWhateverTheyDid() {
        String child = register(9);
        List<String> opened = ids(feed("?size=50", child)).stream().limit(3).toList();
        for (String item : opened) {
            open(child, item);
        }
        assertThat(ids(feed("?size=50", child))).containsAll(opened).isEqualTo(ids(feed("?size=50", register(7))));
    }

    @Test
    void withConsentItIsStillForChildrenAndPersonal() {
        String child = register(9);
        JsonObject guardian = new JsonObject().put("phone", House.phone()).put("code", "000000");
        assertThat(house.post("/v1/me/guardian", guardian, child).status()).isEqualTo(200);
        JsonObject before = feed("?size=50", child);
        assertThat(before.getString("readers")).isEqualTo("children");
        String item = before.getJsonArray("items").getJsonObject(0).getString("id");
        open(child, item);
        assertThat(ids(feed("?size=50", child)))
                .isNotEmpty()
                .isSubsetOf(forChildren())
                .doesNotContain(item);
    }

    @Test
    void aChildMayAskForWhatEverybodyReads() {
        String child = register(9);
        JsonObject feed = feed("?size=50&readers=everyone", child);
        assertThat(feed.containsKey("readers")).isFalse();
        assertThat(ids(feed)).isNotEmpty();
        assertThat(forChildren()).doesNotContainAnyElementsOf(outside(feed));
        assertThat(outside(feed)).isNotEmpty();
        String next = feed("?size=5&readers=everyone", child).getString("next");
        JsonObject second = feed("?size=5&readers=everyone&cursor=" + next, child);
        assertThat(second.containsKey("readers")).isFalse();
        assertThat(second.getJsonArray("items")).hasSize(5);
    }

    @Test
    void whoIsOlderOrNotKnownGetsWhatEverybodyReads() {
        for (String token : new String[] {register(15), house.resident(VILLAGE), null}) {
            JsonObject feed = feed("?size=50", token);
            assertThat(feed.containsKey("readers")).isFalse();
            assertThat(outside(feed)).isNotEmpty();
        }
        assertThat(feed("?readers=children", null).getString("readers")).isEqualTo("children");
    }

    private static Set<String> outside(JsonObject feed) {
        Set<String> others = new TreeSet<>(ids(feed));
        others.removeAll(forChildren());
        return others;
    }

    private static Set<String> forChildren() {
        Set<String> ids = new TreeSet<>();
        house.sql("select id from item where groups[1] = 'child'").forEach(row -> ids.add(row.getFirst()));
        return ids;
    }

    private static Set<String> ids(JsonObject feed) {
        Set<String> ids = new TreeSet<>();
        JsonArray items = feed.getJsonArray("items");
        for (int i = 0; i < items.size(); i++) {
            ids.add(items.getJsonObject(i).getString("id"));
        }
        return ids;
    }

    private static JsonObject feed(String query, @Nullable String token) {
        House.Answer answer = house.get("/v1/feed" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String register(int age) {
        return house.resident(House.phone(), VILLAGE, Beijing.year(Instant.now()) - age);
    }

    private static void open(String token, String item) {
        JsonObject event = new JsonObject()
                .put("id", "open-" + System.nanoTime())
                .put("type", "open")
                .put("item", item)
                .put("at", Instant.now().toString());
        House.Answer taken =
                house.post("/v1/events", new JsonObject().put("events", new JsonArray().add(event)), token);
        assertThat(taken.json().getInteger("accepted")).as(taken.text()).isEqualTo(1);
    }
}
