package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.support.ui.Select;

/** A text from an editor's desk past three reviewers to the people's app, and off it again; several at once. */
class KitchenConsoleIT {
    private static final String COUNTY = "510903";
    private static final String TITLE = "秋天采野菌，先记住这三条";
    private static final String TEXT = "## 先怎么做\n\n不认识的菌子一朵也不采。\n\n## 为什么\n\n有毒的和没毒的长得很像，煮熟也去不掉毒。";

    @RegisterExtension
    static final House house = new House().with("rumours.sentenceVectors", false);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aTextIsWrittenReviewedByThreeReadAndWithdrawn() {
        String editor = house.staff(Role.EDITOR, COUNTY);
        String first = house.staff(Role.REVIEWER, COUNTY);
        desk.work(house, editor, "/kitchen/new");
        desk.tap("write");
        String item = written();
        handedIn();

        claimed(first, item);
        desk.type("comment", "请写上误食以后打什么电话。");
        desk.tap("return");
        desk.reads("confirm-text", "再从一审开始");
        confirmed();
        desk.seeText("item-state", "草稿");

        desk.work(house, editor, "/kitchen/write?item=" + item);
        desk.reads("returned", "误食以后打什么电话");
        desk.see("draft-text").sendKeys("\n\n吃了不舒服马上打120。");
        desk.seeText("saved", "已自动保存");
        handedIn();

        claimed(first, item);
        desk.tapText(".el-tabs__item", "比第 1 版改了什么");
        desk.reads("diff", "加上", "吃了不舒服马上打120。");
        desk.shot("console-review");
        passed("等待二审");
        claimed(house.staff(Role.REVIEWER, COUNTY), item);
        passed("等待终审");
        String last = house.staff(Role.REVIEWER, COUNTY);
        claimed(last, item);
        assertThat(desk.see("pass").isEnabled())
                .as("before both checks are signed")
                .isFalse();
        desk.tap("check-accuracy");
        desk.tap("check-language");
        passed("已发布");

        phone.enter(house, house.resident("510903100208"));
        phone.see("card");
        phone.go("/item/" + item);
        phone.reads("article-body", "一朵也不采", "马上打120");

        desk.tap("withdraw");
        desk.type("withdraw-reason", "发现有一处写错了");
        confirmed();
        desk.seeText("item-state", "已撤回");
        phone.reload();
        phone.see("withdrawn");
        Refusal.of(house.get("/v1/items/" + item, null), 404, "item-withdrawn");
        assertThat(desk.complaints()).isEmpty();
    }

    /** Fills in a new draft as an editor does, and gives its id. */
    private static String written() {
        desk.type("draft-title", "菌子");
        desk.seeText("hint-title", "标题有2个字");
        desk.see("draft-title").sendKeys(Keys.chord(Keys.CONTROL, "a"), TITLE);
        desk.seeNo("hint-title");
        desk.type("draft-summary", "不认识的不采不吃，吃了不舒服马上去医院。");
        desk.tap("group-farmer");
        new Select(desk.see("draft-topic")).selectByValue("food");
        desk.see("draft-text").sendKeys(TEXT);
        desk.until(page -> desk.see("phone-body").getText().contains("煮熟也去不掉毒"));
        assertThat(desk.every("[data-test='phone-body'] h2").stream().map(WebElement::getText))
                .containsExactly("先怎么做", "为什么");
        desk.says("phone-title", TITLE);
        assertThat(desk.see("lacks").getText()).contains("来源").doesNotContain("正文");
        desk.type("draft-source", "国家疾病预防控制局");
        desk.tap("authority-national");
        desk.seeText("saved", "已自动保存");
        desk.reads("hint-text", "应当是400到1000个");
        desk.shot("console-editor");
        String item = desk.route().replaceFirst(".*item=", "");
        desk.reload();
        desk.until(page -> TITLE.equals(desk.see("draft-title").getDomProperty("value")));
        return item;
    }

    private static void handedIn() {
        desk.tap("submit");
        confirmed();
        desk.seeText("item-state", "等待一审");
    }

    private static void claimed(String reviewer, String item) {
        desk.work(house, reviewer, "/kitchen/reviews");
        desk.tapText("[data-test='version-link']", TITLE);
        desk.until(page -> desk.route().startsWith("/kitchen/items/" + item));
        desk.tap("claim");
        desk.see("comment");
    }

    private static void passed(String state) {
        desk.tap("pass");
        confirmed();
        desk.seeText("item-state", state);
    }

    private static void confirmed() {
        desk.tap("confirm-yes");
        desk.seeNo("confirm-yes");
    }

    @Test
    void severalAreTakenAtOnceAndWhatAnotherHasIsNamed() {
        String editor = house.staff(Role.EDITOR, COUNTY);
        String free = submitted(editor, "雷雨天在地里怎么办");
        String taken = submitted(editor, "雷雨天在家里怎么办");
        assertThat(house.post("/v1/library/items/" + taken + "/claim", null, house.staff(Role.REVIEWER, COUNTY))
                        .status())
                .isEqualTo(200);
        desk.work(house, house.staff(Role.REVIEWER, COUNTY), "/kitchen/reviews");
        desk.seeText("version-link", "雷雨天在地里怎么办");
        desk.tapCss("[data-test='versions'] thead .el-checkbox");
        desk.tap("bulk-claim");
        desk.reads("bulk-refused", "雷雨天在家里怎么办", "已由");
        assertThat(house.sql(
                        "select item from review_part where stage = 'first' and item in (?, ?) order by item",
                        free,
                        taken))
                .hasSize(2);
    }

    @Test
    void theLibraryIsSearchedAndNarrowed() {
        String editor = house.staff(Role.EDITOR, COUNTY);
        drafted(editor, "煤气中毒先开窗");
        desk.work(house, editor, "/kitchen/items");
        desk.type("filter-words", "煤气中毒先");
        new Select(desk.see("filter-state")).selectByValue("draft");
        desk.until(page -> desk.every("[data-test='version-link']").stream()
                .map(WebElement::getText)
                .toList()
                .equals(List.of("煤气中毒先开窗")));
        new Select(desk.see("filter-topic")).selectByValue("crops");
        desk.reads("empty", "放宽条件");
        assertThat(desk.see("empty").findElements(By.cssSelector("[data-test='version-link']")))
                .isEmpty();
    }

    private static String drafted(String editor, String title) {
        JsonObject draft = new JsonObject()
                .put("title", title)
                .put("summary", "三句话说清楚怎么做、为什么。")
                .put("topic", "disaster")
                .put("groups", new JsonArray(List.of("farmer")))
                .put("regions", new JsonArray(List.of(COUNTY)))
                .put("source", "应急管理部")
                .put("authority", "national")
                .put("text", "先说怎么做。\n\n再说为什么。");
        House.Answer answer = house.post("/v1/library/items", draft, editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("item");
    }

    private static String submitted(String editor, String title) {
        String item = drafted(editor, title);
        assertThat(house.post("/v1/library/items/" + item + "/submit", null, editor)
                        .status())
                .isEqualTo(200);
        return item;
    }
}
