package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** Reading from the feed, with and without a login, and what of it the server gets to know. */
class ReadingIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aCardThatIsLookedAtForASecondCountsAsSeen() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        String item = phone.see("card").getDomAttribute("data-item");
        stored(resident, "impression", item);
        List<String> row = house.sql(
                        "select e.feed, e.position from event e join item i on i.seq = e.item where e.type = 'impression'"
                                + " and i.id = ? and e.person = ?",
                        item,
                        id(resident))
                .getFirst();
        assertThat(row.getFirst()).as("the feed in which it was seen").isNotBlank();
        assertThat(row.getLast()).as("its place there").isEqualTo("0");
    }

    @Test
    void anArticleIsOpenedReadToTheEndAndFoundUseful() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        WebElement card = phone.seeCss("[data-test='card']");
        String item = card.getDomAttribute("data-item");
        String title = card.findElement(By.tagName("h2")).getText();
        phone.tapCss("[data-test='card'] h2 a");

        assertThat(phone.see("article-body").getText()).hasSizeGreaterThan(300);
        assertThat(phone.seeCss("article h1").getText()).isEqualTo(title);
        phone.readsCss("article dl", "来源", "使用许可");
        stored(resident, "open", item);
        phone.script("window.scrollTo(0, document.body.scrollHeight)");
        stored(resident, "finish", item);
        phone.tap("like");
        stored(resident, "like", item);
        assertThat(phone.see("like").getDomAttribute("aria-pressed")).isEqualTo("true");
    }

    @Test
    void theWayBackLeadsToTheSamePlaceInTheList() {
        phone.enter(house, house.resident(VILLAGE));
        phone.until(page -> phone.every("[data-test='card']").size() > 5);
        WebElement sixth = phone.every("[data-test='card']").get(5);
        String item = sixth.getDomAttribute("data-item");
        phone.tapCss("[data-item='" + item + "'] h2 a");
        phone.see("article-body");
        phone.tapCss("header button[aria-label='返回']");
        phone.seeCss("[data-item='" + item + "']");
        phone.until(page -> Boolean.TRUE.equals(phone.script(
                "const box = document.querySelector(`[data-item='${arguments[0]}']`).getBoundingClientRect();"
                        + "return box.bottom > 0 && box.top < window.innerHeight",
                item)));
    }

    @Test
    void whatIsNotInterestingLeavesTheListAndStaysAway() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        String item = phone.see("card").getDomAttribute("data-item");
        phone.tapCss("[data-item='" + item + "'] button");
        phone.until(page -> phone.every("[data-item='" + item + "']").isEmpty());
        stored(resident, "not_interested", item);
        phone.reload();
        phone.see("card");
        assertThat(phone.every("[data-item='" + item + "']")).isEmpty();
    }

    @Test
    void everyCardSaysWhyItIsThere() {
        phone.enter(house, house.resident(VILLAGE, new JsonObject().put("interests", List.of("fraud"))));
        phone.see("card");
        assertThat(phone.every("[data-test='card']"))
                .isNotEmpty()
                .allSatisfy(card -> assertThat(card.findElement(By.cssSelector("[data-test='reason']"))
                                .getText())
                        .matches("(?s)为什么看到它：.*\\p{IsHan}.*"));
        phone.seeText("reason", "您关注");
    }

    @Test
    void moreCardsComeOnlyWhenAskedFor() {
        phone.enter(house, house.resident(VILLAGE));
        phone.see("card");
        int first = phone.every("[data-test='card']").size();
        phone.script("window.scrollTo(0, document.body.scrollHeight)");
        phone.tapCss("main button.van-button");
        phone.until(page -> phone.every("[data-test='card']").size() > first);
        assertThat(phone.every("[data-test='card']").stream().map(card -> card.getDomAttribute("data-item")))
                .doesNotHaveDuplicates();
    }

    @Test
    void aGuestReadsWithoutALogin() {
        phone.open(house.uri("/"));
        phone.see("card");
        String item = phone.see("card").getDomAttribute("data-item");
        phone.tapCss("[data-test='card'] h2 a");
        phone.see("article-body");
        phone.until(page -> house.count(
                        "select count(*) from event e join item i on i.seq = e.item where e.person = 0 and e.type = 'open'"
                                + " and i.id = ?",
                        item)
                == 1);
    }

    @Test
    void aGuestChoosesAPlaceAndReadsForIt() {
        phone.open(house.uri("/"));
        phone.see("card");
        phone.tap("choose-region");
        phone.tapCss("[data-region='51']");
        phone.tapCss("[data-region='5109']");
        phone.tapCss("[role='dialog'] .van-button");
        phone.until(page -> phone.seeCss(".place").getText().contains("遂宁市"));
        phone.see("card");
        phone.reload();
        phone.until(page -> phone.seeCss(".place").getText().contains("遂宁市"));
    }

    @Test
    void aGuestIsAskedToLogInWhereOneMustBeKnown() {
        phone.open(house.uri("/#/inbox"));
        phone.seeCss("main a[href='#/login']");
        phone.open(house.uri("/#/village"));
        phone.see("login-phone");
    }

    @Test
    void anAddressThatLeadsNowhereSaysSo() {
        phone.open(house.uri("/#/item/gibt-es-nicht"));
        assertThat(phone.seeCss("[role='alert']").getText()).containsPattern("\\p{IsHan}");
        phone.open(house.uri("/#/nirgends"));
        phone.until(page -> phone.seeCss("main").getText().contains("没有这个页面"));
    }

    private static void stored(String token, String type, String item) {
        phone.until(page -> house.count(
                        "select count(*) from event e join item i on i.seq = e.item where e.person = ? and e.type = ?"
                                + " and i.id = ?",
                        id(token),
                        type,
                        item)
                == 1);
    }

    private static long id(String token) {
        return Long.parseLong(house.get("/v1/me", token).json().getString("id"));
    }
}
