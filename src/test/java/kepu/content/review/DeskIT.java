package kepu.content.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What editors and reviewers have before them: versions by the words of their title, by topic, by what waits; and a text before it is stored. */
class DeskIT {
    @RegisterExtension
    static final House house = new House();

    private final Newsroom room = new Newsroom(house);

    @Test
    void versionsAreFoundByTheWordsOfTheirTitleAsTheyStand() {
        String editor = room.editor("510903");
        String item = room.drafted(editor, Newsroom.draft("喝酒 100% 不御寒_Vodka", "510903"));
        assertThat(listed(editor, "q", "100%")).containsExactly(item);
        assertThat(listed(editor, "q", "vodka")).containsExactly(item);
        assertThat(listed(editor, "q", "1%0")).isEmpty();
        assertThat(listed(editor, "q", "寒V")).isEmpty();
    }

    @Test
    void versionsAreNarrowedByTopicAndByWhatWaits() {
        String editor = room.editor("510904");
        String draft = room.drafted(editor, Newsroom.draft("秋冬怎样防感冒", "510904"));
        String waiting =
                room.submitted(editor, Newsroom.draft("秋冬怎样防火灾", "510904").put("topic", "fire"));
        assertThat(listed(editor, "topic", "fire")).containsExactly(waiting);
        assertThat(listed(editor, "topic", "health")).containsExactly(draft);
        assertThat(listed(editor, "due", "waiting")).containsExactly(waiting);
        assertThat(listed(editor, "due", "overdue")).isEmpty();
        house.sql("update item_version set due_at = now() - interval '1 hour' where item = ?", waiting);
        assertThat(listed(editor, "due", "overdue")).containsExactly(waiting);
        assertThat(house.get("/v1/library/items?topic=nothing", editor).status())
                .isEqualTo(400);
    }

    @Test
    void whoHasAStageIsTheIdOfTheirProfile() {
        String editor = room.editor("510903");
        String reviewer = room.reviewer("510903");
        String item = room.submitted(editor, Newsroom.draft("谁在审这一篇", "510903"));
        JsonObject claimed = room.stepped(reviewer, item, "claim");
        assertThat(claimed.getString("authorId")).isEqualTo(id(editor));
        assertThat(claimed.getString("holderId")).isEqualTo(id(reviewer));
        assertThat(claimed.getJsonArray("stages").stream().map(stage -> ((JsonObject) stage).getString("staff")))
                .containsExactly(id(editor), id(reviewer));
    }

    @Test
    void aTextIsShownAsReadersWillSeeItWithoutBeingStored() {
        String editor = room.editor("510903");
        long before = house.count("select count(*) from item_version");
        House.Answer answer = house.post(
                "/v1/library/preview",
                new JsonObject().put("title", "菌子").put("text", "## 怎么做\n\n**不采**<script>alert(1)</script>"),
                editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(answer.json().getString("body"))
                .contains("<h2>怎么做</h2>")
                .contains("<strong>不采</strong>")
                .doesNotContain("<script");
        assertThat(answer.json().getInteger("chars")).isEqualTo("##怎么做**不采**<script>alert(1)</script>".length());
        assertThat(answer.json().getJsonArray("faults").encode()).contains("标题有2个字");
        assertThat(house.count("select count(*) from item_version")).isEqualTo(before);
        Refusal.of(
                house.post("/v1/library/preview", new JsonObject().put("text", "长".repeat(100_001)), editor),
                400,
                "invalid-input");
    }

    private static String id(String token) {
        return house.get("/v1/me", token).json().getString("id");
    }

    private static List<String> listed(String token, String name, String value) {
        String query = name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8) + "&size=100";
        return Newsroom.ok(house.get("/v1/library/items?" + query, token)).getJsonArray("versions").stream()
                .map(version -> ((JsonObject) version).getString("item"))
                .toList();
    }
}
