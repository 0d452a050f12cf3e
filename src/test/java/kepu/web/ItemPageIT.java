package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What became of an item after it was published: its corrections above its text, and its withdrawal in its place. */
class ItemPageIT {
    private static final String NOTE = "原文把温度写错了，已改为六十度";
    private static final String REASON = "来源已经收回这篇文章";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void anItemNamesItsSourceAndItsReview() {
        phone.open(house.uri("/#/item/" + house.items(1).getFirst()));
        phone.see("article-body");
        phone.readsCss("article dl", "来源", "权威级别");
        phone.reads("reviewed", "审核后发布，第 1 版");
        assertThat(phone.every("[data-test='corrections']")).isEmpty();
    }

    @Test
    void theSharePageLeadsBackToIt() {
        String item = house.items(1).getFirst();
        phone.open(house.uri("/s/" + item));
        phone.tapCss("footer a");
        phone.see("article-body");
        assertThat(phone.route()).isEqualTo("/item/" + item);
    }

    @Test
    void aCorrectionStandsAboveTheTextWithItsDay() {
        String item = house.items(2).getLast();
        correct(item);
        phone.open(house.uri("/#/item/" + item));
        phone.until(page -> {
            phone.see("article-body");
            boolean there = !phone.every("[data-test='correction']").isEmpty();
            if (!there) {
                phone.reload();
            }
            return there;
        });
        assertThat(phone.see("correction").getText()).matches("更正 \\d{4}-\\d{2}-\\d{2}：" + NOTE);
        assertThat(top("correction")).isLessThan(top("article-body"));
        phone.reads("reviewed", "第 2 版", "更正过 1 次");
    }

    @Test
    void aWithdrawnItemSaysThatItIsGoneAndWhy() {
        String item = house.items(3).getLast();
        House.Answer answer = house.post(
                "/v1/library/items/" + item + "/withdraw",
                new JsonObject().put("reason", REASON),
                house.staff(Role.OPERATOR, "0"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(204);
        phone.open(house.uri("/#/item/" + item));
        phone.reads("withdrawn", "已撤回", REASON);
        assertThat(phone.every("[data-test='article-body']")).isEmpty();
    }

    /** A new version with a note, through three people. */
    private static void correct(String item) {
        String editor = house.staff(Role.EDITOR, "0");
        String path = "/v1/library/items/" + item;
        done(house.post(path + "/correct", new JsonObject().put("note", NOTE), editor));
        done(house.send("PATCH", path, new JsonObject().put("text", "## 更正后的正文\n\n水要烧到六十度。"), editor));
        done(house.post(path + "/submit", new JsonObject(), editor));
        for (String stage : List.of("first", "second", "final")) {
            String reviewer = house.staff(Role.REVIEWER, "0");
            done(house.post(path + "/claim", new JsonObject(), reviewer));
            JsonObject opinion =
                    new JsonObject().put("version", 2).put("stage", stage).put("opinion", "pass");
            done(house.post(
                    path + "/reviews",
                    stage.equals("final")
                            ? opinion.put(
                                    "checks", new JsonArray().add("accuracy").add("language"))
                            : opinion,
                    reviewer));
        }
    }

    private static void done(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    }

    private static long top(String test) {
        return ((Number) phone.script("return arguments[0].getBoundingClientRect().top", phone.see(test))).longValue();
    }
}
