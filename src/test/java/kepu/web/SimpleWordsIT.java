package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** 小朋友看: feed, search and inbox in simple words, large and with few controls, for as long as it is on. */
class SimpleWordsIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void onlyWhatIsForChildrenIsShownLargeAndStaysSoOnThisPhone() {
        phone.enter(house, house.resident(VILLAGE));
        phone.see("card");
        double before = rootPixels();
        phone.tap("tab-me");
        turnOn();
        assertThat(phone.every("[data-test='personalisation'], [data-test='logout'], [data-test='to-rights']"))
                .isEmpty();
        phone.reload();
        assertThat(phone.see("simple").getDomAttribute("aria-checked")).isEqualTo("true");
        assertThat(rootPixels()).isGreaterThan(before * 1.3);
        phone.tap("tab-feed");
        phone.see("card");
        phone.until(page -> shown().stream().allMatch(SimpleWordsIT::isForChildren));
        assertThat(phone.every("[data-test='reason'], [data-test='to-ask'], [data-test='to-check']"))
                .isEmpty();
        phone.readsCss("h1", "看一看");
        phone.shot("simple-feed-360");

        phone.tapCss("[data-test='card'] a");
        phone.see("article-body");
        assertThat(phone.every("[data-test='share'], [data-test='like']")).isEmpty();
        phone.go("/me");
        phone.tap("simple");
        phone.see("personalisation");
        assertThat(rootPixels()).isEqualTo(before);
        phone.go("/");
        phone.see("reason");
    }

    @Test
    void theSearchFindsWhatChildrenCanRead() {
        phone.open(house.uri("/#/me"));
        turnOn();
        phone.go("/search");
        phone.see("search-word");
        int words = phone.every("[data-test='search-word']").size();
        for (int word = 1; word <= words; word++) {
            phone.go("/search");
            phone.tapCss("[data-test='search-word']:nth-of-type(" + word + ")");
            phone.see("hit");
        }
        phone.go("/search?q=%E5%B0%8F%E9%B8%9F");
        phone.see("hit");
        assertThat(ids("hit")).isNotEmpty().allMatch(SimpleWordsIT::isForChildren);
        assertThat(phone.every("[data-test='filters-more']")).isEmpty();
        phone.go("/search?q=%E5%8B%B0%E9%AC%AF");
        phone.reads("nothing-found", "大人");
    }

    @Test
    void theInboxShowsWhatIsForChildrenAndSaysThatThereIsMore() {
        String village = house.village();
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        String forChildren = "child-baby-bird";
        String other = house.items(20).stream()
                .filter(item -> !isForChildren(item))
                .findFirst()
                .orElseThrow();
        push(disseminator, other);
        phone.enter(house, house.resident(village));
        phone.go("/me");
        turnOn();
        phone.tap("tab-inbox");
        phone.reads("inbox-empty", "小朋友");
        phone.reads("inbox-others", "1 条", "大人");
        push(disseminator, forChildren);
        phone.see("inbox-entry");
        assertThat(phone.every("[data-test='inbox-entry']")).hasSize(1);
    }

    @Test
    void withoutALineTheWordsAreAChilds() {
        phone.open(house.uri("/#/me"));
        turnOn();
        phone.command("Network.enable", Map.of());
        phone.command("Network.setBlockedURLs", Map.of("urls", List.of("*/v1/feed*")));
        try {
            phone.tap("tab-feed");
            phone.until(page -> phone.seeCss("main").getText().contains("请大人帮忙"));
        } finally {
            phone.command("Network.setBlockedURLs", Map.of("urls", List.of()));
        }
    }

    private static void turnOn() {
        phone.tap("simple");
        phone.seeCss("[data-test='simple'][aria-checked='true']");
    }

    private static void push(String disseminator, String item) {
        House.Answer pushed = house.post("/v1/village/push", new JsonObject().put("item", item), disseminator);
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(201);
    }

    private static List<String> shown() {
        return ids("card");
    }

    private static List<String> ids(String test) {
        return phone.every("[data-test='" + test + "']").stream()
                .map((WebElement card) -> card.getDomAttribute("data-item"))
                .toList();
    }

    private static boolean isForChildren(String item) {
        JsonArray groups = house.get("/v1/items/" + item, null).json().getJsonArray("groups");
        return groups.contains("child")
                && house.count("select count(*) from item where id = ? and groups[1] = 'child'", item) == 1;
    }

    private static double rootPixels() {
        return ((Number) phone.script("return parseFloat(getComputedStyle(document.documentElement).fontSize)"))
                .doubleValue();
    }
}
