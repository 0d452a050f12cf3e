package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;

/** The main scene: a disseminator taps once and the villagers' open pages show it. Each test has a village of its own. */
class PushArrivesIT {
    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser disseminators = Browser.phone();

    @Test
    void anOpenPageShowsAtOnceWhatTheDisseminatorPushes() {
        String village = "510903100208";
        phone.enter(house, house.resident(village));
        phone.see("card");
        String staff = house.staff(Role.DISSEMINATOR, village);
        phone.until(page -> house.get("/v1/village/today", staff).json().getInteger("connected") == 1);
        String pushed = tapPush(village);
        disseminators.reads("push-result", "已推送给 1 人", "1 人在线");

        WebElement banner = phone.see("arrival");
        assertThat(banner.getText()).contains(pushed).contains("永石桥村科普传播员");
        assertThat(banner.getDomAttribute("role")).isEqualTo("status");
        phone.says("unread-count", "1");
        phone.shot("push-arrives-360");
    }

    @Test
    void theBannerOpensTheArticleAndTheReceiptsSayRead() {
        String village = "510903100210";
        phone.enter(house, house.resident(village));
        phone.see("card");
        String pushed = tapPush(village);

        phone.tapCss("[data-test='arrival'] a");
        assertThat(phone.seeCss("main h1:not(.alone):not(header h1)").getText()).isEqualTo(pushed);
        phone.see("article-body");
        phone.seeNo("arrival");
        phone.go("/");
        phone.see("card");
        phone.seeNo("unread-count");

        String campaign = house.sql("select id from campaign where scope = ?", village)
                .getFirst()
                .getFirst();
        String operator = house.staff(Role.OPERATOR, "5109");
        phone.until(page -> receipts(campaign, operator).getInteger("read") == 1);
        assertThat(receipts(campaign, operator).getInteger("reach")).isEqualTo(1);
        assertThat(receipts(campaign, operator).getInteger("delivered")).isEqualTo(1);
    }

    @Test
    void onePersonReachedByThePushIsOneServiceHoweverOftenItIsOpened() {
        String village = "510903100211";
        phone.enter(house, house.resident(village));
        phone.see("card");
        tapPush(village);
        phone.tapCss("[data-test='arrival'] a");
        phone.see("article-body");
        phone.go("/inbox");
        phone.tapCss("[data-test='inbox-entry'] a");
        phone.see("article-body");

        String served = "select count(*) from service where route = 'push' and village = ?";
        String opened = "select count(*) from event where type = 'open' and feed like 'push:%' and person in"
                + " (select id from resident where village = ?)";
        phone.until(page -> house.count(opened, Long.valueOf(village)) == 2);
        phone.until(page -> house.count(served, Long.valueOf(village)) == 1);
    }

    @Test
    void whoComesLaterFindsItInTheInbox() {
        String village = "510903100212";
        String resident = house.resident(village);
        String pushed = tapPush(village);

        phone.enter(house, resident);
        phone.says("unread-count", "1");
        phone.tap("tab-inbox");
        assertThat(phone.seeText("inbox-entry", pushed).getText()).contains("寨子村科普传播员");
        phone.tapCss("[data-test='inbox-entry'] a");
        phone.see("article-body");
        phone.tapCss("header button[aria-label='返回']");
        phone.see("inbox-entry");
        phone.seeNo("unread-count");
    }

    @Test
    void theNextVillageIsNotTold() {
        String village = "510903100213";
        phone.enter(house, house.resident(village));
        phone.see("card");
        house.resident("510903100217");
        push("510903100217", house.items(2).getFirst());
        push(village, house.items(2).getLast());

        phone.see("arrival");
        phone.tap("tab-inbox");
        phone.see("inbox-entry");
        assertThat(phone.every("[data-test='inbox-entry']")).hasSize(1);
        phone.says("unread-count", "1");
    }

    @Test
    void whatIsCancelledLeavesTheOpenInbox() {
        String village = "510903100218";
        phone.enter(house, house.resident(village));
        phone.see("card");
        phone.tap("tab-inbox");
        String campaign = push(village, house.items(1).getFirst());
        phone.see("inbox-entry");

        String operator = house.staff(Role.OPERATOR, "5109");
        assertThat(house.post("/v1/campaigns/" + campaign + "/withdraw", new JsonObject().put("note", "发错了"), operator)
                        .status())
                .isEqualTo(200);
        phone.seeNo("inbox-entry");
        phone.seeNo("unread-count");
    }

    @Test
    void theSameItemIsPushedOnceADay() {
        String village = "510903100219";
        house.resident(village);
        String pushed = tapPush(village);
        disseminators.see("push-result");
        disseminators.reload();
        disseminators.until(page -> disseminators.every("[data-test='village-item']").stream()
                .filter(item -> item.getText().contains(pushed))
                .map(item -> item.findElement(By.cssSelector("[data-test='push-button']")))
                .anyMatch(button -> !button.isEnabled() && button.getText().contains("今天已推送")));
    }

    @Test
    void whoPushesFindsItInTheInboxWithNothingUnread() {
        String village = "510903100223";
        house.resident(village);
        String pushed = tapPush(village);
        disseminators.see("push-result");
        disseminators.tap("tab-inbox");
        disseminators.seeText("inbox-entry", pushed);
        disseminators.seeNo("unread-count");
        disseminators.reload();
        disseminators.seeText("inbox-entry", pushed);
        assertThat(disseminators.every("[data-test='unread-count']")).isEmpty();
        assertThat(disseminators.every("[data-test='arrival']")).isEmpty();
    }

    @Test
    void withoutTheConfirmationNothingIsPushed() {
        String village = "510903100220";
        house.resident(village);
        disseminators.enter(house, house.staff(Role.DISSEMINATOR, village));
        disseminators.tap("push-button");
        disseminators.readsCss("[role='dialog']", "1 位居民");
        disseminators.tapCss("[role='dialog'] button[aria-label='关闭']");
        disseminators.seeNo("push-confirm");
        assertThat(house.count("select count(*) from campaign where scope = ?", village))
                .isZero();
        assertThat(disseminators.see("push-button").isEnabled()).isTrue();
    }

    /** Pushes the first of today's items of the village by hand and gives its title. */
    private static String tapPush(String village) {
        disseminators.enter(house, house.staff(Role.DISSEMINATOR, village));
        String title = disseminators.seeCss("[data-test='village-item'] h3").getText();
        disseminators.tap("push-button");
        disseminators.tap("push-confirm");
        return title;
    }

    /** Pushes through the interface and gives the campaign. */
    private static String push(String village, String item) {
        House.Answer answer = house.post(
                "/v1/village/push", new JsonObject().put("item", item), house.staff(Role.DISSEMINATOR, village));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("campaign");
    }

    private static JsonObject receipts(String campaign, String token) {
        return house.get("/v1/campaigns/" + campaign + "/receipts", token).json();
    }
}
