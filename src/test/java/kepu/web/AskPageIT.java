package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** 问一问: what vetted items say word for word, or people who will; and whom to call at once. */
class AskPageIT {
    private static final String KNOWN = "被蜱虫咬了怎么办？";
    private static final String SETTLED = "骨头汤补钙吗？";
    private static final String UNKNOWN = "勰鬯第七任族长姓什么？";
    private static final String ANSWER = "没有这样的记载，请到县档案馆查。";
    private static final String DANGER = "我爸喝了农药怎么办";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void theAnswerIsWhatAnItemSaysWordForWordWithWhoSaysIt() {
        phone.open(house.uri("/"));
        phone.tap("to-ask");
        ask(KNOWN);
        WebElement passage = phone.see("passage");
        String item = passage.getDomAttribute("data-item");
        String body = house.get("/v1/items/" + item, null).json().getString("body");
        assertThat(letters(body.replaceAll("<[^>]*>|&[^;]{1,8};", "")))
                .contains(letters(
                        phone.see("passage-text").getText().lines().findFirst().orElseThrow()));
        assertThat(phone.see("answered-by").getText()).startsWith("由 ").contains("回答");
        assertThat(phone.see("confidence").getText()).containsPattern("\\p{IsHan}");
        assertThat(phone.every("[data-test='not-known']")).isEmpty();
        phone.tapCss("[data-test='passage'] a");
        phone.see("article-body");
        phone.tapCss("header button[aria-label='返回']");
        phone.see("passage");
    }

    @Test
    void whatAVettedClaimSettlesIsAnsweredByItsRatingWhyAndWhoSaysIt() {
        phone.open(house.uri("/#/ask"));
        ask(SETTLED);
        assertThat(phone.see("rating").getDomAttribute("data-rating")).isEqualTo("false");
        phone.reads("rating", "不实");
        phone.reads("claim", "骨头汤");
        assertThat(phone.seeText("verdict-body", "为什么").getText()).contains("牛奶");
        phone.reads("verdict-source", "中国疾病预防控制中心");
        assertThat(phone.every("[data-test='not-known']")).isEmpty();
        phone.shot("ask-verdict-360");
    }

    @Test
    void whatNobodyKnowsIsHandedOnAndStandsAmongMyQuestions() {
        phone.enter(house, house.resident(house.village()));
        phone.go("/ask");
        phone.see("my-questions");
        ask(UNKNOWN);
        phone.reads("not-known", "答不上来", "交给");
        assertThat(phone.every("[data-test='passage']")).isEmpty();
        phone.reads("my-question", UNKNOWN, "等");
    }

    @Test
    void theVillageSeesTheQuestionAnOfficeAnswersItAndTheAskerReadsIt() {
        String village = house.village();
        String resident = house.resident(village);
        phone.enter(house, resident);
        phone.go("/ask");
        ask(UNKNOWN);
        phone.see("my-question");

        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        phone.tap("to-questions");
        phone.reads("question", UNKNOWN, "等待回答");
        assertThat(phone.every("[data-test='question-answer']")).isEmpty();

        phone.enter(house, house.staff(Role.EDITOR, village.substring(0, 6)));
        phone.go("/questions");
        phone.seeText("question", UNKNOWN);
        phone.tap("question-answer");
        phone.type("answer-text", ANSWER);
        phone.tap("answer-go");
        assertThat(phone.seeText("said", ANSWER).getText()).contains("回答");
        phone.seeNo("answer-text");

        phone.enter(house, resident);
        phone.go("/ask");
        phone.reads("my-question", "已回答", ANSWER);
    }

    @Test
    void whoSpeaksOfDangerIsShownWhomToCallAboveEverything() {
        phone.open(house.uri("/#/ask"));
        ask(DANGER);
        phone.see("danger");
        assertThat(phone.every("[data-test='call']"))
                .isNotEmpty()
                .allSatisfy(call -> assertThat(call.getDomAttribute("href")).matches("tel:[0-9]{3,12}"));
        assertThat(phone.every("[data-phone='120']")).hasSize(1);
        long calls = top("danger");
        assertThat(calls).isLessThan(740);
        assertThat(List.of(top("asked"))).allSatisfy(other -> assertThat(other).isGreaterThan(calls));
    }

    @Test
    void aGuestWhoseQuestionNobodyKnowsIsAskedToLogIn() {
        long before = house.count("select count(*) from question");
        phone.open(house.uri("/#/ask"));
        assertThat(phone.every("[data-test='my-questions']")).isEmpty();
        ask(UNKNOWN);
        phone.reads("not-known", "登录");
        assertThat(house.count("select count(*) from question")).isEqualTo(before);
    }

    @Test
    void anEmptyQuestionIsNotSent() {
        phone.open(house.uri("/#/ask"));
        phone.tap("ask-go");
        phone.readsCss("form [role='alert']", "写上");
    }

    private static void ask(String question) {
        phone.type("ask-text", question);
        phone.tap("ask-go");
    }

    private static long top(String test) {
        return ((Number) phone.script("return arguments[0].getBoundingClientRect().top", phone.see(test))).longValue();
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{IsHan}\\p{L}\\p{N}]", "");
    }
}
