package kepu.content.review;

import static kepu.content.review.Newsroom.opinion;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is out is corrected by another version, which says so and is vetted like the first. */
class CorrectionIT {
    @RegisterExtension
    static final House house = new House();

    private final Newsroom room = new Newsroom(house);
    private final String editor = room.editor("0");

    @Test
    void aCorrectionIsANewVersionThatSaysSo() {
        String item = room.published(Newsroom.draft("要更正的文章"));
        String before = body(item);
        JsonObject draft = Newsroom.ok(room.correct(editor, item, "把剂量改对了"));
        assertThat(draft.getInteger("version")).isEqualTo(2);
        assertThat(draft.getInteger("corrects")).isEqualTo(1);
        assertThat(draft.getString("state")).isEqualTo("draft");
        room.change(editor, item, new JsonObject().put("text", "改对了的正文。"));
        room.stepped(editor, item, "submit");
        assertThat(body(item)).as("until it is vetted").isEqualTo(before);

        room.passed(item, 2);
        JsonObject read = house.get("/v1/items/" + item, null).json();
        assertThat(read.getString("body")).contains("改对了的正文");
        assertThat(read.getInteger("version")).isEqualTo(2);
        assertThat(read.getJsonArray("corrections")).hasSize(1);
        JsonObject correction = read.getJsonArray("corrections").getJsonObject(0);
        assertThat(correction.getString("note")).isEqualTo("把剂量改对了");
        assertThat(correction.getString("at")).isNotBlank();
        JsonObject old = room.version(editor, item, 1);
        assertThat(old.getString("state")).isEqualTo("corrected");
        assertThat(old.getJsonObject("content").getString("text")).startsWith("先说怎么做。");
    }

    @Test
    void whoeverReadsElsewhereIsToldOfIt() {
        String item = room.published(Newsroom.draft("别处也在读的文章"));
        String village = "510903100208";
        assertThat(house.post(
                                "/v1/village/push",
                                new JsonObject().put("item", item).put("message", "大家看看"),
                                house.staff(Role.DISSEMINATOR, village))
                        .status())
                .isEqualTo(201);
        String etag = house.get("/v1/feeds/0/health.atom", null)
                .headers()
                .firstValue("etag")
                .orElseThrow();
        String first = entry("/v1/feeds/0/health.json", item).getString("date_published");
        assertThat(entry("/v1/feeds/0/health.json", item).getString("date_modified"))
                .isEqualTo(first);
        Newsroom.ok(room.correct(editor, item, "把剂量改对了"));
        room.stepped(editor, item, "submit");
        room.passed(item, 2);
        String corrected = house.get("/v1/items/" + item, null)
                .json()
                .getJsonArray("corrections")
                .getJsonObject(0)
                .getString("at");
        assertThat(corrected).isGreaterThan(first);

        for (String feed : List.of("0/health", village)) {
            JsonObject told = entry("/v1/feeds/" + feed + ".json", item);
            assertThat(told.getString("date_published")).isLessThan(corrected);
            assertThat(told.getString("date_modified")).isEqualTo(corrected);
            assertThat(told.getString("content_text")).startsWith("更正（").contains("：把剂量改对了\n");
            assertThat(house.get("/v1/feeds/" + feed + ".atom", null).text())
                    .as("the feed's own and the entry's, the newest first")
                    .containsSubsequence("<updated>" + corrected, "<entry>", "<updated>" + corrected, "把剂量改对了");
            assertThat(house.get("/v1/feeds/" + feed + ".rss", null).text())
                    .contains("把剂量改对了", "<atom:updated>" + corrected);
        }
        assertThat(house.get("/v1/feeds/0/health.atom", null).headers().firstValue("etag"))
                .isNotEqualTo(Optional.of(etag));
        assertThat(house.get("/sitemap.xml", null).text())
                .contains("/s/" + item + "</loc><lastmod>" + corrected + "</lastmod>");
        assertThat(house.get("/s/" + item, null).text())
                .contains("\"dateModified\":\"" + corrected + "\"")
                .contains("\"correction\":[{\"@type\":\"CorrectionComment\",\"text\":\"把剂量改对了\"")
                .contains("<meta property=\"article:modified_time\" content=\"" + corrected);
    }

    /** What a JSON feed says of an item. */
    private static JsonObject entry(String feed, String item) {
        return house.get(feed, null).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("url").endsWith("/s/" + item))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theReviewersOfTheFirstVersionMayVetTheCorrectionButNotTakeTwoStagesOfIt() {
        String author = room.editor("0");
        String one = room.reviewer("0");
        String item = room.submitted(author, Newsroom.draft("要更正的文章"));
        room.said(one, item, opinion(1, "first", "pass"));
        room.said(room.reviewer("0"), item, opinion(1, "second", "pass"));
        room.said(
                room.reviewer("0"),
                item,
                opinion(1, "final", "pass")
                        .put("checks", new JsonArray().add("accuracy").add("language")));
        Newsroom.ok(room.correct(editor, item, "改一处错字"));
        room.stepped(editor, item, "submit");
        room.said(one, item, opinion(2, "first", "pass"));
        Refusal.of(room.say(one, item, opinion(2, "second", "pass")), 403, "same-person");
    }

    @Test
    void aReturnedCorrectionKeepsItsNoteToReaders() {
        String item = room.published(Newsroom.draft("要更正的文章"));
        Newsroom.ok(room.correct(editor, item, "把剂量改对了"));
        room.stepped(editor, item, "submit");
        JsonObject back = room.said(
                room.reviewer("0"), item, opinion(2, "first", "return").put("comment", "还要写出处"));
        assertThat(back.getInteger("version")).isEqualTo(3);
        assertThat(back.getInteger("corrects")).isEqualTo(1);
        room.stepped(editor, item, "submit");
        room.passed(item, 3);
        JsonObject read = house.get("/v1/items/" + item, null).json();
        assertThat(read.getInteger("version")).isEqualTo(3);
        assertThat(read.getJsonArray("corrections").getJsonObject(0).getString("note"))
                .isEqualTo("把剂量改对了");
    }

    @Test
    void itsNoteToReadersCanBeChangedUntilItIsOut() {
        String item = room.published(Newsroom.draft("要更正的文章"));
        Newsroom.ok(room.correct(editor, item, "写错了的说明"));
        assertThat(Newsroom.ok(room.correct(editor, item, "又说一次的说明")).getString("note"))
                .isEqualTo("又说一次的说明");
        JsonObject changed = room.change(editor, item, new JsonObject().put("note", "作者改过的说明"));
        assertThat(changed.getString("note")).isEqualTo("作者改过的说明");
        assertThat(changed.getInteger("version")).isEqualTo(2);
        room.stepped(editor, item, "submit");
        room.sign(room.reviewer("0"), item, 2, "accuracy");
        String first = room.reviewer("0");
        JsonObject edited = room.said(
                first, item, opinion(2, "first", "pass").put("edits", new JsonObject().put("note", "审核员改过的说明")));
        assertThat(edited.getString("note")).isEqualTo("审核员改过的说明");
        assertThat(edited.getJsonArray("stages").encode()).contains("-note: 作者改过的说明", "+note: 审核员改过的说明");
        assertThat(edited.getJsonArray("checks").getJsonObject(0).getBoolean("valid"))
                .as("what was signed was told otherwise")
                .isFalse();
        room.said(room.reviewer("0"), item, opinion(2, "second", "pass"));
        room.said(
                room.reviewer("0"),
                item,
                opinion(2, "final", "pass").put("checks", new JsonArray(List.of("accuracy", "language"))));
        assertThat(house.get("/v1/items/" + item, null)
                        .json()
                        .getJsonArray("corrections")
                        .getJsonObject(0)
                        .getString("note"))
                .isEqualTo("审核员改过的说明");
        String fresh = room.drafted(editor, Newsroom.draft("不是更正的文章"));
        Refusal.of(house.send("PATCH", Newsroom.ITEMS + "/" + fresh, new JsonObject().put("note", "没有更正"), editor), 400)
                .at("/note");
    }

    @Test
    void oneVersionIsOnItsWayAtATime() {
        String item = room.published(Newsroom.draft("要更正的文章"));
        Newsroom.ok(room.correct(editor, item, "把剂量改对了"));
        assertThat(Newsroom.ok(room.correct(editor, item, "把剂量改对了")).getInteger("version"))
                .as("a retry")
                .isEqualTo(2);
        Refusal.of(room.correct(room.editor("0"), item, "我也要改"), 409, "version-open");
        String draft = room.drafted(editor, Newsroom.draft("还没发布的文章"));
        Refusal.of(room.correct(room.editor("0"), draft, "没有可更正的"), 409, "version-open");
    }

    @Test
    void whatTheLibraryBroughtIsAVersionThatCanBeCorrected() {
        String item = house.items(1).getFirst();
        JsonObject imported = room.version(editor, item, 1);
        assertThat(imported.getString("state")).isEqualTo("published");
        assertThat(imported.getString("origin")).isEqualTo("library");
        assertThat(imported.getString("note")).contains("入库前已审核");
        assertThat(imported.getJsonObject("content").getString("text")).isNotBlank();
        Newsroom.ok(room.correct(editor, item, "换一个说法"));
        room.change(editor, item, new JsonObject().put("text", "更正之后的正文。"));
        room.stepped(editor, item, "submit");
        room.passed(item, 2);
        assertThat(body(item)).contains("更正之后的正文");
    }

    @Test
    void aWithdrawalEndsTheCorrectionThatIsOnItsWay() {
        String item = room.published(Newsroom.draft("要撤回的文章"));
        Newsroom.ok(room.correct(editor, item, "来不及更正"));
        room.stepped(editor, item, "submit");
        room.said(room.reviewer("0"), item, opinion(2, "first", "pass"));
        assertThat(house.post(
                                Newsroom.ITEMS + "/" + item + "/withdraw",
                                new JsonObject().put("reason", "根本不对"),
                                house.staff(Role.OPERATOR, "0"))
                        .status())
                .isEqualTo(204);
        Refusal.of(room.say(room.reviewer("0"), item, opinion(2, "second", "pass")), 409, "review-state");
        assertThat(room.version(editor, item, 1).getString("state")).isEqualTo("withdrawn");
        assertThat(room.version(editor, item, 2).getString("state")).isEqualTo("discarded");
        Refusal.of(room.correct(editor, item, "再来一次"), 409, "not-published");
        Refusal.of(house.get("/v1/items/" + item, null), 404, "item-withdrawn").naming("根本不对");
    }

    @Test
    void aWithdrawalAgainByTheSamePersonIsAsIfOnce() {
        String item = room.published(Newsroom.draft("撤回两次的文章"));
        String operator = house.staff(Role.OPERATOR, "0");
        for (String time : List.of("once", "again")) {
            assertThat(withdraw(operator, item).status()).as(time).isEqualTo(204);
        }
        Refusal.of(withdraw(house.staff(Role.OPERATOR, "0"), item), 404, "item-withdrawn")
                .naming("有错");
        Refusal.of(withdraw(operator, "no-such-item"), 404, "item-missing");
        assertThat(house.count("select count(*) from audit where action = 'item.withdraw' and object = '" + item + "'"))
                .isEqualTo(1);
    }

    private static House.Answer withdraw(String token, String item) {
        return house.post(Newsroom.ITEMS + "/" + item + "/withdraw", new JsonObject().put("reason", "有错"), token);
    }

    private static String body(String item) {
        return house.get("/v1/items/" + item, null).json().getString("body");
    }
}
