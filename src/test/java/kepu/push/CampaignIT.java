package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CampaignIT {
    private static final String SMALL = "510903100210";
    private static final String LARGE = "510903100208";
    private static final int APPROVAL_REACH = 2;

    @RegisterExtension
    static final House house = new House().with("push.approvalReach", APPROVAL_REACH);

    private static List<String> items;
    private static Desk operator;
    private static Desk administrator;
    private static String small;
    private static String large;

    @BeforeAll
    static void people() {
        items = house.items(10);
        operator = Desk.of(house, Role.OPERATOR, "5109");
        administrator = Desk.of(house, Role.ADMINISTRATOR, "0");
        small = house.resident(SMALL);
        large = house.resident(LARGE);
        for (int i = 0; i < APPROVAL_REACH; i++) {
            house.resident(LARGE);
        }
    }

    @Test
    void aSmallCampaignIsOutAsSoonAsItIsHandedIn() {
        JsonObject draft = operator.drafted(Desk.region(SMALL), items.get(0), items.get(1));
        assertThat(draft.getString("state")).isEqualTo("draft");
        assertThat(draft.getString("scope")).isEqualTo("5109");
        assertThat(draft.getInteger("reach")).isEqualTo(1);
        assertThat(draft.getJsonArray("publications")).isEmpty();

        JsonObject running = operator.stepped(draft.getString("id"), "submit");
        assertThat(running.getString("state")).isEqualTo("running");
        assertThat(running.getJsonArray("publications")).hasSize(2);
        assertThat(Desk.inbox(house, small)).containsAll(Desk.texts(running.getJsonArray("publications")));
        assertThat(Desk.inbox(house, large))
                .doesNotContainAnyElementsOf(Desk.texts(running.getJsonArray("publications")));
    }

    @Test
    void aLargeCampaignWaitsForASecondPerson() {
        JsonObject submitted = operator.stepped(
                operator.drafted(Desk.region("510903"), items.get(0)).getString("id"), "submit");
        String id = submitted.getString("id");
        assertThat(submitted.getString("state")).isEqualTo("submitted");
        assertThat(submitted.getInteger("reach")).isGreaterThan(APPROVAL_REACH);

        House.Answer own = operator.step(id, "approve");
        assertThat(own.status()).isEqualTo(403);
        assertThat(own.problem()).isEqualTo("own-campaign");
        assertThat(operator.find(id).getString("state")).isEqualTo("submitted");
        assertThat(operator.find(id).getJsonArray("publications")).isEmpty();

        JsonObject running = administrator.stepped(id, "approve");
        assertThat(running.getString("state")).isEqualTo("running");
        assertThat(Desk.inbox(house, large)).containsAll(Desk.texts(running.getJsonArray("publications")));
    }

    @Test
    void everyStepIsRecordedWithWhoTookIt() {
        String id = operator.drafted(Desk.region(LARGE), items.get(0)).getString("id");
        operator.stepped(id, "submit");
        administrator.stepped(id, "approve");
        JsonArray steps = operator.withdrawn(id).getJsonArray("steps");
        assertThat(steps)
                .extracting(step -> ((JsonObject) step).getString("state"))
                .containsExactly("draft", "submitted", "approved", "scheduled", "running", "withdrawn");
        assertThat(steps)
                .extracting(step -> ((JsonObject) step).getString("by"))
                .containsExactly("测试运营", "测试运营", "测试管理员", "系统", "系统", "测试运营");
        assertThat(steps)
                .extracting(step -> ((JsonObject) step).getString("at"))
                .isSorted()
                .doesNotContainNull();
    }

    @Test
    void stepsOutOfTurnAreRefused() {
        String id = operator.drafted(Desk.region(LARGE), items.get(0)).getString("id");
        assertConflict(administrator.step(id, "approve"));
        operator.stepped(id, "submit");
        assertConflict(operator.step(id, "submit"));
        administrator.stepped(id, "approve");
        assertConflict(administrator.step(id, "approve"));
        operator.stepped(id, "cancel");
        assertConflict(operator.step(id, "cancel"));
        assertConflict(operator.step(id, "submit"));
        assertConflict(administrator.step(id, "approve"));
    }

    @Test
    void everyRegionOfTheAudienceMustLieInTheScope() {
        Desk county = Desk.of(house, Role.OPERATOR, "510903");
        for (JsonObject outside : List.of(
                Desk.region("510904"),
                Desk.region("5109"),
                Desk.region(SMALL, "510904001001"),
                new JsonObject("{\"group\":[\"elder\"]}"),
                new JsonObject("{\"not\":{\"region\":[\"510903\"]}}"),
                new JsonObject("{\"any\":[{\"region\":[\"510903\"]},{\"all\":[{\"region\":[\"510904001\"]}]}]}"))) {
            House.Answer answer = county.create(Desk.draft(outside, items.getFirst()));
            assertThat(answer.status()).as(outside.encode()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("outside-scope");
        }
        assertThat(county.create(Desk.draft(Desk.region("510903100", SMALL), items.getFirst()))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void campaignsOutsideOfTheScopeAreNotThere() {
        String id = operator.drafted(Desk.region(SMALL), items.get(0)).getString("id");
        Desk county = Desk.of(house, Role.OPERATOR, "510903");
        for (String step : List.of("submit", "approve", "cancel")) {
            assertThat(county.step(id, step).status()).as(step).isEqualTo(404);
        }
        assertThat(house.get("/v1/campaigns/" + id, county.token()).status()).isEqualTo(404);
        assertThat(house.get("/v1/campaigns/" + id + "/receipts", county.token())
                        .status())
                .isEqualTo(404);
        assertThat(house.get("/v1/campaigns?size=100", county.token()).text()).doesNotContain(id);
        assertThat(house.get("/v1/campaigns?size=100", operator.token()).text()).contains(id);
    }

    @Test
    void campaignsAreMadeByOperatorsAndAdministratorsOnly() {
        JsonObject draft = Desk.draft(Desk.region(SMALL), items.getFirst());
        assertThat(house.post("/v1/campaigns", draft, null).status()).isEqualTo(401);
        assertThat(house.post("/v1/campaigns", draft, small).status()).isEqualTo(403);
        for (Role role : List.of(Role.EDITOR, Role.REVIEWER, Role.DISSEMINATOR)) {
            assertThat(house.post("/v1/campaigns", draft, house.staff(role, SMALL))
                            .status())
                    .as(role.code())
                    .isEqualTo(403);
        }
        assertThat(administrator.create(draft).status()).isEqualTo(201);
    }

    @Test
    void manySubmitsAtOnceGiveOnePublication() {
        String id = operator.drafted(Desk.region(SMALL), items.get(2)).getString("id");
        assertThat(AtOnce.results(16, () -> operator.step(id, "submit").status()))
                .containsOnly(200, 409)
                .containsOnlyOnce(200);
        assertThat(house.count("select count(*) from publication where campaign = ?", id))
                .isEqualTo(1);
        assertThat(operator.find(id).getJsonArray("steps")).hasSize(5);
    }

    @Test
    void manyApprovalsAtOnceGiveOnePublication() {
        String id = operator.drafted(Desk.region(LARGE), items.get(2)).getString("id");
        operator.stepped(id, "submit");
        assertThat(AtOnce.results(16, () -> administrator.step(id, "approve").status()))
                .containsOnly(200, 409)
                .containsOnlyOnce(200);
        assertThat(house.count("select count(*) from publication where campaign = ?", id))
                .isEqualTo(1);
    }

    @Test
    void withdrawingTakesItOutOfTheInboxAndTellsTheLiveLine() {
        try (LiveStream line = LiveStream.open(house, small, null)) {
            line.next("hello");
            JsonObject running = operator.published(Desk.region(SMALL), items.get(3));
            String publication = running.getJsonArray("publications").getString(0);
            assertThat(line.next("publication").id()).isEqualTo(publication);
            assertThat(operator.withdrawn(running.getString("id")).getString("state"))
                    .isEqualTo("withdrawn");
            assertThat(line.next("cancel").id()).isEqualTo(publication);
            assertThat(Desk.inbox(house, small)).doesNotContain(publication);
            House.Answer late =
                    house.post("/v1/inbox/read", new JsonObject().put("publications", List.of(publication)), small);
            assertThat(late.json().getInteger("recorded")).isZero();
        }
    }

    @Test
    void aDraftAndOneThatWaitsCanBeCancelled() {
        String draft = operator.drafted(Desk.region(SMALL), items.get(0)).getString("id");
        assertThat(operator.stepped(draft, "cancel").getString("state")).isEqualTo("cancelled");
        String waiting = operator.drafted(Desk.region(LARGE), items.get(0)).getString("id");
        operator.stepped(waiting, "submit");
        assertThat(operator.stepped(waiting, "cancel").getString("state")).isEqualTo("cancelled");
        assertThat(house.count("select count(*) from publication where campaign in (?, ?)", draft, waiting))
                .isZero();
    }

    @Test
    void theListTurnsByPagesTheNewestFirst() {
        Desk town = Desk.of(house, Role.OPERATOR, "510904001");
        List<String> made = new ArrayList<>(IntStream.range(0, 7)
                .mapToObj(i ->
                        town.drafted(Desk.region("510904001001"), items.get(i)).getString("id"))
                .toList());
        town.stepped(made.get(3), "cancel");
        Collections.reverse(made);
        assertThat(pages(town, "size=3")).isEqualTo(made);
        assertThat(pages(town, "size=3&state=cancelled")).containsExactly(made.get(3));
        assertThat(pages(town, "size=2&state=draft")).hasSize(6).doesNotContain(made.get(3));
        assertThat(house.get("/v1/campaigns?state=gone", town.token()).status()).isEqualTo(400);
    }

    @Test
    void thoseThatSendAnItemAreFoundHoweverManyAreNewer() {
        Desk town = Desk.of(house, Role.OPERATOR, "510904002");
        JsonObject audience = Desk.region("510904002001");
        String asked = items.get(9);
        String first = town.drafted(audience, asked, items.get(8)).getString("id");
        JsonArray arms = new JsonArray()
                .add(new JsonObject().put("name", "A").put("percent", 50).put("items", List.of(items.get(7))))
                .add(new JsonObject().put("name", "B").put("percent", 50).put("items", List.of(asked)));
        House.Answer split = town.create(Desk.draft(audience, items.get(7)).put("arms", arms));
        assertThat(split.status()).as(split.text()).isEqualTo(201);
        String second = split.json().getString("id");
        town.drafted(audience, items.get(7));
        house.sql(
                "insert into campaign (id, title, items, audience, scope, state, reach, start_at, expires_at, created_by, created_at)"
                        + " select 'c' || lpad(i::text, 19, '0'), '别的', array[?], audience, scope, 'draft', 0, start_at, expires_at,"
                        + " created_by, now() from campaign, generate_series(1, 400) i where id = ?",
                items.get(7),
                first);
        assertThat(pages(town, "size=1&item=" + asked)).containsExactly(second, first);
        assertThat(pages(town, "size=5&state=draft&item=" + asked)).containsExactly(second, first);
        assertThat(pages(town, "size=5&state=done&item=" + asked)).isEmpty();
        assertThat(pages(Desk.of(house, Role.OPERATOR, "510903"), "size=5&item=" + asked))
                .doesNotContain(first, second);
    }

    private static List<String> pages(Desk desk, String query) {
        List<String> ids = new ArrayList<>();
        String next = null;
        do {
            JsonObject page = house.get(
                            "/v1/campaigns?" + query + (next == null ? "" : "&cursor=" + next), desk.token())
                    .json();
            page.getJsonArray("campaigns").forEach(campaign -> ids.add(((JsonObject) campaign).getString("id")));
            next = page.getString("next");
        } while (next != null && ids.size() < 100);
        return ids;
    }

    private static void assertConflict(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.problem()).isEqualTo("campaign-state");
    }
}
