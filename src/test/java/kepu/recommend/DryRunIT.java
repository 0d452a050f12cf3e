package kepu.recommend;

import static kepu.recommend.Reading.rule;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What rules would change is shown before they are in force. */
class DryRunIT {
    private static final String TOWN = "510903100";
    private static final int RESIDENTS = 6;

    @RegisterExtension
    static final House house = new House();

    private static final Reading READING = new Reading(house);

    private static String operator = "";
    private static String resident = "";
    private static String worst = "";

    @BeforeAll
    static void people() {
        operator = house.staff(Role.OPERATOR, "510903");
        String village = READING.villages(TOWN, 1).getFirst();
        for (int i = 0; i < RESIDENTS; i++) {
            resident = house.resident(village, new JsonObject().put("groups", List.of("farmer")));
        }
        worst = READING.all(resident).getLast().id();
    }

    @Test
    void aPinWouldChangeTheFeedsOfTheSampleAndSaysWhy() {
        List<JsonObject> changes =
                changes(50, rule("pin", TOWN).put("item", worst).put("place", 2));
        assertThat(changes).hasSize(RESIDENTS).allSatisfy(change -> {
            assertThat(change.getString("who")).startsWith("农民 · ");
            assertThat(change.getJsonArray("before")).hasSize(10);
            assertThat(change.getJsonArray("after")).hasSize(10);
            assertThat(change.getJsonArray("after").getString(1)).isEqualTo(worst);
            assertThat(change.getJsonArray("before").getString(0))
                    .isEqualTo(change.getJsonArray("after").getString(0));
            assertThat(change.getJsonArray("why").getString(0))
                    .startsWith("第2位“")
                    .endsWith("编辑置顶");
        });
        assertThat(changes(3, rule("pin", TOWN).put("item", worst).put("place", 2)))
                .hasSize(3);
    }

    @Test
    void aBanAndABoostSayWhatTheyDid() {
        String first = changes(1, rule("pin", TOWN).put("item", worst).put("place", 10))
                .getFirst()
                .getJsonArray("before")
                .getString(0);
        JsonObject change = changes(
                        1,
                        rule("ban", TOWN).put("item", first),
                        rule("boost", TOWN).put("item", worst).put("factor", 10))
                .getFirst();
        assertThat(change.getJsonArray("after")).doesNotContain(first).contains(worst);
        assertThat(change.getJsonArray("why").stream().map(String.class::cast))
                .anyMatch(line -> line.endsWith("加权 10.0 倍"))
                .anyMatch(line -> line.endsWith("”不再展示"));
    }

    @Test
    void nothingIsStoredAndNoFeedChanges() {
        long versions = house.count("select count(*) from rule_version");
        long audited = house.count("select count(*) from audit");
        String topic = READING.all(resident).get(20).topic();
        changes(
                50,
                rule("ban", TOWN).put("topic", topic),
                rule("pin", TOWN).put("item", worst).put("place", 1));
        assertThat(house.count("select count(*) from rule_version")).isEqualTo(versions);
        assertThat(house.count("select count(*) from audit")).isEqualTo(audited);
        assertThat(READING.all(resident))
                .satisfies(feed -> assertThat(feed.getFirst().id()).isNotEqualTo(worst))
                .extracting(Reading.Place::topic)
                .contains(topic);
    }

    @Test
    void rulesThatChangeNothingShowNobody() {
        assertThat(changes(50)).isEmpty();
        assertThat(changes(50, rule("ban", TOWN).put("source", "没有这个来源"))).isEmpty();
    }

    @Test
    void onlyRulesWithinTheOperatorsScopeAreTried() {
        Refusal.of(run("510904", 10), 403, "outside-scope");
        Refusal.of(run("5109", 10), 403, "outside-scope");
        Refusal.of(run(TOWN, 10, rule("ban", "510903").put("topic", "health")), 400, "rules-invalid");
        Refusal.of(run(TOWN, 51), 400);
        Refusal.of(run(TOWN, 0), 400);
    }

    private static List<JsonObject> changes(int residents, JsonObject... rules) {
        House.Answer answer = run(TOWN, residents, rules);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        JsonArray changes = answer.json().getJsonArray("changes");
        return changes.stream().map(JsonObject.class::cast).toList();
    }

    private static House.Answer run(String scope, int residents, JsonObject... rules) {
        return house.post(
                "/v1/rules/dry-run",
                new JsonObject().put("scope", scope).put("residents", residents).put("rules", List.of(rules)),
                operator);
    }
}
