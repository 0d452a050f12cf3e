package kepu.recommend.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rules by the public interface: whole versions of one scope's rules, saved on top of one another. */
class RulesIT {
    private static final String COUNTY = "510903";

    @RegisterExtension
    static final House house = new House().with("rules.most", 20);

    private static String operator = "";
    private static String city = "";
    private static List<String> items = List.of();

    @BeforeAll
    static void people() {
        operator = house.staff(Role.OPERATOR, COUNTY);
        city = house.staff(Role.OPERATOR, "5109");
        items = house.items(3);
    }

    @Test
    void aScopeThatNeverHadRulesIsAtVersionNought() {
        JsonObject live = live("510921", city);
        assertThat(live.getInteger("version")).isZero();
        assertThat(live.getJsonArray("rules")).isEmpty();
    }

    @Test
    void whatIsSavedIsWhatIsLive() {
        String scope = "510903001";
        JsonArray rules = new JsonArray()
                .add(pin(scope).put("id", "first").put("age", new JsonObject().put("from", 60)))
                .add(rule("boost", scope).put("topic", "health").put("factor", 2.5))
                .add(rule("ban", scope).put("source", "不可靠的来源").put("groups", List.of("elder", "farmer")))
                .add(rule("quota", scope)
                        .put("kind", "video")
                        .put("least", 2)
                        .put("from", "2026-01-01T00:00:00+08:00")
                        .put("until", "2100-01-01T00:00:00+08:00"))
                .add(rule("quota", scope).put("topic", "fraud").put("most", 0));
        JsonObject saved = saved(draft(scope, 0, rules), operator);
        assertThat(saved.getInteger("version")).isEqualTo(1);
        assertThat(saved.getString("by")).isEqualTo("测试运营");
        assertThat(saved.getString("note")).isEqualTo("秋收季节");
        assertThat(live(scope, operator)).isEqualTo(saved);
        assertThat(live(scope, city)).isEqualTo(saved);
        assertThat(live(scope, house.staff(Role.ADMINISTRATOR, "0"))).isEqualTo(saved);
        JsonArray named = new JsonArray();
        for (int i = 0; i < rules.size(); i++) {
            JsonObject rule = rules.getJsonObject(i).copy();
            named.add(rule.containsKey("id") ? rule : rule.put("id", "r" + i));
        }
        assertThat(saved.getJsonArray("rules")).isEqualTo(named);
    }

    @Test
    void theScopeIsTheOperatorsOwnWhenNoneIsNamed() {
        JsonObject own = house.get("/v1/rules", city).json();
        assertThat(own.getString("scope")).isEqualTo("5109");
    }

    @Test
    void eachSaveIsAVersionAndAnOldOneCanBeSavedAnew() {
        String scope = "510903002";
        JsonObject first = saved(draft(scope, 0, new JsonArray().add(pin(scope))), operator);
        saved(draft(scope, 1, new JsonArray()), city);
        assertThat(live(scope, operator).getJsonArray("rules")).isEmpty();
        JsonObject back = saved(draft(scope, 2, first.getJsonArray("rules")), operator);
        assertThat(back.getInteger("version")).isEqualTo(3);
        assertThat(back.getJsonArray("rules")).isEqualTo(first.getJsonArray("rules"));
        assertThat(house.count("select count(*) from rule_version where scope = ?", scope))
                .isEqualTo(3);
    }

    @Test
    void versionsAreTurnedPageByPageTheLatestFirst() {
        String scope = "510903004";
        for (int version = 0; version < 5; version++) {
            saved(draft(scope, version, new JsonArray()).put("note", "第 " + (version + 1) + " 版"), operator);
        }
        List<String> notes = new ArrayList<>();
        String cursor = "";
        do {
            House.Answer answer = house.get("/v1/rules/versions?size=2&scope=" + scope + cursor, operator);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            answer.json()
                    .getJsonArray("versions")
                    .forEach(version -> notes.add(((JsonObject) version).getString("note")));
            String next = answer.json().getString("next");
            cursor = next == null ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(notes).containsExactly("第 5 版", "第 4 版", "第 3 版", "第 2 版", "第 1 版");
        Refusal.of(house.get("/v1/rules/versions?cursor=xx&scope=" + scope, operator), 400, "cursor-invalid");
    }

    @Test
    void aSaveOnAnOldVersionIsAConflictAndStoresNothing() {
        String scope = "510903100";
        saved(draft(scope, 0, new JsonArray().add(pin(scope))), operator);
        JsonObject before = live(scope, operator);
        for (int basedOn : List.of(0, 2, 7)) {
            Refusal.of(save(draft(scope, basedOn, new JsonArray()), city), 409, "rules-changed");
        }
        assertThat(live(scope, operator)).isEqualTo(before);
        assertThat(house.count("select count(*) from audit where action = 'rules.save' and object = ?", scope))
                .isEqualTo(1);
    }

    @Test
    void ofManySavesAtOnceOneIsStored() {
        String scope = "510903101";
        List<Integer> statuses = AtOnce.results(
                8, () -> save(draft(scope, 0, new JsonArray()), operator).status());
        assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
        assertThat(house.count("select count(*) from rule_version where scope = ?", scope))
                .isEqualTo(1);
    }

    @Test
    void everySaveLeavesItsTrace() {
        String scope = "510903105";
        saved(draft(scope, 0, new JsonArray().add(pin(scope)).add(pin(scope).put("place", 2))), operator);
        List<String> row = house.sql(
                        "select s.name, a.action, a.detail::text from audit a join staff s on s.id = a.staff where object = ?",
                        scope)
                .getFirst();
        assertThat(row.subList(0, 2)).containsExactly("测试运营", "rules.save");
        assertThat(new JsonObject(row.get(2)))
                .isEqualTo(new JsonObject().put("version", 1).put("rules", 2).put("note", "秋收季节"));
    }

    @Test
    void rulesThatReachOverTheEdgeOfTheirScopeAreRefusedByName() {
        for (String region : List.of("5109", "0", "510904", "510903999")) {
            JsonArray rules = new JsonArray().add(pin(COUNTY)).add(pin(region).put("place", 2));
            Refusal.of(save(draft(COUNTY, 0, rules), city), 400, "rules-invalid")
                    .at("/rules/1/region");
        }
        assertThat(live(COUNTY, operator).getInteger("version")).isZero();
    }

    @Test
    void anItemThatNeverWasIsRefusedByName() {
        JsonArray rules = new JsonArray()
                .add(pin(COUNTY))
                .add(pin(COUNTY).put("item", "no-such-item"))
                .add(rule("ban", COUNTY).put("item", "neither-this"));
        Refusal.of(save(draft(COUNTY, 0, rules), operator), 400, "rules-invalid")
                .at("/rules/1/item", "/rules/2/item");
    }

    @Test
    void aWithdrawnItemIsNoHindranceToGoingBack() {
        String scope = "510904";
        String item = items.get(2);
        JsonArray rules = new JsonArray().add(pin(scope).put("item", item));
        saved(draft(scope, 0, rules), city);
        assertThat(house.post(
                                "/v1/library/items/" + item + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                house.staff(Role.REVIEWER, "0"))
                        .status())
                .isEqualTo(204);
        assertThat(saved(draft(scope, 1, rules), city).getInteger("version")).isEqualTo(2);
    }

    @Test
    void whatTheContractDoesNotKnowIsRefused() {
        List<UnaryOperator<JsonObject>> faults = List.of(
                rule -> rule.put("place", 11),
                rule -> rule.put("place", 0),
                rule -> rule.put("type", "push"),
                rule -> rule.put("note", ""),
                rule -> rule.put("note", "  "),
                rule -> rule.put("note", "字".repeat(201)),
                rule -> rule.put("groups", List.of("wizards")),
                rule -> rule.put("age", new JsonObject().put("from", 131)),
                rule -> rule.put("id", "a/b"),
                rule -> rule.put("from", "明天"),
                rule -> rule.put("surprise", 1),
                rule -> without(rule, "note"),
                rule -> without(rule, "region"),
                rule -> rule("ban", COUNTY).put("topic", "magic"),
                rule -> rule("quota", COUNTY).put("kind", "leaflet").put("most", 1),
                rule -> rule("boost", COUNTY).put("topic", "health").put("factor", 11),
                rule -> rule("boost", COUNTY).put("topic", "health").put("factor", 0.05));
        for (UnaryOperator<JsonObject> fault : faults) {
            JsonObject rule = fault.apply(pin(COUNTY));
            Refusal.of(save(draft(COUNTY, 0, new JsonArray().add(rule)), operator), 400, "invalid-input")
                    .naming("/rules/0");
        }
        Refusal.of(save(without(draft(COUNTY, 0, new JsonArray()), "note"), operator), 400);
        Refusal.of(save(without(draft(COUNTY, 0, new JsonArray()), "basedOn"), operator), 400);
    }

    @Test
    void whatDoesNotGoTogetherIsRefusedByName() {
        check(without(pin(COUNTY), "place"), "/rules/0");
        check(without(pin(COUNTY), "item"), "/rules/0");
        check(pin(COUNTY).put("factor", 2), "/rules/0/factor");
        check(pin(COUNTY).put("region", "5109031"), "/rules/0/region");
        check(
                pin(COUNTY).put("from", "2026-01-02T00:00:00+08:00").put("until", "2026-01-02T00:00:00+08:00"),
                "/rules/0/until");
        check(pin(COUNTY).put("age", new JsonObject().put("from", 60).put("to", 14)), "/rules/0/age");
        check(rule("boost", COUNTY).put("topic", "health"), "/rules/0");
        check(rule("boost", COUNTY).put("factor", 2), "/rules/0");
        check(rule("ban", COUNTY).put("topic", "health").put("item", items.getFirst()), "/rules/0");
        check(rule("ban", COUNTY).put("kind", "video"), "/rules/0/kind", "/rules/0");
        check(rule("quota", COUNTY).put("topic", "health"), "/rules/0");
        check(rule("quota", COUNTY).put("topic", "health").put("least", 1).put("most", 2), "/rules/0");
        check(rule("quota", COUNTY).put("item", items.getFirst()).put("most", 2), "/rules/0/item", "/rules/0");
        Refusal.of(
                        save(
                                draft(
                                        COUNTY,
                                        0,
                                        new JsonArray()
                                                .add(pin(COUNTY).put("id", "a"))
                                                .add(pin(COUNTY).put("id", "a"))),
                                operator),
                        400,
                        "rules-invalid")
                .at("/rules/1/id");
    }

    @Test
    void theContractKnowsEveryWord() {
        String scope = "510903103";
        JsonObject words = house.get("/v1/vocabulary", null).json();
        JsonArray rules = new JsonArray();
        words.getJsonArray("topics")
                .forEach(topic -> rules.add(rule("boost", scope)
                        .put("topic", ((JsonObject) topic).getString("code"))
                        .put("factor", 1)));
        JsonArray groups = new JsonArray();
        words.getJsonArray("groups").forEach(group -> groups.add(((JsonObject) group).getString("code")));
        rules.add(pin(scope).put("groups", groups));
        saved(draft(scope, 0, rules), operator);
    }

    @Test
    void aScopeHasNoMoreRulesThanItsLimit() {
        String scope = "510903104";
        House.Answer over = save(draft(scope, 0, many(scope, 21)), operator);
        Refusal.of(over, 400, "invalid-input").at("/rules").naming("20");
        assertThat(house.metric("kepu_rules_refused_total{limit=\"most\"}")).isEqualTo(1);
        assertThat(saved(draft(scope, 0, many(scope, 20)), operator).getJsonArray("rules"))
                .hasSize(20);
    }

    private static void check(JsonObject rule, String... pointers) {
        Refusal.of(save(draft(COUNTY, 0, new JsonArray().add(rule)), operator), 400, "rules-invalid")
                .at(pointers);
    }

    private static JsonArray many(String scope, int count) {
        return new JsonArray(IntStream.range(0, count).mapToObj(i -> pin(scope)).toList());
    }

    private static JsonObject without(JsonObject object, String field) {
        object.remove(field);
        return object;
    }

    private static JsonObject rule(String type, String region) {
        return new JsonObject().put("type", type).put("region", region).put("note", "镇里开会定的");
    }

    private static JsonObject pin(String region) {
        return rule("pin", region).put("item", items.getFirst()).put("place", 1);
    }

    private static JsonObject draft(String scope, int basedOn, JsonArray rules) {
        return new JsonObject()
                .put("scope", scope)
                .put("basedOn", basedOn)
                .put("note", "秋收季节")
                .put("rules", rules);
    }

    private static House.Answer save(JsonObject draft, @Nullable String token) {
        return house.send("PUT", "/v1/rules", draft, token);
    }

    private static JsonObject saved(JsonObject draft, String token) {
        House.Answer answer = save(draft, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject live(String scope, String token) {
        House.Answer answer = house.get("/v1/rules?scope=" + scope, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
