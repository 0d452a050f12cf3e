package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** What people ask of people: a question is answered and becomes a draft, a statement that nobody knew is the claim that it is. */
class AnswersConsoleIT {
    private static final String COUNTY = "510903";

    @RegisterExtension
    static final House house = new House().with("rumours.sentenceVectors", false);

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @Test
    void aQuestionIsTakenAnsweredWithAnItemAndMadeADraft() {
        String resident = house.resident("510903100208");
        House.Answer asked = house.post("/v1/questions", new JsonObject().put("text", "宅基地和邻居的界线扯不清找谁"), resident);
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        desk.work(house, house.staff(Role.EDITOR, COUNTY), "/kitchen/questions");
        desk.tapText("[data-test='question-link']", "宅基地和邻居的界线扯不清找谁");
        desk.tap("claim-question");
        desk.type("answer", "先找村委会调解，再到乡镇自然资源所查登记。");
        desk.type("answer-search", "高血压");
        desk.tap("answer-find");
        desk.tap("answer-add");
        desk.tap("send-answer");
        desk.tap("confirm-yes");
        desk.reads("answer-text", "先找村委会调解");
        desk.shot("console-question");
        JsonObject own = house.get("/v1/me/questions", resident)
                .json()
                .getJsonArray("questions")
                .getJsonObject(0);
        assertThat(own.getJsonObject("answer").getString("text")).contains("自然资源所");
        assertThat(own.getJsonObject("answer").getJsonArray("items")).hasSize(1);

        desk.tap("make-item");
        desk.type("made-summary", "先找村委会调解，再到自然资源所查登记。");
        new Select(desk.see("made-topic")).selectByValue("science");
        desk.tapCss(".el-drawer [data-test='group-farmer']");
        desk.type("made-source", "自然资源部");
        desk.tap("made-save");
        desk.until(page -> "宅基地和邻居的界线扯不清找谁".equals(desk.see("draft-title").getDomProperty("value")));
        assertThat(desk.complaints()).isEmpty();
    }

    @Test
    void aQuestionThatOneCannotAnswerGoesToTheRegionAbove() {
        House.Answer asked =
                house.post("/v1/questions", new JsonObject().put("text", "毛笔字起笔怎么藏锋"), house.resident("510903100208"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        String id = asked.json().getJsonObject("question").getString("id");
        desk.work(house, house.staff(Role.EDITOR, COUNTY), "/kitchen/questions/" + id);
        desk.tap("claim-question");
        desk.tap("give-back");
        desk.tap("back-above");
        desk.type("back-note", "我们这里没有人懂书法");
        desk.tap("confirm-yes");
        desk.seeNo("confirm-yes");
        assertThat(house.sql("select region from question where id = ?", id)
                        .getFirst()
                        .getFirst())
                .isNotEqualTo(COUNTY);
    }

    @Test
    void aStatementThatNobodyKnewIsSaidToBeAClaimAndAnotherIsSetAside() {
        check("吃了南瓜籽炒的蚂蚁能把肾结石化掉");
        check("半夜对着镜子梳头会掉头发变秃");
        desk.work(house, house.staff(Role.EDITOR, COUNTY), "/kitchen/claims");
        row("南瓜籽", "answer-unknown");
        desk.seeCss(".el-dialog [data-test='claim-picker'] input").sendKeys("鱼刺");
        desk.tapCss(".el-select-dropdown__item:not([style*='none'])");
        desk.tap("confirm-yes");
        desk.seeNo("confirm-yes");
        desk.until(page -> !desk.see("unknowns").getText().contains("南瓜籽"));
        assertThat(house.sql("select claim from claim_unknown where text like '%南瓜籽%'")
                        .getFirst()
                        .getFirst())
                .isEqualTo("health-fishbone-vinegar");
        row("梳头", "dismiss-unknown");
        desk.tap("confirm-yes");
        desk.seeNo("confirm-yes");
        desk.reads("empty", "没有等着核查的说法");
        assertThat(house.count("select count(*) from claim_unknown where state = 'dismissed'"))
                .isEqualTo(1);
    }

    private static void check(String text) {
        assertThat(house.post("/v1/claims/check", new JsonObject().put("text", text), null)
                        .status())
                .isEqualTo(200);
    }

    /** Presses a button in the line of a statement. */
    private static void row(String words, String button) {
        desk.until(page -> desk.every("[data-test='unknowns'] tbody tr").stream()
                .filter(line -> line.getText().contains(words))
                .findFirst()
                .map(line -> {
                    line.findElement(By.cssSelector("[data-test='" + button + "']"))
                            .click();
                    return true;
                })
                .orElse(false));
    }
}
