package kepu.web;

import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import kepu.people.Role;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;

/** Every page of the people's app as each role sees it, in a house where each has something to show. */
final class AppPages {
    private static final String VILLAGE = "510903100208";
    private static final String OTHER_TOWN = "510903101";

    private final House house;
    private @Nullable List<Visit> visits;

    /** A page: how it is called, where it is, what must be there before it is looked at. */
    private record Page(String name, String route, Consumer<Browser> ready) {}

    /** The pages of a role. */
    private record Visit(String role, @Nullable String token, List<Page> pages) {}

    /** Of a house that is open when the first {@link #tour} begins. */
    AppPages(House house) {
        this.house = house;
    }

    /** Has the browser go through all pages in one size of print, 0 to 3, and calls back on each with its name. */
    void tour(Browser browser, int size, BiConsumer<Browser, String> look) {
        List<Visit> made = visits == null ? populated() : visits;
        visits = made;
        browser.open(house.uri("/"));
        browser.script(
                "localStorage.setItem('kepu.large', arguments[0] > 0); localStorage.setItem('kepu.size', arguments[0])",
                size);
        browser.reload();
        made.forEach(visit -> tour(browser, visit, look));
    }

    private void tour(Browser browser, Visit visit, BiConsumer<Browser, String> look) {
        if (visit.token() != null) {
            browser.enter(house, visit.token());
        }
        visit.pages().forEach(page -> {
            browser.go("/about-to-look");
            browser.go(page.route());
            page.ready().accept(browser);
            browser.until(shown -> !browser.route().equals("/about-to-look"));
            look.accept(browser, visit.role() + "-" + page.name());
        });
    }

    private List<Visit> populated() {
        String resident = house.resident(
                VILLAGE,
                new JsonObject().put("groups", List.of("elder", "farmer")).put("interests", List.of("health")));
        house.resident(VILLAGE, new JsonObject().put("groups", List.of("farmer")));
        String disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        String operator = house.staff(Role.OPERATOR, "5109");
        List<String> items = house.items(3);
        String article = items.getFirst();
        items.forEach(item -> post("/v1/village/push", new JsonObject().put("item", item), disseminator));
        post(
                "/v1/village/services",
                new JsonObject()
                        .put("item", article)
                        .put("people", 23)
                        .put("at", OffsetDateTime.now(ZoneOffset.UTC).toString())
                        .put("place", "三组院坝"),
                disseminator);
        post("/v1/orders", new JsonObject().put("text", "请来院坝讲讲怎么识别诈骗电话").put("topic", "fraud"), resident);
        String bulletin = ReachIT.bulletinWithPlaces(house, operator, OTHER_TOWN, villages(OTHER_TOWN));
        return List.of(
                new Visit("guest", null, guestPages()),
                new Visit("resident", resident, residentPages(article)),
                new Visit("child", child(), childPages()),
                new Visit("simple", house.resident(VILLAGE), simplePages()),
                new Visit("disseminator", disseminator, villagePages()),
                new Visit("operator", operator, operatorPages(bulletin)),
                new Visit("editor", house.staff(Role.EDITOR, "5109"), editorPages()),
                new Visit("reviewer", house.staff(Role.REVIEWER, "5109"), reviewerPages()),
                new Visit("administrator", house.staff(Role.ADMINISTRATOR, "5109"), administratorPages()));
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
                new Page("claim", "/claims/food-egg-soymilk", see("verdict")),
                new Page("inbox", "/inbox", browser -> browser.seeCss("main a[href='#/login']")),
                new Page("me", "/me", see("large-print")),
                new Page("saved", "/saved", see("saved")),
                new Page("login", "/login", see("login-phone")),
                new Page("login-staff", "/login", browser -> {
                    browser.tap("login-staff");
                    browser.see("login-account");
                }),
                new Page("guardian", "/guardian", see("guardian-back")),
                new Page("privacy", "/privacy", browser -> browser.seeCss("article h2")),
                new Page("nowhere", "/nirgends", browser -> browser.seeCss("h1")),
                new Page("region", "/", browser -> {
                    browser.tap("choose-region");
                    browser.seeCss("[data-region='51']");
                }));
    }

    private static List<Page> residentPages(String article) {
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
                new Page("me", "/me", browser -> {
                    browser.see("my-disseminator");
                    browser.see("personalisation");
                }),
                new Page("order", "/order", browser -> {
                    browser.tapCss("[data-test='order-more'] summary");
                    browser.see("order-day");
                    browser.see("my-order");
                }),
                new Page("saved", "/saved", see("kept-articles")),
                new Page("rights", "/me/rights", see("tag")),
                new Page("push", "/me/push", see("topic")),
                new Page("tag", "/me/rights", browser -> {
                    browser.tap("tag-delete");
                    browser.see("tag-confirm");
                }),
                new Page("erase", "/me/rights", browser -> {
                    browser.tap("erase");
                    browser.see("erase-continue");
                }));
    }

    /** A child whose guardian has not consented. */
    private String child() {
        return house.resident(House.phone(), VILLAGE, Year.now(ZoneOffset.UTC).getValue() - 9);
    }

    private static List<Page> childPages() {
        return List.of(
                new Page("me", "/me", see("held")),
                new Page("guardian", "/guardian", see("guardian-consent")),
                new Page("rights", "/me/rights", see("to-guardian")));
    }

    /** What children see, who get it large whatever size is chosen; the last page turns it off again. */
    private static List<Page> simplePages() {
        return List.of(
                new Page("me", "/me", browser -> {
                    browser.tapCss("[data-test='simple'][aria-checked='false']");
                    browser.seeCss("[data-test='simple'][aria-checked='true']");
                }),
                new Page("feed", "/", see("card")),
                new Page("article", "/item/child-baby-bird", see("article-body")),
                new Page("nothing", "/search?q=%E5%8B%B0%E9%AC%AF", see("nothing-found")),
                new Page("hits", "/search?q=%E5%B0%8F%E9%B8%9F", see("hit")),
                new Page("inbox", "/inbox", see("inbox-others")),
                new Page("off", "/me", browser -> {
                    browser.tapCss("[data-test='simple'][aria-checked='true']");
                    browser.see("personalisation");
                }));
    }

    private static List<Page> villagePages() {
        return List.of(
                new Page("village", "/village", browser -> {
                    browser.see("figure-residents");
                    browser.see("order");
                }),
                new Page("orders", "/orders", see("order")),
                new Page("order-say", "/orders", browser -> {
                    browser.tap("order-return");
                    browser.see("order-words");
                }),
                new Page("services", "/village/services", see("service")),
                new Page("unreached", "/village/unreached", see("unreached-group")),
                new Page("questions", "/questions", see("question")),
                new Page("record", "/village/record", browser -> {
                    browser.tapCss("[data-test='service-more'] summary");
                    browser.see("service-place");
                }),
                new Page("items", "/village/record", browser -> {
                    browser.tap("service-item");
                    browser.see("service-choice");
                }),
                new Page("hand-on", "/village", browser -> {
                    browser.tap("hand-on-open");
                    browser.until(
                            page -> (Boolean)
                                    browser.script(
                                            "const code = document.querySelector(\"[data-test='qr']\"); return !!code && code.naturalWidth > 0"));
                }),
                new Page("confirm", "/village", browser -> {
                    browser.tapCss("[data-test='push-button']:enabled");
                    browser.seeText("push-preview", "送得到");
                }),
                new Page("inbox", "/inbox", see("inbox-entry")),
                new Page("me", "/me", browser -> browser.seeCss("section[aria-label='工作身份']")));
    }

    private static List<Page> operatorPages(String bulletin) {
        return List.of(
                new Page("staff", "/staff", see("campaign")),
                new Page("answering", "/questions", browser -> {
                    browser.tap("question-answer");
                    browser.see("answer-text");
                }),
                new Page("orders", "/orders", see("order")),
                new Page("bulletins", "/bulletins", see("staff-bulletin")),
                new Page("reach", "/bulletins/" + bulletin + "?region=" + OTHER_TOWN, see("reach-map")));
    }

    private static List<Page> editorPages() {
        return List.of(
                new Page("staff", "/staff", see("campaign")), new Page("questions", "/questions", see("question")));
    }

    private static List<Page> reviewerPages() {
        return List.of(new Page("questions", "/questions", see("question")), new Page("feed", "/", see("card")));
    }

    private static List<Page> administratorPages() {
        return List.of(
                new Page("staff", "/staff", see("campaign")),
                new Page("bulletins", "/bulletins", see("staff-bulletin")));
    }

    private static Consumer<Browser> see(String test) {
        return browser -> browser.see(test);
    }

    private List<String> villages(String town) {
        return house.get("/v1/regions?size=5&parent=" + town, null).json().getJsonArray("regions").stream()
                .map(region -> ((JsonObject) region).getString("code"))
                .toList();
    }

    private void post(String path, JsonObject body, String token) {
        House.Answer answer = house.post(path, body, token);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
    }
}
