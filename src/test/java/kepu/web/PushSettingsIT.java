package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/** 推送设置: what a resident does not want, and when. */
class PushSettingsIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aTopicIsUnsubscribedAndTakenBackWithOneTapEach() {
        String resident = settings();
        phone.reads("always", "应急信息", "不受下面的设置限制");
        phone.tapCss("[data-test='topic'][data-code='fraud']:enabled");
        WebElement row = phone.seeCss("[data-test='unsubscribed'][data-code='fraud']");
        assertThat(row.getText()).contains("防诈骗").contains("主题");
        assertThat(push(resident).getJsonArray("topics").getJsonObject(0).getString("code"))
                .isEqualTo("fraud");
        phone.reload();
        phone.seeCss("[data-test='topic'][data-code='fraud'][aria-checked='false']:enabled");
        phone.tapCss("[data-test='resubscribe']:enabled");
        phone.seeNo("unsubscribed");
        phone.seeCss("[data-test='topic'][data-code='fraud'][aria-checked='true']:enabled");
        assertThat(push(resident).getJsonArray("topics")).isEmpty();
    }

    @Test
    void whoSentSomethingIsUnsubscribedAndSendsNothingMore() {
        String resident = house.resident(VILLAGE);
        String disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        push(disseminator, 0);
        phone.enter(house, resident);
        phone.tap("tab-inbox");
        phone.see("inbox-entry");
        phone.tap("push-settings");
        phone.tapCss("[data-test='sender'][data-code='" + VILLAGE + "']:enabled");
        phone.seeCss("[data-test='unsubscribed'][data-code='" + VILLAGE + "']");
        push(disseminator, 1);
        assertThat(house.get("/v1/inbox", resident).json().getJsonArray("publications"))
                .as("what came stays for the inbox to show or not; nothing new comes")
                .hasSizeLessThan(2);
        phone.tapCss("[data-test='resubscribe']:enabled");
        phone.seeNo("unsubscribed");
        assertThat(push(resident).getJsonArray("senders")).isEmpty();
    }

    @Test
    void quietHoursAreSwitchedOnChangedAndGivenBack() {
        String resident = settings();
        phone.seeCss("[data-test='quiet'][aria-checked='false']:enabled");
        phone.tap("quiet");
        phone.seeCss("[data-test='quiet'][aria-checked='true']:enabled");
        assertThat(push(resident).getJsonObject("quiet").getString("from")).isEqualTo("22:00");
        time("quiet-from", "20:30");
        time("quiet-until", "08:15");
        phone.tap("quiet-save");
        phone.seeNo("quiet-save");
        assertThat(push(resident).getJsonObject("quiet"))
                .isEqualTo(
                        new JsonObject().put("own", true).put("from", "20:30").put("until", "08:15"));
        phone.reads("quiet", "20:30 到第二天 08:15");
        phone.tapCss("[data-test='quiet-common']:enabled");
        phone.seeNo("quiet-common");
        assertThat(push(resident).getJsonObject("quiet").getBoolean("own")).isFalse();
    }

    @Test
    void aGuestIsAskedToLogInAndStaffHaveNone() {
        phone.open(house.uri("/#/me/push"));
        phone.see("login-phone");
        phone.enter(house, house.staff(Role.DISSEMINATOR, VILLAGE));
        phone.see("push-button");
        phone.go("/me/push");
        phone.see("card");
        assertThat(phone.every("[data-test='topic']")).isEmpty();
    }

    private static String settings() {
        String resident = house.resident(VILLAGE);
        phone.enter(house, resident);
        phone.tap("tab-me");
        phone.tap("push-settings");
        phone.see("topic");
        return resident;
    }

    private static JsonObject push(String resident) {
        return house.get("/v1/me", resident).json().getJsonObject("push");
    }

    private static void push(String disseminator, int item) {
        House.Answer answer = house.post(
                "/v1/village/push",
                new JsonObject().put("item", house.items(item + 1).get(item)),
                disseminator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    /** What a time field's own picker would do. */
    private static void time(String field, String time) {
        phone.script(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                phone.see(field),
                time);
    }
}
