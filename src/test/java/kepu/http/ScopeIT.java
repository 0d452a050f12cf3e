package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rights end at the edge of a scope, and other people's things stay other people's. */
class ScopeIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private static String operator = "";
    private static String neighbour = "";
    private static String city = "";

    @BeforeAll
    static void logIn() {
        operator = house.staff(Role.OPERATOR, "510903");
        neighbour = house.staff(Role.OPERATOR, "510904");
        city = house.staff(Role.OPERATOR, "5109");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"region\":[\"510903\"]}",
                "{\"region\":[\"510903100\"]}",
                "{\"region\":[\"510903100208\"]}",
                "{\"all\":[{\"region\":[\"5109\"]},{\"region\":[\"510903\"]}]}",
                "{\"all\":[{\"region\":[\"510903\"]},{\"not\":{\"region\":[\"510903100\"]}}]}",
                "{\"any\":[{\"region\":[\"510903100\"]},{\"all\":[{\"group\":[\"elder\"]},{\"region\":[\"510903\"]}]}]}"
            })
    void anAudienceInsideTheScopeIsCounted(String audience) {
        House.Answer answer = estimate(operator, audience);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"region\":[\"5109\"]}",
                "{\"region\":[\"0\"]}",
                "{\"region\":[\"510904\"]}",
                "{\"region\":[\"510903\",\"510904\"]}",
                "{\"region\":[\"510903\",\"510904100\"]}",
                "{\"group\":[\"elder\"]}",
                "{\"not\":{\"region\":[\"510903\"]}}",
                "{\"any\":[{\"region\":[\"510903\"]},{\"group\":[\"elder\"]}]}",
                "{\"all\":[{\"group\":[\"elder\"]},{\"age\":{\"from\":60}}]}"
            })
    void anAudienceThatReachesOverTheEdgeIsRefused(String audience) {
        long campaigns = house.count("select count(*) from campaign");
        Refusal.of(estimate(operator, audience), 403, "outside-scope");
        Refusal.of(house.post("/v1/campaigns", draft(audience), operator), 403, "outside-scope");
        assertThat(house.count("select count(*) from campaign")).isEqualTo(campaigns);
    }

    @Test
    void aCampaignIsNotThereForAnOperatorOfAnotherCounty() {
        String id = house.post("/v1/campaigns", draft("{\"region\":[\"510903\"]}"), operator)
                .json()
                .getString("id");
        Refusal.of(house.get("/v1/campaigns/" + id, neighbour), 404, "campaign-missing");
        Refusal.of(house.get("/v1/campaigns/" + id + "/receipts", neighbour), 404, "campaign-missing");
        for (String step : List.of("submit", "approve", "pause", "resume", "cancel")) {
            Refusal.of(house.post("/v1/campaigns/" + id + "/" + step, null, neighbour), 404, "campaign-missing");
        }
        assertThat(house.get("/v1/campaigns?size=100", neighbour).text()).doesNotContain(id);
        assertThat(house.get("/v1/campaigns?size=100", city).text()).contains(id);
        assertThat(house.get("/v1/campaigns/" + id, city).json().getString("state"))
                .isEqualTo("draft");
    }

    @Test
    void whatTheCityMadeIsNotTheCountysToCancel() {
        String id = house.post("/v1/campaigns", draft("{\"region\":[\"510903\"]}"), city)
                .json()
                .getString("id");
        Refusal.of(house.post("/v1/campaigns/" + id + "/cancel", null, operator), 404, "campaign-missing");
    }

    @Test
    void aDisseminatorCannotTakeBackAnotherVillagesPush() {
        String own = house.staff(Role.DISSEMINATOR, VILLAGE);
        String other = house.staff(Role.DISSEMINATOR, "510903100210");
        House.Answer tap = house.post(
                "/v1/village/push", new JsonObject().put("item", house.items(1).getFirst()), own);
        assertThat(tap.status()).as(tap.text()).isEqualTo(201);
        String withdraw = "/v1/campaigns/" + tap.json().getString("campaign") + "/withdraw";
        JsonObject why = new JsonObject().put("note", "发错了");
        Refusal.of(house.post(withdraw, why, other), 404, "campaign-missing");
        assertThat(house.post(withdraw, why, own).json().getString("state")).isEqualTo("withdrawn");
    }

    @Test
    void aDisseminatorsAudienceEndsAtTheVillage() {
        String disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        assertThat(estimate(disseminator, "{\"region\":[\"" + VILLAGE + "\"]}").status())
                .isEqualTo(200);
        Refusal.of(estimate(disseminator, "{\"region\":[\"510903100210\"]}"), 403, "outside-scope");
        Refusal.of(estimate(disseminator, "{\"region\":[\"510903100\"]}"), 403, "outside-scope");
    }

    @Test
    void anItemForEverywhereIsOnlyTheCountrysToWithdraw() {
        JsonObject reason = new JsonObject().put("reason", "数据有误");
        String item = "energy-suining-lithium-salts";
        Refusal.of(
                withdraw(house.items(1).getFirst(), reason, house.staff(Role.REVIEWER, "5109")), 403, "outside-scope");
        Refusal.of(withdraw(item, reason, house.staff(Role.REVIEWER, "510903")), 403, "outside-scope");
        Refusal.of(withdraw(item, reason, house.staff(Role.REVIEWER, "5101")), 403, "outside-scope");
        assertThat(house.get("/v1/items/" + item, null).status()).isEqualTo(200);
        assertThat(withdraw(item, reason, house.staff(Role.REVIEWER, "5109")).status())
                .isEqualTo(204);
    }

    @Test
    void aReceiptForAPublicationOfAnotherVillageIsNotRecorded() {
        String disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        House.Answer tap = house.post(
                "/v1/village/push", new JsonObject().put("item", house.items(2).getLast()), disseminator);
        JsonObject read =
                new JsonObject().put("publications", List.of(tap.json().getString("publication"), "999999"));
        long receipts = house.count("select count(*) from receipt");
        long services = house.count("select count(*) from service");
        House.Answer answer = house.post("/v1/inbox/read", read, house.resident("510903100210"));
        assertThat(answer.json().getInteger("recorded")).isZero();
        assertThat(house.count("select count(*) from receipt")).isEqualTo(receipts);
        assertThat(house.count("select count(*) from service")).isEqualTo(services);
        assertThat(house.post("/v1/inbox/read", read, house.resident(VILLAGE))
                        .json()
                        .getInteger("recorded"))
                .isEqualTo(1);
    }

    @Test
    void anOperatorRulesOnlyTheirOwnRegion() {
        long versions = house.count("select count(*) from rule_version");
        for (String scope : List.of("5109", "0", "510904", "510904100")) {
            Refusal.of(rule(scope, operator), 403, "outside-scope");
            Refusal.of(house.get("/v1/rules?scope=" + scope, operator), 403, "outside-scope");
            Refusal.of(house.get("/v1/rules/versions?scope=" + scope, operator), 403, "outside-scope");
        }
        Refusal.of(rule("510903999", operator), 404, "region-missing");
        assertThat(house.count("select count(*) from rule_version")).isEqualTo(versions);
        assertThat(rule("510903", operator).status()).isEqualTo(200);
        assertThat(rule("510903100", operator).status()).isEqualTo(200);
        assertThat(house.get("/v1/rules?scope=510903", city).json().getInteger("version"))
                .isEqualTo(1);
        Refusal.of(house.get("/v1/rules?scope=510903", neighbour), 403, "outside-scope");
        String administrator = house.staff(Role.ADMINISTRATOR, "510904");
        Refusal.of(house.get("/v1/rules?scope=510903", administrator), 403, "outside-scope");
    }

    private static House.Answer rule(String scope, String token) {
        JsonObject draft = new JsonObject()
                .put("scope", scope)
                .put("basedOn", 0)
                .put("note", "试试")
                .put("rules", List.of());
        return house.send("PUT", "/v1/rules", draft, token);
    }

    private static House.Answer withdraw(String item, JsonObject reason, String token) {
        return house.post("/v1/library/items/" + item + "/withdraw", reason, token);
    }

    private static House.Answer estimate(String token, String audience) {
        return house.post("/v1/audiences/estimate", "{\"audience\":" + audience + "}", token);
    }

    private static JsonObject draft(String audience) {
        return new JsonObject()
                .put("title", "秋收")
                .put("items", house.items(1))
                .put("audience", new JsonObject(audience));
    }
}
