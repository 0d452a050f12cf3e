package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import kepu.people.Role;
import kepu.push.channel.Receiver;
import kepu.push.channel.TestBrowser;
import kepu.testing.Eventually;
import kepu.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * 有新内容时提醒我: from the tap to the notification. No push service of a browser's maker can be reached from a test, so {@link Receiver}
 * is in its place: the page gets the address from there, the server seals and sends to it, and what came is handed to the service
 * worker by the browser. The server, the worker and the notification are the real ones.
 */
class ReminderIT {
    private static final int REGISTRATIONS = 20;

    /** Stands for the browser's maker: a subscription with this address and these keys. */
    private static final String PUSH_SERVICE = """
            const given = JSON.parse(arguments[0]);
            let current = null;
            window.ended = 0;
            const fresh = () => ({
              endpoint: given.endpoint,
              toJSON: () => ({...given, expirationTime: null}),
              unsubscribe: () => { current = null; window.ended++; return Promise.resolve(true); },
            });
            PushManager.prototype.subscribe = options => {
              window.asked = {visible: options.userVisibleOnly, bytes: options.applicationServerKey.length};
              return Promise.resolve(current = fresh());
            };
            PushManager.prototype.getSubscription = () => Promise.resolve(current);
            """;

    private static final String NOTIFICATIONS = """
            const done = arguments[arguments.length - 1];
            navigator.serviceWorker.getRegistration().then(found => found ? found.getNotifications() : [])
              .then(all => done(all.map(one => ({title: one.title, body: one.body, path: one.data.path, tag: one.tag, stays: one.requireInteraction}))));
            """;

    @RegisterExtension
    static final House house = new House().with("channels.allowedNetworks", "127.0.0.0/8");

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private final TestBrowser keys = new TestBrowser();
    private Receiver service;

    @BeforeEach
    void begin() {
        service = new Receiver();
    }

    @AfterEach
    void end() {
        service.close();
    }

    @Test
    void whatIsPushedIsShownAndItsTapOpensTheItem() {
        String village = "510903100208";
        String resident = settings(village, "granted");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='false']:enabled");
        state("on");
        assertThat(browsers(resident)).isEqualTo(1);
        assertThat(((Map<?, ?>) phone.script("return window.asked")).toString()).isEqualTo("{bytes=65, visible=true}");

        String item = house.items(1).getFirst();
        JsonObject pushed = push(village, item);
        JsonObject told = told(1);
        deliver(told);
        Map<?, ?> shown = notification(told.getString("title"));
        assertThat(shown.get("tag")).isEqualTo(pushed.getString("publication"));
        assertThat(shown.get("body").toString()).contains(told.getString("sender") + " 发来");
        assertThat(shown.get("path")).isEqualTo("/item/" + item + "?publication=" + pushed.getString("publication"));

        tapNotification();
        phone.until(page -> phone.route().equals(shown.get("path")));
        phone.see("article-body");
        phone.until(page -> notifications().isEmpty());
    }

    @Test
    void whatLeadsElsewhereLeadsToTheInbox() {
        settings("510903100210", "granted");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='false']:enabled");
        state("on");
        for (String url :
                List.of("https://example.org/item/1", "//example.org/item/1", "/v1/me/export", "javascript:alert(1)")) {
            deliver(new JsonObject()
                    .put("event", "published")
                    .put("tag", url)
                    .put("title", url)
                    .put("message", "")
                    .put("sender", "某处")
                    .put("url", url));
            assertThat(notification(url).get("path")).isEqualTo("/inbox");
        }
    }

    @Test
    void whatIsTakenBackIsSaidInItsPlace() {
        settings("510903100211", "granted");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='false']:enabled");
        state("on");
        JsonObject told = new JsonObject()
                .put("event", "published")
                .put("tag", "7")
                .put("title", "怎样识别假警察")
                .put("message", "")
                .put("sender", "清河村")
                .put("url", "/item/x");
        deliver(told);
        notification("怎样识别假警察");
        deliver(told.copy().put("event", "cancelled"));
        assertThat(notification("智慧科普").get("body")).isEqualTo("清河村撤回了一条内容。");
        assertThat(notifications()).hasSize(1);
    }

    @Test
    void aBulletinStaysUntilItIsTouchedAndItsEndIsSaidInItsPlace() {
        String village = house.village();
        settings(village, "granted");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='false']:enabled");
        state("on");
        String operator = house.staff(Role.OPERATOR, "5109");
        JsonObject form = new JsonObject()
                .put("headline", "涪江涨水")
                .put("instruction", "请往高处走")
                .put("regions", List.of(village))
                .put("severity", "orange")
                .put("until", Instant.now().plusSeconds(3_600).toString());
        House.Answer posted = house.post("/v1/bulletins", form, operator);
        assertThat(posted.status()).as(posted.text()).isEqualTo(201);
        deliver(told(1));
        Map<?, ?> shown = notification("涪江涨水");
        assertThat(shown.get("body").toString()).startsWith("请往高处走").endsWith(" 发布");
        assertThat(shown.get("path")).isEqualTo("/inbox");
        assertThat(shown.get("stays")).isEqualTo(true);
        house.post("/v1/bulletins/" + posted.json().getString("id") + "/cancel", null, operator);
        deliver(told(2));
        Map<?, ?> over = notification("已解除：涪江涨水");
        assertThat(over.get("tag")).isEqualTo(shown.get("tag"));
        assertThat(notifications()).hasSize(1);
    }

    @Test
    void itIsSwitchedOffOnBothSides() {
        String resident = settings("510903100212", "granted");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='false']:enabled");
        state("on");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='true']:enabled");
        state("off");
        assertThat(phone.script("return window.ended")).isEqualTo(1L);
        assertThat(browsers(resident)).isZero();
    }

    @Test
    void whoLogsOutIsNotRemindedAnyMore() {
        String resident = settings("510903100213", "granted");
        phone.tapCss("[data-test='reminder-switch'][aria-checked='false']:enabled");
        state("on");
        phone.go("/me");
        phone.tap("logout");
        phone.see("choose-region");
        assertThat(phone.script("return window.ended")).isEqualTo(1L);
        phone.until(page -> house.count("select count(*) from webpush_subscription") == 0);
        assertThat(resident).isNotEmpty();
    }

    @Test
    void nobodyIsAskedBeforeTheTapAndARefusalSaysWhatToDo() {
        String resident = settings("510903100217", "denied");
        state("refused");
        phone.reads("reminder-obstacle", "不允许", "地址栏");
        assertThat(phone.every("[data-test='reminder-switch']")).isEmpty();
        assertThat(browsers(resident)).isZero();
        assertThat(phone.script("return navigator.serviceWorker.controller === null"))
                .isEqualTo(true);
    }

    private String settings(String village, String permission) {
        String resident = house.resident(village);
        phone.notifications(house.uri("/"), permission);
        phone.enter(house, resident);
        phone.see("card");
        phone.script(PUSH_SERVICE, keys.subscription(service.url("/push")).encode());
        phone.go("/me/push");
        phone.see("topic");
        return resident;
    }

    private static void state(String state) {
        phone.seeCss("[data-test='reminder'][data-state='" + state + "']");
    }

    private static int browsers(String resident) {
        return house.get("/v1/me/channels/webpush", resident)
                .json()
                .getJsonArray("browsers")
                .size();
    }

    private static JsonObject push(String village, String item) {
        House.Answer answer = house.post(
                "/v1/village/push", new JsonObject().put("item", item), house.staff(Role.DISSEMINATOR, village));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    /** What the server sent, opened with the browser's keys. */
    private JsonObject told(int number) {
        Eventually.eventually("the push service is told", () -> service.got().size() >= number);
        byte[] text = keys.open(service.got().get(number - 1).body());
        return new JsonObject(new String(text, StandardCharsets.UTF_8));
    }

    /** As the browser does when its push service told it; registrations are numbered, and there is only one of this origin. */
    private static void deliver(JsonObject told) {
        String origin = house.uri("").toString();
        for (int id = 0; id < REGISTRATIONS; id++) {
            phone.command("ServiceWorker.enable", Map.of());
            phone.command(
                    "ServiceWorker.deliverPushMessage",
                    Map.of("origin", origin, "registrationId", Integer.toString(id), "data", told.encode()));
        }
    }

    private static Map<?, ?> notification(String title) {
        return phone.until(page -> notifications().stream()
                .filter(one -> one.get("title").equals(title))
                .findFirst()
                .orElse(null));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<?, ?>> notifications() {
        return (List<Map<?, ?>>) phone.scriptLater(NOTIFICATIONS);
    }

    /** Taps the one that is shown, as far as a script in the worker can: it may not bring the window to the front. */
    private static void tapNotification() {
        phone.inWorker("registration.getNotifications().then(all =>"
                + " self.dispatchEvent(new NotificationEvent('notificationclick', {notification: all[0]})))");
    }
}
