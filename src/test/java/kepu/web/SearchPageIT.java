package kepu.web;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** 搜一搜: what shows while one types, what a tap keeps, and that everything is where it was on the way back. */
class SearchPageIT {
    private static final String VILLAGE = "510903100208";
    private static final String HITS = "[data-test='hit']";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    /** What can be suggested is learned behind the back of the house. */
    @BeforeAll
    static void learned() {
        eventually(
                "it suggests",
                () -> !house.get("/v1/suggest?q=zhapian", null)
                        .json()
                        .getJsonArray("suggestions")
                        .isEmpty());
    }

    @Test
    void fromTheFeedOneTapLeadsToTheFieldAndTypingFinds() {
        phone.open(house.uri("/"));
        phone.tap("to-search");
        phone.until(page ->
                Boolean.TRUE.equals(phone.script("return document.activeElement.dataset.test === 'search-field'")));
        phone.type("search-field", "诈");
        phone.reads("suggestion", "诈");
        phone.type("search-field", "诈骗");
        phone.see("hit");
        assertThat(phone.every(HITS + " mark"))
                .isNotEmpty()
                .allSatisfy(mark -> assertThat(mark.getText()).isNotBlank());
        assertThat(phone.every(HITS).getFirst().getText()).contains("骗");
        phone.until(page -> phone.see("found").getText().matches("找到 [0-9,]+ 条"));
    }

    @Test
    void lettersOfTheSoundSuggestTheWords() {
        phone.open(house.uri("/#/search"));
        phone.type("search-field", "zhapian");
        phone.seeText("suggestion", "诈骗");
    }

    @Test
    void aSuggestionIsReachedByTheKeyboardToo() {
        phone.open(house.uri("/#/search"));
        phone.type("search-field", "诈");
        phone.see("suggestion");
        WebElement field = phone.see("search-field");
        field.sendKeys(Keys.ARROW_DOWN);
        WebElement first = phone.seeCss("[data-test='suggestion'][aria-selected='true']");
        assertThat(field.getDomAttribute("aria-activedescendant")).isEqualTo(first.getDomAttribute("id"));
        String words = first.getText();
        field.sendKeys(Keys.ENTER);
        phone.seeNo("suggestion");
        phone.until(page -> words.equals(field.getDomProperty("value")));
        phone.see("hit");
    }

    @Test
    void anOlderAnswerNeverTakesThePlaceOfANewerOne() {
        phone.open(house.uri("/#/search"));
        phone.see("search-field");
        phone.script("""
                const real = window.fetch;
                window.held = [];
                window.fetch = (url, init) => !decodeURIComponent(String(url)).includes('q=火灾') ? real(url, init)
                  : new Promise((go, fail) => window.held.push(() => real(url, init).then(go, fail)));
                """);
        phone.type("search-field", "火灾");
        phone.until(page -> (Long) phone.script("return window.held.length") >= 2);
        phone.type("search-field", "");
        phone.type("search-field", "诈骗");
        phone.see("hit");
        List<String> before = titles();
        phone.scriptLater("const done = arguments[0]; Promise.all(window.held.map(go => go())).then(done)");
        phone.scriptLater(
                "const done = arguments[0]; fetch('/v1/vocabulary').then(a => a.text()).then(() => requestAnimationFrame(done))");
        assertThat(titles()).isEqualTo(before);
        assertThat(phone.see("search-field").getDomProperty("value")).isEqualTo("诈骗");
    }

    @Test
    void theWayBackLeadsToTheSamePlaceAmongTheHits() {
        phone.open(house.uri("/#/search?q=" + "%E5%AE%89%E5%85%A8"));
        phone.see("hit");
        phone.tap("load-more");
        phone.until(page -> phone.every(HITS).size() > 20);
        WebElement hit = phone.every(HITS).get(15);
        String item = hit.getDomAttribute("data-item");
        phone.tapCss(HITS + "[data-item='" + item + "'] a");
        phone.see("article-body");
        phone.tapCss("header button[aria-label='返回']");
        phone.seeCss(HITS + "[data-item='" + item + "']");
        phone.until(page -> Boolean.TRUE.equals(phone.script(
                "const box = document.querySelector(`[data-test='hit'][data-item='${arguments[0]}']`).getBoundingClientRect();"
                        + "return box.bottom > 0 && box.top < window.innerHeight",
                item)));
        assertThat(phone.every(HITS)).hasSizeGreaterThan(20);
    }

    @Test
    void aLinkWithWordsAndAFilterShowsWhatItSays() {
        phone.open(house.uri("/#/search?q=%E8%AF%88%E9%AA%97&kind=article"));
        phone.see("hit");
        assertThat(phone.see("search-field").getDomProperty("value")).isEqualTo("诈骗");
        assertThat(phone.seeCss("[data-filter='kind:article']").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
    }

    @Test
    void aChipNarrowsAndTakesItselfBack() {
        phone.open(house.uri("/#/search?q=%E5%AE%89%E5%85%A8"));
        phone.see("hit");
        long all = found();
        WebElement chip = phone.see("filter");
        String filter = chip.getDomAttribute("data-filter");
        phone.tap("filter");
        String chosen = "[data-filter='" + filter + "'][aria-pressed='true']";
        phone.seeCss(chosen);
        phone.until(page -> found() < all);
        assertThat(phone.route()).contains(filter.replace(':', '='));
        phone.tapCss(chosen);
        phone.until(page -> found() == all);
    }

    @Test
    void whatIsMadeForAProvinceIsAChipOfItsOwn() {
        phone.open(house.uri("/#/search?q=%E5%AE%89%E5%85%A8"));
        phone.see("hit");
        long all = found();
        phone.tap("filters-more");
        phone.tapCss("[data-filter='place:51']");
        WebElement chosen = phone.seeCss("[data-filter='place:51'][aria-pressed='true']");
        assertThat(chosen.getText()).startsWith("四川省");
        phone.until(page -> found() < all);
        assertThat(phone.route()).contains("place=51");
        phone.shot("search-place-360");
    }

    @Test
    void whatWasSearchedForStaysOnThisPhoneUntilATapForgetsIt() {
        phone.enter(house, house.resident(VILLAGE));
        search("诈骗");
        search("火灾");
        phone.go("/");
        phone.tap("to-search");
        phone.see("recent");
        assertThat(recent()).containsExactly("火灾", "诈骗");
        phone.tapCss("button[aria-label='删除：火灾']");
        phone.until(page -> recent().equals(List.of("诈骗")));
        phone.tap("recent-search");
        phone.see("hit");
        phone.go("/");
        phone.tap("to-search");
        phone.tap("recent-clear");
        phone.seeNo("recent");
        assertThat(phone.script("return localStorage.getItem('kepu.searches')")).isNull();
    }

    @Test
    void theLogoutForgetsWhatWasSearchedFor() {
        phone.enter(house, house.resident(VILLAGE));
        search("诈骗");
        phone.go("/me");
        phone.tap("logout");
        phone.until(page -> phone.route().equals("/"));
        assertThat(phone.script("return localStorage.getItem('kepu.searches')")).isNull();
    }

    @Test
    void whatWasNotFoundIsShownAsTextAndLeadsToAQuestion() {
        String words = "<龘靐齉>爨&";
        phone.open(house.uri("/#/search"));
        phone.type("search-field", words);
        phone.tap("search-go");
        phone.reads("nothing-found", words);
        assertThat(phone.script(
                        "return window.ran === undefined && document.querySelector('main section svg') === null"))
                .isEqualTo(true);
        phone.tap("to-ask");
        phone.until(page -> words.equals(phone.see("ask-text").getDomProperty("value")));
    }

    @Test
    void aTitleThatLooksLikeHtmlIsShownAsText() {
        String item = house.items(1).getFirst();
        String title = "<img src=x onerror=window.ran=1> 勰鬯 & <em>";
        house.sql("update item set title = ? where id = ?", title, item);
        phone.open(house.uri("/#/search?q=%E5%8B%B0%E9%AC%AF"));
        phone.until(page -> {
            boolean there = !phone.every(HITS + "[data-item='" + item + "']").isEmpty();
            if (!there) {
                phone.reload();
                phone.seeCss(HITS + ", [data-test='nothing-found']");
            }
            return there;
        });
        assertThat(phone.seeCss(HITS + "[data-item='" + item + "'] h2").getText())
                .isEqualTo(title);
        assertThat(phone.script("return window.ran === undefined")).isEqualTo(true);
    }

    @Test
    void whatIsOpenedFromASearchIsCountedAsFoundBySearch() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        search("诈骗");
        String item = phone.every(HITS).getFirst().getDomAttribute("data-item");
        phone.tapCss(HITS + " a");
        phone.see("article-body");
        long id = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        phone.until(page -> house.count(
                        "select count(*) from event e join item i on i.seq = e.item where e.person = ? and e.type = 'open'"
                                + " and i.id = ? and e.feed like 'search:%' and e.feed not like '%诈骗%'",
                        id, item)
                == 1);
    }

    private static void search(String words) {
        phone.go("/search");
        phone.type("search-field", words);
        phone.tap("search-go");
        phone.until(page -> phone.every(HITS).size() > 0
                && phone.route().contains(java.net.URLEncoder.encode(words, java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static List<String> titles() {
        return phone.every(HITS + " h2").stream().map(WebElement::getText).toList();
    }

    private static List<String> recent() {
        return phone.every("[data-test='recent-search']").stream()
                .map(WebElement::getText)
                .toList();
    }

    private static long found() {
        String text = phone.see("found").getText().replaceAll("[^0-9]", "");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }
}
