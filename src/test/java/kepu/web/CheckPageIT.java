package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** 辨真假: what a pasted forward makes of the vetted claims, and the honest answer where it makes nothing. */
class CheckPageIT {
    private static final String EGGS = "food-egg-soymilk";
    private static final String EGGS_SAID = "鸡蛋和豆浆不能一起吃，营养全抵消还伤胃";
    private static final String NOODLES = "food-instant-noodles";
    private static final String NOODLES_SAID = "方便面全是防腐剂，吃了32小时都消化不了";
    private static final String UNKNOWN = "听说村口老槐树底下埋着明朝的金印，谁先挖到就归谁";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aForwardWithNoiseGetsItsVerdictAsWordColourAndShape() {
        phone.open(house.uri("/"));
        phone.tap("to-check");
        check("‼️紧急通知‼️转给家人 😱\n" + EGGS_SAID + "\nhttp://example.com/a?b=1");
        WebElement verdict = verdict(EGGS);
        assertThat(verdict.getText())
                .contains("不实")
                .contains(EGGS_SAID)
                .contains("为什么")
                .contains("该怎么做");
        phone.readsCss("[data-claim='" + EGGS + "'] [data-test='verdict-source']", "来源：");
        phone.seeCss("[data-claim='" + EGGS + "'] [data-rating='false'] svg path");
        assertThat(phone.every("[data-test='unknown']")).isEmpty();
    }

    @Test
    void severalClaimsInOneTextGetTheirOwnVerdicts() {
        phone.open(house.uri("/#/check"));
        check(EGGS_SAID + "。\n" + NOODLES_SAID + "。");
        verdict(EGGS);
        verdict(NOODLES);
    }

    @Test
    void eachRatingHasAShapeOfItsOwn() {
        List<String> shapes = List.of("false", "misleading", "partly", "unproven", "true").stream()
                .map(rating -> house.sql("select id from claim where rating = ? order by id limit 1", rating))
                .filter(rows -> !rows.isEmpty())
                .map(rows -> shape(rows.getFirst().getFirst()))
                .toList();
        assertThat(shapes).hasSizeGreaterThan(2).doesNotHaveDuplicates();
    }

    @Test
    void whatNobodyCheckedIsCalledNeitherTrueNorFalse() {
        phone.open(house.uri("/#/check"));
        check(UNKNOWN);
        phone.reads("unknown", "不等于是真的，也不等于是假的", "先不转发");
        assertThat(phone.every("[data-test='verdict']")).isEmpty();
    }

    @Test
    void whatIsTooShortIsNotSaidToBeLeftToAnybody() {
        phone.open(house.uri("/#/check"));
        check("蒜治病");
        phone.reads("too-short", "字太少，请多贴一点", "没有留给核查员");
        assertThat(phone.every("[data-test='unknown']")).isEmpty();
    }

    @Test
    void beforeAnythingIsSentThePageSaysWhatIsKept() {
        phone.open(house.uri("/#/check"));
        phone.reads("check-notice", "核查员", "电话");
        phone.tap("check-go");
        phone.readsCss("form [role='alert']", "贴上");
    }

    @Test
    void aVerdictIsHandedOnAsTextThatStandsAlone() {
        allowClipboard();
        phone.open(house.uri("/#/check"));
        check(EGGS_SAID);
        verdict(EGGS);
        phone.tap("share-verdict");
        phone.until(page -> copied().contains(EGGS_SAID));
        assertThat(copied())
                .startsWith("【不实】" + EGGS_SAID)
                .contains("为什么：")
                .contains("该怎么做：")
                .contains("来源：")
                .contains("/#/claims/" + EGGS)
                .doesNotContain("<");
    }

    @Test
    void thePasteButtonTakesWhatWasCopied() {
        allowClipboard();
        phone.open(house.uri("/#/check"));
        phone.see("paste");
        // only a page that somebody has touched may write to the clipboard
        phone.tap("check-text");
        phone.scriptLater(
                "const done = arguments[1]; navigator.clipboard.writeText(arguments[0]).then(done)", EGGS_SAID);
        phone.tap("paste");
        phone.until(page -> EGGS_SAID.equals(phone.see("check-text").getDomProperty("value")));
        phone.tap("check-go");
        verdict(EGGS);
    }

    @Test
    void aLinkFromAChatOpensTheVerdict() {
        phone.open(house.uri("/#/claims/" + EGGS));
        verdict(EGGS);
        phone.open(house.uri("/#/claims/gibt-es-nicht"));
        assertThat(phone.seeCss("[role='alert']").getText()).containsPattern("\\p{IsHan}");
    }

    @Test
    void theVerdictIsStillThereOnTheWayBack() {
        phone.open(house.uri("/#/check"));
        check(EGGS_SAID);
        verdict(EGGS);
        phone.go("/privacy");
        phone.seeCss("article h2");
        phone.script("history.back()");
        verdict(EGGS);
        assertThat(phone.see("check-text").getDomProperty("value")).isEqualTo(EGGS_SAID);
        phone.tap("check-empty");
        phone.seeNo("verdict");
    }

    private static void check(String text) {
        // keys would type neither emoji nor line ends
        WebElement field = phone.see("check-text");
        phone.script(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                field,
                text);
        phone.tap("check-go");
    }

    private static WebElement verdict(String claim) {
        return phone.seeCss("[data-test='verdict'][data-claim='" + claim + "']");
    }

    private static String shape(String claim) {
        phone.open(house.uri("/#/claims/" + claim));
        verdict(claim);
        return phone.seeCss("[data-claim='" + claim + "'] svg path").getDomAttribute("d");
    }

    private static void allowClipboard() {
        for (String name : List.of("clipboard-read", "clipboard-write")) {
            phone.command(
                    "Browser.setPermission",
                    Map.of(
                            "permission",
                            Map.of("name", name),
                            "setting",
                            "granted",
                            "origin",
                            house.uri("/").resolve("/").toString().replaceFirst("/$", "")));
        }
    }

    private static String copied() {
        return String.valueOf(phone.scriptLater(
                "const done = arguments[0]; navigator.clipboard.readText().then(done, e => done(String(e)))"));
    }
}
