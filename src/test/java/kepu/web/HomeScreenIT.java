package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

/**
 * The app on the home screen: a browser takes it for one, and iPhones, which remind only from there, say how it gets there. There is no
 * iPhone here: its page sees what a script takes away from Chromium's or adds to it, before the app starts.
 */
class HomeScreenIT {
    private static final String VILLAGE = "510903100208";

    /** Safari of iOS outside of the home screen: no Push API, no notifications. */
    private static final String TAB = """
            delete window.PushManager;
            delete window.Notification;
            Object.defineProperty(navigator, 'standalone', {value: false});
            """;

    /** What was opened from the home screen. */
    private static final String HOME_SCREEN = """
            const media = window.matchMedia;
            window.matchMedia = query => query === '(display-mode: standalone)' ? {matches: true} : media.call(window, query);
            Object.defineProperty(navigator, 'standalone', {value: true});
            """;

    private static final String WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
            + " (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.49";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @Test
    void aBrowserTakesItForAnApp() {
        phone.open(house.uri("/"));
        phone.see("card");
        Map<String, Object> manifest = phone.command("Page.getAppManifest", Map.of());
        assertThat(manifest.get("url"))
                .isEqualTo(house.uri("/manifest.webmanifest").toString());
        assertThat((List<?>) manifest.get("errors")).isEmpty();
        assertThat((List<?>)
                        phone.command("Page.getInstallabilityErrors", Map.of()).get("installabilityErrors"))
                .isEmpty();
        assertThat(phone.complaints()).isEmpty();
    }

    @Test
    void anIphoneSaysHowToPutItThereInPlaceOfTheSwitch() {
        for (Browser browser : List.of(phone, desk)) {
            settings(browser, TAB);
            browser.seeCss("[data-test='reminder'][data-state='tab']");
            browser.reads("reminder-obstacle", "主屏幕", "iOS 16.4");
            assertThat(browser.see("home-screen-steps").getText())
                    .containsSubsequence("“分享”", "“添加到主屏幕”", "“智慧科普”", "推送设置");
            assertThat(browser.every("[data-test='reminder-switch']")).isEmpty();
            browser.shot("home-screen-steps-" + (browser == phone ? 360 : 1280));
        }
    }

    @Test
    void weChatOnAnIphoneIsToBeLeftFirst() {
        phone.command("Emulation.setUserAgentOverride", Map.of("userAgent", WECHAT));
        settings(phone, TAB);
        phone.seeCss("[data-test='reminder'][data-state='tab']");
        phone.reads("reminder-obstacle", "微信", "在浏览器打开");
        assertThat(phone.every("[data-test='home-screen-steps']")).isEmpty();
    }

    @Test
    void onTheHomeScreenItIsSwitchedOnAsElsewhere() {
        phone.notifications(house.uri("/"), "granted");
        settings(phone, HOME_SCREEN);
        WebElement reminder = phone.seeCss("[data-test='reminder'][data-state='off']");
        assertThat(reminder.getText()).contains("有新内容时提醒我").doesNotContain("主屏幕");
        phone.see("reminder-switch");
    }

    @Test
    void onTheHomeScreenARefusalIsTakenBackInTheSettingsOfThePhone() {
        phone.notifications(house.uri("/"), "denied");
        settings(phone, HOME_SCREEN);
        phone.seeCss("[data-test='reminder'][data-state='refused']");
        assertThat(phone.see("reminder-obstacle").getText()).contains("手机的“设置”").doesNotContain("地址栏");
    }

    private static void settings(Browser browser, String before) {
        browser.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", before));
        browser.enter(house, house.resident(VILLAGE));
        browser.see("card");
        browser.go("/me/push");
        browser.see("topic");
    }
}
