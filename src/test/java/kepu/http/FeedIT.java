package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kepu.base.Topic;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FeedIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @Test
    void everyItemHasAReasonInChinese() {
        List<JsonObject> items = feed(house.resident(VILLAGE), 50);
        assertThat(items).hasSize(50).allSatisfy(item -> {
            assertThat(item.getJsonObject("reason").getString("code")).isNotBlank();
            assertThat(item.getJsonObject("reason").getString("text")).containsPattern("\\p{IsHan}");
        });
    }

    @Test
    void anOpenedItemLeavesAtOnce() {
        String token = house.resident(VILLAGE);
        String first = feed(token, 1).getFirst().getString("id");
        event(token, "open", first);
        assertThat(allIds(token)).doesNotContain(first);
    }

    @Test
    void anItemThatIsNotInterestingLeavesAtOnce() {
        String token = house.resident(VILLAGE);
        String first = feed(token, 1).getFirst().getString("id");
        event(token, "not_interested", first);
        assertThat(allIds(token)).doesNotContain(first);
    }

    @Test
    void anItemThatWasOnlyShownStepsBehindTheOthers() {
        String token = house.resident(VILLAGE);
        String first = feed(token, 1).getFirst().getString("id");
        event(token, "impression", first);
        assertThat(allIds(token)).last().isEqualTo(first);
    }

    @Test
    void pagesTurnWithoutRepeatingAnything() {
        String token = house.resident(VILLAGE);
        Set<String> seen = new HashSet<>();
        String next = null;
        int pages = 0;
        do {
            JsonObject page = house.get("/v1/feed?size=20" + (next == null ? "" : "&cursor=" + next), token)
                    .json();
            page.getJsonArray("items")
                    .forEach(item -> assertThat(seen.add(((JsonObject) item).getString("id")))
                            .isTrue());
            next = page.getString("next");
            pages++;
        } while (next != null);
        assertThat(pages).isGreaterThan(3);
    }

    @Test
    void aStatedInterestComesFirstAndSaysSo() {
        String token = house.resident(VILLAGE, new JsonObject().put("interests", List.of("fraud")));
        JsonObject first = feed(token, 1).getFirst();
        assertThat(first.getString("topic")).isEqualTo(Topic.FRAUD.code());
        assertThat(first.getJsonObject("reason").getString("code")).isEqualTo("interest");
    }

    @Test
    void withoutPersonalisationOnlyRegionSeasonAndEditorsSpeak() {
        String token = house.resident(
                VILLAGE, new JsonObject().put("interests", List.of("fraud")).put("groups", List.of("elder")));
        house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", false), token);
        assertThat(feed(token, 50))
                .extracting(item -> item.getJsonObject("reason").getString("code"))
                .doesNotContain("interest", "group");
    }

    @Test
    void noTopicFillsAnyTenInARow() {
        List<JsonObject> items = feed(house.resident(VILLAGE, new JsonObject().put("interests", List.of("fraud"))), 40);
        for (int from = 0; from + 10 <= items.size(); from++) {
            assertThat(items.subList(from, from + 10).stream()
                            .filter(item -> item.getString("topic").equals("fraud")))
                    .hasSizeLessThanOrEqualTo(3);
        }
    }

    @Test
    void aGuestGetsTheFeedOfARegion() {
        assertThat(house.get("/v1/feed?region=5109", null).json().getJsonArray("items"))
                .hasSize(20);
        assertThat(house.get("/v1/feed", null).status()).isEqualTo(200);
        assertThat(house.get("/v1/feed?region=9999", null).problem()).isEqualTo("region-missing");
    }

    @Test
    void aRegionsOwnItemsStayInTheRegion() {
        assertThat(guestIds("5109")).contains("energy-suining-lithium-salts");
        assertThat(guestIds("3204")).doesNotContain("energy-suining-lithium-salts");
    }

    @Test
    void aWithdrawnItemLeavesTheFeedAndSaysWhy() {
        String reviewer = house.staff(Role.REVIEWER, "0");
        String token = house.resident(VILLAGE);
        String item = "digital-enlarge-text";
        assertThat(house.post(
                                "/v1/library/items/" + item + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                reviewer)
                        .status())
                .isEqualTo(204);
        assertThat(allIds(token)).doesNotContain(item);
        House.Answer gone = house.get("/v1/items/" + item, token);
        assertThat(gone.status()).isEqualTo(404);
        assertThat(gone.problem()).isEqualTo("item-withdrawn");
        assertThat(gone.json().getString("detail")).contains("数据有误");
    }

    @Test
    void aCursorOfSomebodyElseIsRefused() {
        String next =
                house.get("/v1/feed?size=5", house.resident(VILLAGE)).json().getString("next");
        House.Answer answer = house.get("/v1/feed?size=5&cursor=" + next, house.resident(VILLAGE));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("cursor-invalid");
    }

    private static List<JsonObject> feed(String token, int size) {
        return house.get("/v1/feed?size=" + size, token).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> allIds(String token) {
        List<String> ids = new java.util.ArrayList<>();
        String next = null;
        do {
            JsonObject page = house.get("/v1/feed?size=50" + (next == null ? "" : "&cursor=" + next), token)
                    .json();
            page.getJsonArray("items").forEach(item -> ids.add(((JsonObject) item).getString("id")));
            next = page.getString("next");
        } while (next != null);
        return ids;
    }

    private static List<String> guestIds(String region) {
        List<String> ids = new java.util.ArrayList<>();
        String next = null;
        do {
            JsonObject page = house.get(
                            "/v1/feed?size=50&region=" + region + (next == null ? "" : "&cursor=" + next), null)
                    .json();
            page.getJsonArray("items").forEach(item -> ids.add(((JsonObject) item).getString("id")));
            next = page.getString("next");
        } while (next != null);
        return ids;
    }

    private static void event(String token, String type, String item) {
        JsonObject event = new JsonObject()
                .put("id", type + "-" + item)
                .put("item", item)
                .put("type", type)
                .put("at", OffsetDateTime.now(ZoneOffset.UTC).toString());
        House.Answer answer = house.post("/v1/events", new JsonObject().put("events", List.of(event)), token);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().getInteger("accepted")).isEqualTo(1);
    }
}
