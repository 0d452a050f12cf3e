package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without a line and back: what was read or shown can be read, what was recorded is sent once. */
class OfflineIT {
    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private Cable cable;

    @BeforeEach
    void layTheCable() throws Exception {
        cable = Cable.to(house.app().port());
    }

    @AfterEach
    void takeTheCableAway() {
        cable.close();
    }

    @Test
    void theAppStartsAndAnArticleIsReadableUntilTheLineIsBack() {
        phone.enter(house, house.resident(house.village()), cable.end());
        String item = phone.see("card").getDomAttribute("data-item");
        phone.tapCss("[data-item='" + item + "'] h2 a");
        String text = phone.see("article-body").getText();
        phone.tapCss("header button[aria-label='返回']");
        onThePhone();

        cable.cut();
        phone.reload();
        phone.see("offline");
        phone.see("kept-articles");
        phone.tapCss("[data-test='kept-item'][data-item='" + item + "'] a");
        phone.says("article-body", text);
        phone.reads("kept-note", "手机里存着");
        phone.shot("offline-article-360");

        cable.mend();
        phone.seeNo("offline");
        phone.go("/");
        phone.tap("refresh");
        phone.see("card");
        phone.seeNo("kept-articles");
    }

    @Test
    void messagesThatHadComeAreThereToo() {
        String village = house.village();
        phone.enter(house, house.resident(village), cable.end());
        phone.see("card");
        assertThat(house.post(
                                "/v1/village/push",
                                new JsonObject().put("item", house.items(1).getFirst()),
                                house.staff(Role.DISSEMINATOR, village))
                        .status())
                .isEqualTo(201);
        phone.see("arrival");
        phone.reload();
        phone.tap("tab-inbox");
        String message = phone.see("inbox-entry").getText();
        onThePhone();
        cable.cut();
        phone.reload();
        phone.see("offline");
        phone.says("inbox-entry", message);
    }

    @Test
    void whatTheFeedShowedIsReadableThoughNobodyOpenedIt() {
        phone.enter(house, house.resident(house.village()), cable.end());
        phone.see("card");
        Set<String> shown = phone.every("[data-test='card']").stream()
                .map(card -> card.getDomAttribute("data-item"))
                .collect(Collectors.toSet());
        phone.until(page -> kept(phone) == shown.size());
        onThePhone();
        cable.cut();
        phone.reload();
        phone.see("kept-articles");
        assertThat(phone.every("[data-test='kept-item']").stream().map(one -> one.getDomAttribute("data-item")))
                .containsExactlyInAnyOrderElementsOf(shown);
        phone.tapCss("[data-test='kept-item'] a");
        phone.see("article-body");
    }

    @Test
    void whatIsSavedStaysForThisPersonAndIsNotTheNextOnes() {
        String resident = house.resident(house.village());
        phone.enter(house, resident, cable.end());
        String item = phone.see("card").getDomAttribute("data-item");
        phone.tapCss("[data-item='" + item + "'] h2 a");
        phone.tap("save");
        phone.until(page -> "true".equals(phone.see("save").getDomAttribute("aria-pressed")));
        phone.go("/me");
        phone.tap("logout");
        phone.see("choose-region");
        phone.go("/saved");
        phone.reads("saved", "还没有收藏");
        phone.enter(house, resident, cable.end());
        phone.go("/saved");
        phone.seeCss("[data-test='saved'] [data-item='" + item + "']");
    }

    @Test
    void aServiceThatIsRecordedWithoutALineIsSentOnceWhenItIsBack() {
        String village = house.village();
        phone.enter(house, house.staff(Role.DISSEMINATOR, village), cable.end());
        phone.see("village-item");
        onThePhone();
        cable.cut();
        phone.reload();
        phone.see("kept-note");
        phone.tap("record-item");
        phone.tap("people-20");
        phone.tap("service-submit");
        phone.reads("service-done", "没有网络", "20 人");
        phone.says("outbox-count", "1");
        phone.reload();
        assertThat(phone.see("outbox-count").getText())
                .as("after another start")
                .isEqualTo("1");
        phone.go("/village");
        phone.says("waiting-count", "1");
        phone.shot("offline-outbox-360");
        assertThat(services(village)).isEmpty();

        cable.mend();
        phone.seeNo("outbox");
        assertThat(services(village)).containsExactly(List.of("20"));
        phone.until(page -> phone.see("figure-services").getText().equals("20"));
    }

    @Test
    void aServiceWhoseAnswerWasLostIsNotCountedTwice() {
        String village = house.village();
        phone.enter(house, house.staff(Role.DISSEMINATOR, village), cable.end());
        phone.tap("record-item");
        phone.tap("people-5");
        phone.see("service-submit");
        cable.loseAnswers();
        phone.tap("service-submit");
        phone.until(page -> services(village).size() == 1);
        cable.cut();
        phone.says("outbox-count", "1");
        cable.mend();
        phone.seeNo("outbox");
        assertThat(services(village)).containsExactly(List.of("5"));
    }

    @Test
    void whatTheServerRefusesLaterStaysWithItsReason() {
        String village = house.village();
        phone.enter(house, house.staff(Role.DISSEMINATOR, village), cable.end());
        phone.tap("record-item");
        phone.see("service-submit");
        cable.cut();
        phone.tapCss("[data-test='service-more'] summary");
        phone.script(
                "const field = arguments[0]; field.removeAttribute('max'); field.value = '2020-01-01T09:00';"
                        + "field.dispatchEvent(new Event('input', {bubbles: true}))",
                phone.see("service-at"));
        phone.tap("people-5");
        phone.tap("service-submit");
        phone.see("outbox-entry");
        cable.mend();
        assertThat(phone.seeText("outbox-entry", "没有登记上").getText()).contains("天内");
        phone.tap("outbox-discard");
        phone.tap("outbox-discard-yes");
        phone.seeNo("outbox");
        assertThat(services(village)).isEmpty();
    }

    private static List<List<String>> services(String village) {
        return house.sql("select people from service where village = ?", Long.valueOf(village));
    }

    private static void onThePhone() {
        phone.until(page -> Boolean.TRUE.equals(phone.script("return !!navigator.serviceWorker.controller")));
    }

    /** How many articles the page keeps. */
    static long kept(Browser browser) {
        return ((Number) browser.scriptLater("""
                const done = arguments[0];
                // to open one that is not there would make it, without its shelves
                indexedDB.databases().then((all) => {
                  if (!all.some(({ name }) => name === 'kepu')) return done(0);
                  const request = indexedDB.open('kepu');
                  request.onerror = () => done(-1);
                  request.onsuccess = () => {
                    const count = request.result.transaction('items').objectStore('items').count();
                    count.onsuccess = () => { request.result.close(); done(count.result); };
                  };
                });
                """)).longValue();
    }
}
