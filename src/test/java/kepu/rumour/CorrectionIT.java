package kepu.rumour;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Corrections reach those who checked the claim, or opened or shared what said it, and nobody else. */
class CorrectionIT {
    private static final String CLAIM = "health-fishbone-vinegar";
    private static final String TEXT = "鱼刺卡住喉咙，喝醋能把刺软化";

    @RegisterExtension
    static final House house = new House().with("governor.duplicateDays", 7);

    private String village;
    private String operator;
    private String item;
    private String falseItem;

    @BeforeEach
    void begin() {
        village = house.village();
        operator = house.staff(Role.OPERATOR, "510903");
        List<String> items = house.items(20);
        item = items.get(0);
        falseItem = items.get(1);
    }

    @Test
    void whoCheckedOpenedOrSharedGetsItAndItIsCounted() {
        String checked = house.resident(village);
        String opened = house.resident(village);
        String shared = house.resident(village);
        String bystander = house.resident(village);
        String elsewhere = house.resident(house.village());
        check(checked);
        check(elsewhere);
        event(opened, "open");
        event(shared, "share");
        JsonObject campaign = sent(new JsonObject()
                .put("items", new JsonArray(List.of(falseItem)))
                .put("item", item)
                .put("regions", new JsonArray(List.of(village))));
        assertThat(campaign.getString("state")).as(campaign.encode()).isEqualTo("running");
        assertThat(campaign.getString("title")).startsWith("更正：");
        assertThat(campaign.getInteger("reach")).isEqualTo(3);
        for (String reached : List.of(checked, opened, shared)) {
            JsonObject word = inbox(reached).getJsonObject(0);
            assertThat(word.getString("title")).startsWith("更正：鱼刺");
            assertThat(word.getString("message")).contains("不实");
            assertThat(word.getJsonObject("item").getString("id")).isEqualTo(item);
        }
        assertThat(inbox(bystander)).isEmpty();
        assertThat(inbox(elsewhere)).as("outside the region").isEmpty();
        String id = inbox(checked).getJsonObject(0).getString("id");
        house.post("/v1/inbox/read", new JsonObject().put("publications", new JsonArray(List.of(id))), checked);
        JsonObject receipts = house.get("/v1/campaigns/" + campaign.getString("id") + "/receipts", operator)
                .json();
        assertThat(receipts.getInteger("read")).isEqualTo(1);
    }

    @Test
    void whoChecksLaterIsNotOfIt() {
        check(house.resident(village));
        sent(new JsonObject().put("item", item).put("regions", new JsonArray(List.of(village))));
        String later = house.resident(village);
        check(later);
        assertThat(inbox(later)).isEmpty();
    }

    @Test
    void anErasedResidentIsOfNoCorrection() {
        String gone = house.resident(village);
        check(gone);
        assertThat(house.send("DELETE", "/v1/me", null, gone).status()).isEqualTo(204);
        JsonObject campaign = sent(new JsonObject().put("item", item).put("regions", new JsonArray(List.of(village))));
        assertThat(campaign.getInteger("reach")).isZero();
    }

    @Test
    void theSameKeyAgainSendsNothingTwice() {
        check(house.resident(village));
        JsonObject body = new JsonObject().put("item", item).put("regions", new JsonArray(List.of(village)));
        String key = UUID.randomUUID().toString();
        JsonObject first = keyed(body, key).json();
        JsonObject second = keyed(body, key).json();
        assertThat(second.getString("id")).isEqualTo(first.getString("id"));
        assertThat(second.getJsonArray("publications")).isEqualTo(first.getJsonArray("publications"));
    }

    @Test
    void outsideTheScopeOfUnknownItemsAndOfUnknownClaimsItIsRefused() {
        Refusal.of(
                correct(new JsonObject().put("item", item).put("regions", new JsonArray(List.of("51")))),
                403,
                "outside-scope");
        Refusal.of(correct(new JsonObject().put("item", "no-such-item")), 404, "item-missing");
        Refusal.of(house.post("/v1/claims/no-such-claim/correction", new JsonObject(), operator), 404, "claim-missing");
    }

    @Test
    void aClaimWithoutAnItemIsPutRightByWordsAlone() {
        String without = house.sql("select id from claim where items = '{}' order by id limit 1")
                .getFirst()
                .getFirst();
        String reader = told(without);
        JsonObject campaign = sent(without, here());
        assertThat(campaign.getJsonArray("items")).isEmpty();
        JsonObject word = inbox(reader).getJsonObject(0);
        assertThat(word.containsKey("item")).as(word.encode()).isFalse();
        assertThat(word.getString("message"))
                .startsWith("经核查：")
                .contains(house.get("/v1/claims/" + without, null).json().getString("summary"));
    }

    @Test
    void correctionsOfTwoClaimsThatLinkOneItemBothComeAndAheadOfOtherNews() {
        List<String> two = house.sql(
                        "select min(id), max(id) from claim where cardinality(items) > 0 group by items having count(*) > 1"
                                + " order by 1 limit 1")
                .getFirst();
        String reader = told(two.getFirst());
        noteTold(reader, two.getLast());
        JsonObject first = sent(two.getFirst(), here());
        JsonObject second = sent(two.getLast(), here());
        assertThat(second.getJsonArray("items")).as("one item").isNotEmpty().isEqualTo(first.getJsonArray("items"));
        assertThat(second.getString("priority")).isEqualTo("important");
        assertThat(inbox(reader).stream()
                        .map(word -> ((JsonObject) word).getString("title"))
                        .distinct())
                .hasSize(2);
        sent(two.getLast(), here().put("message", "再说一遍。"));
        assertThat(inbox(reader)).as("the same claim again is a duplicate").hasSize(2);
    }

    private JsonObject here() {
        return new JsonObject().put("regions", new JsonArray(List.of(village)));
    }

    /** A resident who was told of a claim. */
    private String told(String claim) {
        String resident = house.resident(village);
        noteTold(resident, claim);
        return resident;
    }

    private static void noteTold(String resident, String claim) {
        String said = house.get("/v1/claims/" + claim, null).json().getString("claim");
        House.Answer answer = house.post("/v1/claims/check", new JsonObject().put("text", said), resident);
        assertThat(answer.json().getJsonArray("verdicts").stream()
                        .map(verdict -> ((JsonObject) verdict).getString("id")))
                .contains(claim);
    }

    private static void check(String resident) {
        House.Answer answer = house.post("/v1/claims/check", new JsonObject().put("text", TEXT), resident);
        assertThat(answer.json().getJsonArray("verdicts").getJsonObject(0).getString("id"))
                .isEqualTo(CLAIM);
    }

    private void event(String resident, String type) {
        JsonObject event = new JsonObject()
                .put("id", UUID.randomUUID().toString())
                .put("type", type)
                .put("item", falseItem)
                .put("at", Instant.now().toString());
        House.Answer answer =
                house.post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(event))), resident);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().getInteger("accepted")).as(answer.text()).isEqualTo(1);
    }

    private JsonObject sent(JsonObject body) {
        return sent(CLAIM, body);
    }

    private JsonObject sent(String claim, JsonObject body) {
        House.Answer answer = house.post("/v1/claims/" + claim + "/correction", body, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.json().getString("id");
        eventually("it is out", () -> !state(id).equals("scheduled"));
        return house.get("/v1/campaigns/" + id, operator).json();
    }

    private String state(String campaign) {
        return house.get("/v1/campaigns/" + campaign, operator).json().getString("state");
    }

    private House.Answer correct(JsonObject body) {
        return house.post("/v1/claims/" + CLAIM + "/correction", body, operator);
    }

    private House.Answer keyed(JsonObject body, String key) {
        return house.send(house.request("/v1/claims/" + CLAIM + "/correction", operator)
                .header("Idempotency-Key", key)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private static JsonArray inbox(String resident) {
        return house.get("/v1/inbox", resident).json().getJsonArray("publications");
    }
}
