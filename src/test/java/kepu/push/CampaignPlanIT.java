package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Schedules, arms, holdouts, previews and the steps between two colleagues. */
class CampaignPlanIT {
    private static final int APPROVAL_REACH = 30;
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house =
            new House().by(clock).with("people.tokenMinutes", 1_440).with("push.approvalReach", APPROVAL_REACH);

    private String village;
    private Desk operator;
    private Desk other;
    private List<String> items;

    @BeforeEach
    void people() {
        clock.forwardTo(LocalTime.of(7, 0));
        village = house.village();
        operator = Desk.of(house, Role.OPERATOR, "510903");
        other = Desk.of(house, Role.OPERATOR, "510903");
        items = house.items(3);
    }

    @Test
    void aDailyOneGoesOutEveryDayUntilItsEnd() {
        String resident = house.resident(village);
        String id = submitted(draft().put("schedule", new JsonObject("{\"kind\":\"daily\",\"time\":\"08:00\"}"))
                .put("keepHours", 12)
                .put("expiresAt", clock.instant().plusSeconds(30 * 3_600).toString()));
        assertThat(operator.find(id).getString("state")).isEqualTo("scheduled");
        assertThat(operator.find(id).getString("nextAt")).contains("T08:00:00+08:00");
        clock.forwardTo(LocalTime.of(8, 1));
        eventually("it went out", () -> publications(id).size() == 1);
        assertThat(Desk.inbox(house, resident)).isEqualTo(publications(id));
        clock.forwardTo(LocalTime.of(6, 0));
        assertThat(Desk.inbox(house, resident))
                .as("it is kept for twelve hours")
                .isEmpty();
        clock.forwardTo(LocalTime.of(8, 1));
        operator = Desk.of(house, Role.OPERATOR, "510903");
        eventually("it went out again", () -> publications(id).size() == 2);
        assertThat(Desk.inbox(house, house.resident(village)))
                .containsExactly(publications(id).getLast());
        assertThat(operator.find(id).containsKey("nextAt"))
                .as("the next would be after its end")
                .isFalse();
        clock.forwardTo(LocalTime.of(14, 0));
        eventually("it is done", () -> operator.find(id).getString("state").equals("done"));
    }

    @Test
    void anOccurrenceThatIsSleptThroughInAPauseIsLeftOut() {
        String id = submitted(draft().put(
                        "schedule", new JsonObject("{\"kind\":\"daily\",\"time\":\"08:00\",\"until\":\"09:00\"}"))
                .put("expiresAt", clock.instant().plusSeconds(20 * 86_400).toString()));
        assertThat(operator.stepped(id, "pause").getString("state")).isEqualTo("paused");
        clock.forwardTo(LocalTime.of(8, 30));
        String another = submitted(draft());
        eventually("the clock went on", () -> publications(another).size() == 1);
        assertThat(publications(id)).isEmpty();
        clock.forwardTo(LocalTime.of(9, 30));
        JsonObject resumed = operator.stepped(id, "resume");
        assertThat(resumed.getString("state")).isEqualTo("scheduled");
        assertThat(resumed.getJsonArray("publications")).isEmpty();
        clock.forwardTo(LocalTime.of(8, 1));
        operator = Desk.of(house, Role.OPERATOR, "510903");
        eventually("it goes out the next day", () -> publications(id).size() == 1);
    }

    @Test
    void aWindowThatClosedIsNoted() {
        String id = submitted(draft().put(
                        "schedule",
                        new JsonObject(
                                "{\"kind\":\"weekly\",\"weekdays\":[1,2,3,4,5,6,7],\"time\":\"08:00\",\"until\":\"08:10\"}"))
                .put("expiresAt", clock.instant().plusSeconds(20 * 86_400).toString()));
        clock.forwardTo(LocalTime.of(9, 0));
        eventually("it is noted", () -> operator.find(id).encode().contains("错过了时间窗口"));
        assertThat(publications(id)).isEmpty();
        assertThat(operator.find(id).getString("nextAt")).contains("T08:00:00+08:00");
    }

    @Test
    void aTermAndAThemeDayAreFoundInTheCalendar() {
        JsonArray days = house.get("/v1/calendar", operator.token()).json().getJsonArray("days");
        assertThat(days)
                .extracting(day -> ((JsonObject) day).getString("day"))
                .isSorted()
                .hasSizeGreaterThan(35);
        String mangzhong = day(days, "term", "芒种");
        String science = day(days, "theme", "national-science-day");
        JsonObject term = approvedAlone(
                draft().put("schedule", new JsonObject("{\"kind\":\"term\",\"term\":\"芒种\",\"time\":\"08:00\"}")));
        assertThat(term.getString("nextAt")).isEqualTo(mangzhong + "T08:00:00+08:00");
        JsonObject theme = approvedAlone(draft().put(
                        "schedule",
                        new JsonObject("{\"kind\":\"theme\",\"theme\":\"national-science-day\",\"time\":\"09:30\"}")));
        assertThat(theme.getString("nextAt")).isEqualTo(science + "T09:30:00+08:00");
    }

    @Test
    void aPlanThatCannotBeIsRefusedAtItsPlace() {
        assertFault(draft().put("schedule", new JsonObject("{\"kind\":\"daily\",\"time\":\"08:00\"}")), "/expiresAt");
        assertFault(
                draft().put("schedule", new JsonObject("{\"kind\":\"daily\",\"time\":\"25:00\"}")), "/schedule/time");
        assertFault(
                draft().put("schedule", new JsonObject("{\"kind\":\"daily\",\"time\":\"08:00\"}"))
                        .put("expiresAt", clock.instant().plusSeconds(60).toString()),
                "/schedule");
        assertFault(draft().put("holdoutPercent", 51), "/holdoutPercent");
        assertFault(draft().put("arms", arms(60, 60)), "/arms");
        JsonArray twins = arms(50, 50);
        twins.getJsonObject(1).put("name", "A");
        assertFault(draft().put("arms", twins), "/arms/1/name");
        JsonArray unknown = arms(50, 50);
        unknown.getJsonObject(1).put("items", List.of("no-such-item"));
        assertThat(operator.create(draft().put("arms", unknown)).problem()).isEqualTo("item-missing");
    }

    @Test
    void armsAndTheHoldoutShareTheAudienceOutAndAreCounted() {
        List<String> residents = new ArrayList<>();
        for (int i = 0; i < APPROVAL_REACH; i++) {
            residents.add(house.resident(village));
        }
        JsonObject draft = draft().put("arms", arms(50, 50)).put("holdoutPercent", 30);
        String id = operator.create(draft).json().getString("id");
        JsonArray preview = preview(id, 50);
        operator.stepped(id, "submit");
        int[] counts = new int[3];
        for (String resident : residents) {
            JsonArray entries = house.get("/v1/inbox", resident).json().getJsonArray("publications");
            assertThat(entries).hasSizeBetween(0, 1);
            String title = entries.isEmpty() ? "" : entries.getJsonObject(0).getString("title");
            counts[title.isEmpty() ? 2 : title.equals("甲") ? 0 : 1]++;
            if (title.equals("乙")) {
                house.post(
                        "/v1/inbox/read",
                        new JsonObject()
                                .put(
                                        "publications",
                                        List.of(entries.getJsonObject(0).getString("id"))),
                        resident);
            }
        }
        JsonObject receipts = receipts(id);
        JsonObject standing = receipts.getJsonObject("standing");
        assertThat(standing.getInteger("looked")).isEqualTo(APPROVAL_REACH);
        assertThat(standing.getJsonObject("outcomes").getInteger("sent", 0)).isEqualTo(counts[0] + counts[1]);
        assertThat(standing.getJsonObject("outcomes").getInteger("holdout", 0)).isEqualTo(counts[2]);
        assertThat(standing.getJsonObject("holdout"))
                .isEqualTo(new JsonObject().put("residents", counts[2]).put("reached", 0));
        assertThat(standing.getJsonObject("pushed"))
                .isEqualTo(
                        new JsonObject().put("residents", counts[0] + counts[1]).put("reached", counts[1]));
        JsonArray byArm = receipts.getJsonArray("byArm");
        assertThat(byArm.getJsonObject(0))
                .isEqualTo(new JsonObject("{\"arm\":\"A\",\"delivered\":0,\"read\":0}").put("sent", counts[0]));
        assertThat(byArm.getJsonObject(1))
                .isEqualTo(new JsonObject()
                        .put("arm", "B")
                        .put("sent", counts[1])
                        .put("delivered", counts[1])
                        .put("read", counts[1]));
        assertThat(preview).hasSize(APPROVAL_REACH);
        for (int i = 0; i < 3; i++) {
            String arm = List.of("A", "B", "").get(i);
            assertThat(preview.stream()
                            .filter(sample ->
                                    ((JsonObject) sample).getString("arm").equals(arm)))
                    .as("arm %s", arm)
                    .hasSize(counts[i]);
        }
    }

    @Test
    void aPreviewTellsOfPeopleNoMoreThanWhereWhichGroupsAndAboutWhatAge() {
        house.resident(village, new JsonObject("{\"groups\":[\"farmer\"],\"birthYear\":1960,\"occupation\":\"种粮大户\"}"));
        for (int i = 0; i < 3; i++) {
            house.resident(village);
        }
        String id = operator.create(draft()).json().getString("id");
        assertThat(preview(id, 10)).as("of four it would tell who they are").isEmpty();
        house.resident(village);
        JsonArray preview = preview(id, 10);
        assertThat(preview).hasSize(5).isEqualTo(preview(id, 10));
        Set<String> fields = new TreeSet<>();
        preview.forEach(sample -> fields.addAll(((JsonObject) sample).fieldNames()));
        assertThat(fields).containsExactly("age", "arm", "groups", "items", "outcome", "title", "village");
        assertThat(preview.encode()).doesNotContain("种粮", "1960");
        assertThat(operator.find(id).getString("state")).isEqualTo("draft");
    }

    @Test
    void whatIsReturnedIsChangedAndHandedInAgain() {
        for (int i = 0; i <= APPROVAL_REACH; i++) {
            house.resident(village);
        }
        String id = operator.create(draft()).json().getString("id");
        assertThat(change(operator, id, draft().put("title", "第一稿")).getString("title"))
                .isEqualTo("第一稿");
        operator.stepped(id, "submit");
        assertThat(change(operator, id).problem()).isEqualTo("campaign-state");
        assertThat(operator.noted(id, "return", "标题太长").problem()).isEqualTo("own-campaign");
        assertThat(other.noted(id, "return", " ").status())
                .as("a word is wanted")
                .isEqualTo(400);
        JsonObject returned = other.noted(id, "return", "标题太长").json();
        assertThat(returned.getString("state")).isEqualTo("returned");
        assertThat(returned.getJsonArray("steps").getJsonObject(3).getString("note"))
                .isEqualTo("标题太长");
        assertThat(operator.step(id, "submit").problem()).isEqualTo("campaign-state");
        assertThat(change(other, id).problem()).isEqualTo("not-own-campaign");
        JsonObject changed = change(operator, id, draft().put("title", "短标题"));
        assertThat(changed.getString("state")).isEqualTo("draft");
        assertThat(changed.getString("title")).isEqualTo("短标题");
        operator.stepped(id, "submit");
        assertThat(other.stepped(id, "approve").getString("state")).isEqualTo("running");
        assertThat(house.count("select count(*) from audit where object = ? and action like 'campaign.%'", id))
                .isEqualTo(
                        house.count("select count(*) from campaign_step where campaign = ? and staff is not null", id));
    }

    @Test
    void everyStepOutOfItsStateIsRefused() {
        house.resident(village);
        String draft = operator.create(draft()).json().getString("id");
        assertRefused(draft, "approve", "pause", "resume", "return", "withdraw");
        String scheduled = submitted(
                draft().put("startAt", clock.instant().plusSeconds(36_000).toString()));
        assertRefused(scheduled, "submit", "approve", "resume", "return", "withdraw");
        String running = submitted(draft());
        assertRefused(running, "submit", "approve", "resume", "return");
        String paused = submitted(draft());
        operator.stepped(paused, "pause");
        assertRefused(paused, "submit", "approve", "pause", "return");
        String cancelled = submitted(draft());
        operator.stepped(cancelled, "cancel");
        assertRefused(cancelled, "submit", "approve", "pause", "resume", "return", "cancel");
        String withdrawn = submitted(draft());
        operator.withdrawn(withdrawn);
        assertRefused(withdrawn, "submit", "approve", "pause", "resume", "return", "cancel", "withdraw");
    }

    private void assertRefused(String id, String... steps) {
        String before = operator.find(id).encode();
        for (String step : steps) {
            boolean isNoted = step.equals("return") || step.equals("withdraw");
            House.Answer answer = isNoted ? other.noted(id, step, "试试") : other.step(id, step);
            assertThat(answer.status()).as("%s: %s", step, answer.text()).isEqualTo(409);
            assertThat(answer.problem()).as(step).isEqualTo("campaign-state");
        }
        assertThat(operator.find(id).encode()).isEqualTo(before);
    }

    private JsonObject draft() {
        return Desk.draft(Desk.region(village), items.getFirst());
    }

    private JsonArray arms(int first, int second) {
        return new JsonArray()
                .add(new JsonObject().put("name", "A").put("title", "甲").put("percent", first))
                .add(new JsonObject()
                        .put("name", "B")
                        .put("title", "乙")
                        .put("items", List.of(items.get(1)))
                        .put("percent", second));
    }

    private String submitted(JsonObject draft) {
        return approvedAlone(draft).getString("id");
    }

    private JsonObject approvedAlone(JsonObject draft) {
        House.Answer made = operator.create(draft);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return operator.stepped(made.json().getString("id"), "submit");
    }

    private List<String> publications(String id) {
        return Desk.texts(operator.find(id).getJsonArray("publications"));
    }

    private JsonObject receipts(String id) {
        return house.get("/v1/campaigns/" + id + "/receipts", operator.token()).json();
    }

    private JsonArray preview(String id, int residents) {
        return house.post(
                        "/v1/campaigns/" + id + "/preview",
                        new JsonObject().put("residents", residents).put("seed", 7),
                        operator.token())
                .json()
                .getJsonArray("residents");
    }

    private House.Answer change(Desk desk, String id) {
        return house.send("PUT", "/v1/campaigns/" + id, draft(), desk.token());
    }

    private JsonObject change(Desk desk, String id, JsonObject draft) {
        House.Answer answer = house.send("PUT", "/v1/campaigns/" + id, draft, desk.token());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static String day(JsonArray days, String field, String value) {
        return days.stream()
                .map(JsonObject.class::cast)
                .filter(day -> value.equals(day.getString(field)))
                .findFirst()
                .orElseThrow()
                .getString("day");
    }

    private void assertFault(JsonObject draft, String pointer) {
        House.Answer answer = operator.create(draft);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.text()).contains("\"" + pointer + "\"");
    }
}
