package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every main page on a phone and on a desk, in normal and in large print, kept as pictures; nothing is cut off and all can be tapped. */
class ScreenshotsIT {
    private static final String VILLAGE = "510903100208";
    private static final String OTHER_TOWN = "510903101";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    private static String resident;
    private static String disseminator;
    private static String operator;
    private static String article;
    private static String bulletin;

    /** A page: how it is called, where it is, what must be there before it is looked at. */
    private record Page(String name, String route, Consumer<Browser> ready) {}

    @BeforeAll
    static void populate() {
        resident = house.resident(
                VILLAGE,
                new JsonObject().put("groups", List.of("elder", "farmer")).put("interests", List.of("health")));
        house.resident(VILLAGE, new JsonObject().put("groups", List.of("farmer")));
        disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        operator = house.staff(Role.OPERATOR, "5109");
        List<String> items = house.items(3);
        article = items.getFirst();
        items.forEach(item -> ok(house.post("/v1/village/push", new JsonObject().put("item", item), disseminator)));
        ok(house.post(
                "/v1/village/services",
                new JsonObject()
                        .put("item", article)
                        .put("people", 23)
                        .put(
                                "at",
                                java.time.OffsetDateTime.now(java.time.ZoneOffset.UTC)
                                        .toString())
                        .put("place", "三组院坝"),
                disseminator));
        bulletin = ReachIT.bulletinWithPlaces(house, operator, OTHER_TOWN, villages(OTHER_TOWN));
    }

    private static List<String> villages(String town) {
        return house.get("/v1/regions?size=5&parent=" + town, null).json().getJsonArray("regions").stream()
                .map(region -> ((JsonObject) region).getString("code"))
                .toList();
    }

    @Test
    void onAPhone() {
        look(phone, "360", false);
    }

    @Test
    void onAPhoneInLargePrint() {
        look(phone, "360-large", true);
    }

    @Test
    void onADesk() {
        look(desk, "1280", false);
    }

    @Test
    void onADeskInLargePrint() {
        look(desk, "1280-large", true);
    }

    private static void look(Browser browser, String size, boolean large) {
        browser.open(house.uri("/"));
        browser.script("localStorage.setItem('kepu.large', arguments[0])", Boolean.toString(large));
        browser.reload();
        guestPages().forEach(page -> keep(browser, page, "guest-" + page.name() + "-" + size));
        browser.enter(house, resident);
        residentPages().forEach(page -> keep(browser, page, "resident-" + page.name() + "-" + size));
        browser.enter(house, disseminator);
        villagePages().forEach(page -> keep(browser, page, "disseminator-" + page.name() + "-" + size));
        browser.enter(house, operator);
        operatorPages().forEach(page -> keep(browser, page, "operator-" + page.name() + "-" + size));
    }

    private static List<Page> guestPages() {
        return List.of(
                new Page("feed", "/", see("card")),
                new Page("search", "/search", browser -> {
                    browser.type("search-field", "诈");
                    browser.see("suggestion");
                }),
                new Page("hits", "/search?q=%E8%AF%88%E9%AA%97", browser -> {
                    browser.see("hit");
                    browser.tap("filters-more");
                }),
                new Page("nothing", "/search?q=%E5%8B%B0%E9%AC%AF", see("nothing-found")),
                new Page("danger", "/ask", browser -> {
                    browser.type("ask-text", "我爸喝了农药怎么办");
                    browser.tap("ask-go");
                    browser.see("danger");
                }),
                new Page("login", "/login", see("login-phone")),
                new Page("privacy", "/privacy", browser -> browser.seeCss("article h2")),
                new Page("nowhere", "/nirgends", browser -> browser.seeCss("h1")),
                new Page("region", "/", browser -> {
                    browser.tap("choose-region");
                    browser.seeCss("[data-region='51']");
                }));
    }

    private static List<Page> residentPages() {
        return List.of(
                new Page("feed", "/", see("card")),
                new Page("article", "/item/" + article, see("article-body")),
                new Page("video", "/item/video-stroke-120", see("video")),
                new Page("ask", "/ask", browser -> {
                    browser.type("ask-text", "有人煤气中毒了先做什么");
                    browser.tap("ask-go");
                    browser.see("passage");
                }),
                new Page("not-known", "/ask", browser -> {
                    browser.type("ask-text", "勰鬯第七任族长姓什么？");
                    browser.tap("ask-go");
                    browser.see("my-question");
                }),
                new Page("check", "/check", browser -> {
                    browser.type("check-text", "鸡蛋和豆浆不能一起吃，营养全抵消还伤胃");
                    browser.tap("check-go");
                    browser.see("verdict");
                }),
                new Page("unknown", "/check", browser -> {
                    browser.type("check-text", "听说村口老槐树底下埋着明朝的金印，谁先挖到就归谁");
                    browser.tap("check-go");
                    browser.see("unknown");
                }),
                new Page("inbox", "/inbox", see("inbox-entry")),
                new Page("me", "/me", see("personalisation")),
                new Page("push", "/me/push", see("topic")),
                new Page("erase", "/me", browser -> {
                    browser.tap("erase");
                    browser.see("erase-continue");
                }));
    }

    private static List<Page> villagePages() {
        return List.of(
                new Page("village", "/village", see("figure-residents")),
                new Page("services", "/village/services", see("service")),
                new Page("unreached", "/village/unreached", see("unreached-group")),
                new Page("questions", "/questions", see("question")),
                new Page("record", "/village", browser -> {
                    browser.tap("record-service");
                    browser.see("service-form");
                }),
                new Page("confirm", "/village", browser -> {
                    browser.tapCss("[data-test='push-button']:enabled");
                    browser.see("push-confirm");
                }));
    }

    private static List<Page> operatorPages() {
        return List.of(
                new Page("staff", "/staff", see("campaign")),
                new Page("answering", "/questions", browser -> {
                    browser.tap("question-answer");
                    browser.see("answer-text");
                }),
                new Page("bulletins", "/bulletins", see("staff-bulletin")),
                new Page("reach", "/bulletins/" + bulletin + "?region=" + OTHER_TOWN, see("reach-map")));
    }

    private static Consumer<Browser> see(String test) {
        return browser -> browser.see(test);
    }

    private static void keep(Browser browser, Page page, String name) {
        browser.go("/about-to-look");
        browser.go(page.route());
        page.ready().accept(browser);
        browser.until(shown -> !browser.route().equals("/about-to-look"));
        browser.shot(name);
        assertThat(browser.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that are cut off on the right of " + name)
                .isEqualTo(0L);
        assertThat((List<?>) browser.script(SMALL_TARGETS))
                .as("what is too small for a finger on " + name)
                .isEmpty();
        assertThat((List<?>) browser.script(CUT_WORDS))
                .as("words that do not fit on " + name)
                .isEmpty();
    }

    private static void ok(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** Shown buttons, links and fields below 44 pixels; links inside a sentence are as high as the sentence. */
    private static final String SMALL_TARGETS = """
            const area = element => {
              const after = getComputedStyle(element, '::after');
              const box = (after.position === 'absolute' && after.content !== 'none' ? element.closest('article, li') : element).getBoundingClientRect();
              return [box.width, box.height];
            };
            return [...document.querySelectorAll('button, a, input, select, textarea')]
              .filter(element => element.checkVisibility() && !element.closest('label'))
              .filter(element => area(element).some(length => length < 44))
              .map(element => element.outerHTML.slice(0, 120) + ' ' + area(element));
            """;

    /** Elements whose words are wider than they are. */
    private static final String CUT_WORDS = """
            return [...document.querySelectorAll('h1, h2, h3, p, span, button, a, dt, dd, li')]
              .filter(element => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
              .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
              .map(element => element.outerHTML.slice(0, 120));
            """;
}
