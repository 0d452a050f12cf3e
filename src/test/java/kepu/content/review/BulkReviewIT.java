package kepu.content.review;

import static kepu.content.review.Newsroom.opinion;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many at once, each with its own result. */
class BulkReviewIT {
    private static final int MOST = 10;

    @RegisterExtension
    static final House house = new House().with("review.bulk", MOST);

    private final Newsroom room = new Newsroom(house);

    @Test
    void manyItemsPassAStageTogetherAndTheLastOneBringsThemOut() {
        String editor = room.editor("0");
        List<String> items = IntStream.range(0, 5)
                .mapToObj(i -> room.submitted(editor, Newsroom.draft("第" + i + "篇一起审的文章")))
                .toList();
        for (String stage : List.of("first", "second")) {
            assertThat(done(bulk(room.reviewer("0"), says(items, stage)))).containsOnly(true);
        }
        JsonArray out = bulk(
                room.reviewer("0"),
                items.stream()
                        .map(item -> say(
                                item,
                                opinion(1, "final", "pass")
                                        .put(
                                                "checks",
                                                new JsonArray().add("accuracy").add("language"))))
                        .toList());
        assertThat(out.stream().map(result -> ((JsonObject) result).getString("state")))
                .containsOnly("published");
        assertThat(items)
                .allSatisfy(
                        item -> assertThat(house.get("/v1/items/" + item, null).status())
                                .isEqualTo(200));
    }

    @Test
    void whatIsRefusedToOneChangesNothingOfTheOthers() {
        String editor = room.editor("5109");
        String own = room.reviewer("5109");
        String mine = room.submitted(editor, Newsroom.draft("我来审的文章", "5109"));
        String taken = room.submitted(editor, Newsroom.draft("别人认领的文章", "5109"));
        String further = room.submitted(editor, Newsroom.draft("我审过一审的文章", "5109"));
        String foreign = room.submitted(room.editor("0"), Newsroom.draft("外地的文章", "11"));
        room.stepped(room.reviewer("5109"), taken, "claim");
        room.said(own, further, opinion(1, "first", "pass"));

        JsonArray results = bulk(
                own,
                List.of(
                        say(mine, opinion(1, "first", "pass")),
                        say(taken, opinion(1, "first", "pass")),
                        say(further, opinion(1, "second", "pass")),
                        say(foreign, opinion(1, "first", "pass")),
                        new JsonObject().put("item", "nothing").put("deed", "claim")));
        assertThat(done(results)).containsExactly(true, false, false, false, false);
        assertThat(results.stream().skip(1).map(result -> ((JsonObject) result).getString("type")))
                .containsExactly(
                        "urn:kepu:review-taken",
                        "urn:kepu:same-person",
                        "urn:kepu:version-missing",
                        "urn:kepu:version-missing");
        assertThat(room.version(own, mine, 1).getString("state")).isEqualTo("second");
        assertThat(room.version(own, taken, 1).getString("state")).isEqualTo("first");
    }

    @Test
    void aFaultyOpinionHasAResultOfItsOwn() {
        String editor = room.editor("0");
        String good = room.submitted(editor, Newsroom.draft("没有问题的文章"));
        String bad = room.submitted(editor, Newsroom.draft("退回却不说为什么的文章"));
        String blank = room.submitted(editor, Newsroom.draft("题目改成空白的文章"));
        JsonArray results = bulk(
                room.reviewer("0"),
                List.of(
                        say(bad, opinion(1, "first", "return")),
                        say(
                                blank,
                                opinion(1, "first", "pass")
                                        .put("edits", new JsonObject().put("title", "\u3000\u3000\u3000"))),
                        say(good, opinion(1, "first", "pass"))));
        assertThat(done(results)).containsExactly(false, false, true);
        assertThat(results.getJsonObject(0).getString("type")).isEqualTo("urn:kepu:invalid-input");
        assertThat(results.getJsonObject(0).getString("detail")).contains("原因");
        assertThat(room.version(editor, bad, 1).getString("state")).isEqualTo("first");
        assertThat(room.version(editor, good, 1).getString("state")).isEqualTo("second");
    }

    @Test
    void manyAreClaimedAndGivenBack() {
        String editor = room.editor("0");
        List<String> items = IntStream.range(0, 3)
                .mapToObj(i -> room.submitted(editor, Newsroom.draft("第" + i + "篇要认领的文章")))
                .toList();
        String one = room.reviewer("0");
        assertThat(done(bulk(one, deeds(items, "claim")))).containsOnly(true);
        assertThat(done(bulk(room.reviewer("0"), deeds(items, "claim")))).containsOnly(false);
        assertThat(done(bulk(one, deeds(items, "release")))).containsOnly(true);
        assertThat(done(bulk(room.reviewer("0"), deeds(items, "claim")))).containsOnly(true);
    }

    @Test
    void tooManyAreRefusedAsAWhole() {
        List<JsonObject> tasks = IntStream.rangeClosed(0, MOST)
                .mapToObj(i -> new JsonObject().put("item", "nothing-" + i).put("deed", "claim"))
                .toList();
        String reviewer = room.reviewer("0");
        Refusal.of(post(reviewer, tasks), 400).at("/tasks");
        assertThat(house.metric("kepu_review_bulk_refused_total")).isEqualTo(1);
        Refusal.of(post(reviewer, List.of(tasks.getFirst(), tasks.getFirst())), 400)
                .at("/tasks/1/item");
        Refusal.of(
                        post(
                                reviewer,
                                List.of(new JsonObject().put("item", "nothing").put("deed", "say"))),
                        400)
                .at("/tasks/0/opinion");
    }

    private static List<JsonObject> says(List<String> items, String stage) {
        return items.stream().map(item -> say(item, opinion(1, stage, "pass"))).toList();
    }

    private static List<JsonObject> deeds(List<String> items, String deed) {
        return items.stream()
                .map(item -> new JsonObject().put("item", item).put("deed", deed))
                .toList();
    }

    private static JsonObject say(String item, JsonObject opinion) {
        return new JsonObject().put("item", item).put("deed", "say").put("opinion", opinion);
    }

    private static List<Boolean> done(JsonArray results) {
        return results.stream()
                .map(result -> ((JsonObject) result).getBoolean("done"))
                .toList();
    }

    private static JsonArray bulk(String token, List<JsonObject> tasks) {
        return Newsroom.ok(post(token, tasks)).getJsonArray("results");
    }

    private static House.Answer post(String token, List<JsonObject> tasks) {
        return house.post("/v1/library/reviews/bulk", new JsonObject().put("tasks", new JsonArray(tasks)), token);
    }
}
