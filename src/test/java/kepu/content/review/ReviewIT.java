package kepu.content.review;

import static kepu.content.review.Newsroom.opinion;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 三审三校: from an editor's draft through three people to everybody's feed, and every short cut that is refused. */
class ReviewIT {
    @RegisterExtension
    static final House house = new House();

    private final Newsroom room = new Newsroom(house);
    private final String editor = room.editor("5109");
    private final String first = room.reviewer("5109");
    private final String second = room.reviewer("5109");
    private final String last = room.reviewer("5109");

    @Test
    void anEditorsItemGoesThroughThreePeopleToTheFeed() {
        String village = house.village();
        String resident = house.resident(village, new JsonObject().put("groups", new JsonArray(List.of("elder"))));
        String item = room.drafted(editor, Newsroom.draft("冬天泡脚要注意什么", village));
        assertThat(house.get("/v1/items/" + item, resident).status()).isEqualTo(404);
        assertThat(room.stepped(editor, item, "submit").getString("state")).isEqualTo("first");

        JsonObject edits = new JsonObject().put("text", "水温不超过四十度。\n\n再说为什么。\n\n不舒服就去看医生。");
        JsonObject afterFirst = room.said(
                first, item, opinion(1, "first", "pass").put("edits", edits).put("comment", "改了第一句"));
        assertThat(afterFirst.getString("state")).isEqualTo("second");
        assertThat(afterFirst.getInteger("revision")).isEqualTo(2);
        assertThat(stage(afterFirst, "first").getString("diff")).contains("-先说怎么做。", "+水温不超过四十度。");
        assertThat(room.sign(last, item, 1, "accuracy").status()).isEqualTo(200);
        room.said(second, item, opinion(1, "second", "pass"));
        JsonObject out =
                room.said(last, item, opinion(1, "final", "pass").put("checks", new JsonArray(List.of("language"))));
        assertThat(out.getString("state")).isEqualTo("published");

        JsonObject read = house.get("/v1/items/" + item, resident).json();
        assertThat(read.getString("body")).contains("水温不超过四十度");
        assertThat(read.getInteger("version")).isEqualTo(1);
        assertThat(read.getJsonArray("corrections")).isEmpty();
        assertThat(feed(resident)).contains(item);
        assertThat(stages(out)).containsExactlyInAnyOrder("draft", "first", "second", "final");
        assertThat(out.getJsonArray("stages").stream()
                        .map(part -> ((JsonObject) part).getString("opinion"))
                        .distinct())
                .containsExactly("pass");
        assertThat(house.sql("select action from audit where object = ? order by seq", item).stream()
                        .map(List::getFirst))
                .containsExactly(
                        "item.draft", "item.submit", "item.pass", "item.check.accuracy", "item.pass", "item.pass");
    }

    @Test
    void nobodyTakesTwoStagesOfAVersion() {
        String item = room.submitted(editor, draft());
        room.said(first, item, opinion(1, "first", "pass"));
        Refusal.of(room.say(first, item, opinion(1, "second", "pass")), 403, "same-person");
        Refusal.of(room.step(first, item, "claim"), 403, "same-person");
        room.said(second, item, opinion(1, "second", "pass"));
        Refusal.of(room.say(first, item, opinion(1, "final", "pass")), 403, "same-person");
        Refusal.of(room.say(second, item, opinion(1, "final", "pass")), 403, "same-person");
        assertThat(current(item).getString("state")).isEqualTo("final");
    }

    @Test
    void anAuthorReviewsNothingOfTheirsAlsoWhenTheyAreAReviewerByNow() {
        String item = room.submitted(editor, draft());
        Refusal.of(room.say(editor, item, opinion(1, "first", "pass")), 403, "role-forbidden");
        house.sql("update staff set role = 'reviewer' where id = (select staff from review_part where item = ?)", item);
        String account = house.sql(
                        "select account from staff where id = (select staff from review_part where item = ?)", item)
                .getFirst()
                .getFirst();
        String now = house.relogin(account);
        Refusal.of(room.say(now, item, opinion(1, "first", "pass")), 403, "same-person");
        Refusal.of(room.sign(now, item, 1, "accuracy"), 403, "same-person");
    }

    @Test
    void noStageIsSkipped() {
        String item = room.drafted(editor, draft());
        Refusal.of(room.say(first, item, opinion(1, "first", "pass")), 409, "review-state");
        room.stepped(editor, item, "submit");
        Refusal.of(room.say(first, item, opinion(1, "second", "pass")), 409, "review-state");
        Refusal.of(room.say(first, item, opinion(1, "final", "pass")), 409, "review-state");
        Refusal.of(room.say(first, item, opinion(2, "first", "pass")), 409, "version-old");
        room.said(first, item, opinion(1, "first", "pass"));
        Refusal.of(room.say(second, item, opinion(1, "final", "pass")), 409, "review-state");
    }

    @Test
    void whatTheStyleGuideFindsIsBeforeTheReviewersAndNeedsTheLanguageCheckNotAnotherText() {
        JsonObject draft = draft().put("text", "## 怎么办\n\n这个偏方包治百病，保证不复发。\n\n## 再说\n\n打 13912345678 问。");
        String item = room.submitted(editor, draft);
        JsonObject version = room.version(first, item, 1);
        assertThat(faults(version)).anyMatch(fault -> fault.startsWith("0:") && fault.contains("正文有"));
        assertThat(faults(version)).anyMatch(fault -> fault.startsWith("3:"));
        assertThat(faults(version)).anyMatch(fault -> fault.startsWith("7:") && fault.contains("13912345678"));
        assertThat(faults(current(item))).isEqualTo(faults(version));

        room.said(first, item, opinion(1, "first", "pass"));
        JsonObject edits = new JsonObject().put("text", "## 怎么办\n\n看医生，别信偏方。\n\n## 再说\n\n打 12320 问。");
        JsonObject mended = room.said(second, item, opinion(1, "second", "pass").put("edits", edits));
        assertThat(faults(mended))
                .noneMatch(fault -> fault.startsWith("3:") || fault.startsWith("7:"))
                .isNotEmpty();
        Newsroom.ok(room.sign(first, item, 1, "accuracy"));
        Refusal.of(room.say(last, item, opinion(1, "final", "pass")), 409, "checks-missing")
                .naming("语言文字校对");
        JsonObject out =
                room.said(last, item, opinion(1, "final", "pass").put("checks", new JsonArray(List.of("language"))));
        assertThat(out.getString("state")).isEqualTo("published");
    }

    private static List<String> faults(JsonObject version) {
        return version.getJsonArray("faults").stream()
                .map(JsonObject.class::cast)
                .map(fault -> fault.getInteger("line") + ":" + fault.getString("reason"))
                .toList();
    }

    @Test
    void withoutBothChecksOfTheTextAsItReadsNothingIsPublished() {
        String item = room.submitted(editor, draft());
        room.said(
                first, item, opinion(1, "first", "pass").put("checks", new JsonArray(List.of("accuracy", "language"))));
        room.said(second, item, opinion(1, "second", "pass").put("edits", new JsonObject().put("title", "后来又改了的题目")));
        Refusal.of(room.say(last, item, opinion(1, "final", "pass")), 409, "checks-missing")
                .naming("科学性核对")
                .naming("语言文字校对");
        Newsroom.ok(room.sign(first, item, 1, "accuracy"));
        Refusal.of(room.say(last, item, opinion(1, "final", "pass")), 409, "checks-missing");
        Newsroom.ok(room.sign(second, item, 1, "language"));
        JsonObject out = room.said(last, item, opinion(1, "final", "pass"));
        assertThat(out.getString("state")).isEqualTo("published");
        assertThat(out.getJsonArray("checks").stream()
                        .map(JsonObject.class::cast)
                        .filter(check -> check.getBoolean("valid"))
                        .map(check -> check.getString("check")))
                .containsExactlyInAnyOrder("accuracy", "language");
    }

    @Test
    void whatIsGivenBackGoesOnAsTheNextVersionOfItsAuthor() {
        String item = room.submitted(editor, draft());
        Refusal.of(room.say(first, item, opinion(1, "first", "return")), 400).at("/comment");
        JsonObject back = room.said(first, item, opinion(1, "first", "return").put("comment", "没有写来源的出处"));
        assertThat(back.getInteger("version")).isEqualTo(2);
        assertThat(back.getString("state")).isEqualTo("draft");
        assertThat(back.getString("note")).isEqualTo("没有写来源的出处");
        assertThat(room.version(editor, item, 1).getString("state")).isEqualTo("returned");
        assertThat(room.said(first, item, opinion(1, "first", "return").put("comment", "没有写来源的出处"))
                        .getInteger("version"))
                .as("a retry changes nothing")
                .isEqualTo(2);

        room.change(editor, item, new JsonObject().put("source", "国家卫生健康委员会"));
        room.stepped(editor, item, "submit");
        room.said(first, item, opinion(2, "first", "pass"));
        assertThat(current(item).getString("state")).isEqualTo("second");
        JsonObject diff = Newsroom.ok(house.get(Newsroom.ITEMS + "/" + item + "/versions/2/diff", editor));
        assertThat(diff.getString("diff")).contains("-source: 国家疾病预防控制局", "+source: 国家卫生健康委员会");
    }

    @Test
    void whatIsPublishedIsNeverChanged() {
        String item = room.published(draft());
        Refusal.of(
                house.send(
                        "PATCH", Newsroom.ITEMS + "/" + item, new JsonObject().put("title", "换个题目"), room.editor("0")),
                409,
                "review-state");
        Refusal.of(room.step(room.editor("0"), item, "submit"), 409, "review-state");
        Refusal.of(room.say(room.reviewer("0"), item, opinion(1, "final", "pass")), 409, "review-state");
    }

    @Test
    void aReviewerOfACountyDoesNotVetForTheCityNorAnEditorWriteForIt() {
        String county = room.reviewer("510903");
        String item = room.submitted(editor, draft());
        Refusal.of(room.say(county, item, opinion(1, "first", "pass")), 404, "version-missing");
        Refusal.of(room.step(county, item, "claim"), 404, "version-missing");
        Refusal.of(house.get(Newsroom.ITEMS + "/" + item, county), 404, "version-missing");
        String countyEditor = room.editor("510903");
        Refusal.of(room.draft(countyEditor, Newsroom.draft("全市都该看的文章", "5109"), null), 403, "outside-scope");
        Refusal.of(room.draft(countyEditor, Newsroom.draft("全国都该看的文章"), null), 403, "outside-scope");
        String own = room.drafted(countyEditor, Newsroom.draft("只给本区看的文章", "510903"));
        Refusal.of(
                house.send(
                        "PATCH",
                        Newsroom.ITEMS + "/" + own,
                        new JsonObject().put("regions", new JsonArray(List.of("5109"))),
                        countyEditor),
                403,
                "outside-scope");
        assertThat(listed(county, "")).contains(own).doesNotContain(item);
    }

    @Test
    void ofTwoReviewersAtOnceOneHasTheStage() {
        String item = room.submitted(editor, draft());
        List<Integer> statuses = AtOnce.results(List.of(
                () -> room.say(first, item, opinion(1, "first", "pass")).status(),
                () -> room.say(second, item, opinion(1, "first", "pass")).status(),
                () -> room.say(last, item, opinion(1, "first", "pass")).status()));
        assertThat(statuses).containsExactlyInAnyOrder(200, 409, 409);
        assertThat(current(item).getString("state")).isEqualTo("second");
        assertThat(house.count("select count(*) from review_part where item = ? and stage = 'first'", item))
                .isEqualTo(1);
    }

    @Test
    void whoClaimsAStageHasItUntilTheyGiveItBack() {
        String item = room.submitted(editor, draft());
        room.stepped(first, item, "claim");
        room.stepped(first, item, "claim");
        Refusal.of(room.step(second, item, "claim"), 409, "review-taken").naming("测试审核");
        Refusal.of(room.say(second, item, opinion(1, "first", "pass")), 409, "review-taken");
        Refusal.of(room.step(second, item, "release"), 403, "not-holder");
        assertThat(listed(first, "?mine=true&state=first")).contains(item);
        assertThat(listed(second, "?mine=true")).doesNotContain(item);
        room.stepped(first, item, "release");
        room.stepped(second, item, "claim");
        room.stepped(house.staff(Role.ADMINISTRATOR, "0"), item, "release");
        room.said(last, item, opinion(1, "first", "pass"));
    }

    @Test
    void anAdministratorGivesATaskToAReviewerOfItsScopeWhoHasNoOtherPart() {
        String item = room.submitted(editor, draft());
        String administrator = house.staff(Role.ADMINISTRATOR, "0");
        room.stepped(first, item, "claim");
        assertThat(stage(Newsroom.ok(assign(administrator, item, house.account(second))), "first"))
                .isNotNull();
        Refusal.of(room.say(first, item, opinion(1, "first", "pass")), 409, "review-taken");
        Refusal.of(assign(administrator, item, house.account(room.reviewer("510903"))), 400)
                .at("/account");
        Refusal.of(assign(administrator, item, "niemand"), 400).at("/account");
        room.said(second, item, opinion(1, "first", "pass"));
        Refusal.of(assign(administrator, item, house.account(second)), 403, "same-person");
    }

    @RepeatedTest(10)
    void aRetryWithTheSameKeyIsTheSameItemAndAnotherDraftWithItIsRefused() {
        JsonObject draft = draft();
        String key = UUID.randomUUID().toString();
        List<House.Answer> answers = AtOnce.results(8, () -> room.draft(editor, draft, key));
        assertThat(answers).extracting(House.Answer::status).containsOnly(201);
        List<String> ids =
                answers.stream().map(answer -> answer.json().getString("item")).toList();
        assertThat(Set.copyOf(ids)).hasSize(1);
        room.change(editor, ids.getFirst(), new JsonObject().put("title", "后来改的题目"));
        assertThat(room.draft(editor, draft, key)
                        .json()
                        .getJsonObject("content")
                        .getString("title"))
                .isEqualTo("后来改的题目");
        Refusal.of(room.draft(editor, draft.copy().put("title", "另一个题目"), key), 409, "idempotency-mismatch");
        assertThat(room.draft(room.editor("5109"), draft, key).json().getString("item"))
                .as("another's key")
                .isNotEqualTo(ids.getFirst());
    }

    @Test
    void onlyItsAuthorChangesHandsInAndGivesUpADraft() {
        String item = room.drafted(editor, draft());
        String other = room.editor("5109");
        Refusal.of(
                house.send("PATCH", Newsroom.ITEMS + "/" + item, new JsonObject().put("title", "换个题目"), other),
                403,
                "not-author");
        Refusal.of(room.step(other, item, "submit"), 403, "not-author");
        Refusal.of(room.step(other, item, "discard"), 403, "not-author");
        assertThat(room.stepped(editor, item, "discard").getString("state")).isEqualTo("discarded");
        Refusal.of(room.step(editor, item, "submit"), 409, "review-state");
    }

    @Test
    void aFaultOfADraftIsNamedByItsPlace() {
        Refusal.of(room.draft(editor, draft().put("topic", "nothing"), null), 400)
                .at("/topic");
        Refusal.of(room.draft(editor, draft().put("groups", new JsonArray(List.of("nobody"))), null), 400)
                .at("/groups");
        Refusal.of(room.draft(editor, draft().put("kind", "video"), null), 400).at("/media");
        Refusal.of(
                        room.draft(
                                editor,
                                draft().put("kind", "video")
                                        .put("media", "0".repeat(40) + ".mp4")
                                        .put("seconds", 9),
                                null),
                        400)
                .at("/media");
        Refusal.of(room.draft(editor, draft().put("terms", new JsonArray(List.of("大暖"))), null), 400)
                .at("/terms");
    }

    @Test
    void scriptsDoNotSurviveTheReview() {
        String item = room.published(
                Newsroom.draft("带脚本的稿子").put("text", "正文。<script>alert(1)</script>[点](javascript:alert(1))"));
        assertThat(house.get("/v1/items/" + item, null).json().getString("body"))
                .doesNotContain("<script", "javascript:");
    }

    @Test
    void whatTakesTooLongIsOnTheListOfTheOverdue() {
        String item = room.submitted(editor, draft());
        assertThat(listed(first, "?due=overdue")).doesNotContain(item);
        house.sql("update item_version set due_at = now() - interval '1 hour' where item = ?", item);
        assertThat(listed(first, "?due=overdue&state=first")).contains(item);
        room.said(first, item, opinion(1, "first", "pass"));
        assertThat(listed(first, "?due=overdue")).doesNotContain(item);
    }

    @Test
    void aListTurnsPagesWithoutLeavingOneOut() {
        String own = room.editor("5109");
        Set<String> made = List.of(1, 2, 3, 4, 5).stream()
                .map(i -> room.drafted(own, draft()))
                .collect(Collectors.toSet());
        JsonObject page = Newsroom.ok(house.get(Newsroom.ITEMS + "?mine=true&size=2", own));
        List<String> seen = new ArrayList<>(ids(page));
        while (page.containsKey("next")) {
            page = Newsroom.ok(house.get(Newsroom.ITEMS + "?mine=true&size=2&cursor=" + page.getString("next"), own));
            seen.addAll(ids(page));
        }
        assertThat(seen).hasSize(5).containsExactlyInAnyOrderElementsOf(made);
        Refusal.of(house.get(Newsroom.ITEMS + "?cursor=x", own), 400, "cursor-invalid");
    }

    private static JsonObject draft() {
        return Newsroom.draft("一篇要审的文章", "5109");
    }

    private House.Answer assign(String token, String item, String account) {
        return house.post(Newsroom.ITEMS + "/" + item + "/assign", new JsonObject().put("account", account), token);
    }

    private JsonObject current(String item) {
        return Newsroom.ok(house.get(Newsroom.ITEMS + "/" + item, editor)).getJsonObject("current");
    }

    private static List<String> listed(String token, String query) {
        return ids(Newsroom.ok(house.get(Newsroom.ITEMS + query, token)));
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("versions").stream()
                .map(version -> ((JsonObject) version).getString("item"))
                .toList();
    }

    private static JsonObject stage(JsonObject version, String stage) {
        return version.getJsonArray("stages").stream()
                .map(JsonObject.class::cast)
                .filter(part -> part.getString("stage").equals(stage))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> stages(JsonObject version) {
        return version.getJsonArray("stages").stream()
                .map(part -> ((JsonObject) part).getString("stage"))
                .toList();
    }

    /** All pages of it. */
    private static List<String> feed(String token) {
        List<String> ids = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = house.get("/v1/feed?size=50" + cursor, token).json();
            page.getJsonArray("items").forEach(item -> ids.add(((JsonObject) item).getString("id")));
            cursor = page.containsKey("next") ? "&cursor=" + page.getString("next") : "";
        } while (!cursor.isEmpty());
        return ids;
    }
}
