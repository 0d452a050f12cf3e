package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a tap of a disseminator to a browser and a gateway outside, by the calls that people make. */
class ChannelIT {
    private static final Pattern VAPID = Pattern.compile("vapid t=([\\w-]+\\.([\\w-]+))\\.([\\w-]+), k=([\\w-]+)");

    @RegisterExtension
    static final House house = new House()
            .with("channels.allowedNetworks", "127.0.0.0/8")
            .with("channels.subscriptions", 2)
            .with("channels.attempts", 1);

    private Receiver receiver;

    @BeforeEach
    void begin() {
        receiver = new Receiver();
    }

    @AfterEach
    void end() {
        receiver.close();
        house.sql("update webhook set active = false");
    }

    @Test
    void aTapOfTheDisseminatorReachesTheBrowserThatOnlyItsOwnerCanRead() throws Exception {
        String village = "510903100208";
        String resident = house.resident(village);
        String key = house.get("/v1/me/channels/webpush", resident).json().getString("applicationServerKey");
        TestBrowser browser = new TestBrowser();
        subscribe(resident, browser, "/push/secret-of-the-browser");
        subscribe(house.resident("510903100210"), new TestBrowser(), "/push/another-village");
        JsonObject pushed = push(village);
        Eventually.eventually("the browser is told", () -> !receiver.got().isEmpty());
        Receiver.Got got = receiver.got().getFirst();
        JsonObject text = new JsonObject(new String(browser.open(got.body()), StandardCharsets.UTF_8));
        assertThat(got.path()).isEqualTo("/push/secret-of-the-browser");
        assertThat(text.getString("tag")).isEqualTo(pushed.getString("publication"));
        assertThat(text.getString("message")).isEqualTo("请看");
        assertThat(got.header("content-encoding")).isEqualTo("aes128gcm");
        assertThat(Long.parseLong(got.header("ttl"))).isBetween(6 * 86_400L, 7 * 86_400L);
        assertVapid(got.header("authorization"), key);
        Eventually.eventually(
                "the ledger knows", () -> house.count("select count(*) from delivery where state = 'sent'") == 1);
        assertThat(receiver.got()).hasSize(1);
        assertThat(house.sql("select sealed::text || origin from webpush_subscription")
                        .toString())
                .as("what lies in the database does not lead to the browser")
                .doesNotContain("secret-of-the-browser");
    }

    @Test
    void aSubscriptionIsKeptOnceAndGoesWithItsOwner() {
        String resident = house.resident("510903100211");
        TestBrowser browser = new TestBrowser();
        String first = subscribe(resident, browser, "/push/1");
        assertThat(subscribe(resident, browser, "/push/1")).isEqualTo(first);
        subscribe(resident, new TestBrowser(), "/push/2");
        subscribe(resident, new TestBrowser(), "/push/3");
        JsonArray known = house.get("/v1/me/channels/webpush", resident).json().getJsonArray("browsers");
        assertThat(known).as("the oldest went").hasSize(2);
        String another = house.resident("510903100211");
        subscribe(another, browser, "/push/3");
        assertThat(house.get("/v1/me/channels/webpush", resident).json().getJsonArray("browsers"))
                .as("the device has another owner")
                .hasSize(1);
        assertThat(house.get("/v1/me/export", another).json().encode()).contains("browsers");
        String own = house.get("/v1/me/channels/webpush", another)
                .json()
                .getJsonArray("browsers")
                .getJsonObject(0)
                .getString("id");
        assertThat(house.send("DELETE", "/v1/me/channels/webpush?id=" + own, null, resident)
                        .status())
                .isEqualTo(204);
        assertThat(house.get("/v1/me/channels/webpush", another).json().getJsonArray("browsers"))
                .as("nobody ends another's")
                .hasSize(1);
        assertThat(house.send("DELETE", "/v1/me", null, another).status()).isEqualTo(204);
        assertThat(house.send("DELETE", "/v1/me/channels/webpush", null, resident)
                        .status())
                .isEqualTo(204);
        assertThat(house.count("select count(*) from webpush_subscription s join resident r on r.id = s.resident"
                        + " where r.village = 510903100211"))
                .isZero();
    }

    @Test
    void anEndpointThatIsNoneIsRefused() {
        String resident = house.resident("510903100211");
        TestBrowser browser = new TestBrowser();
        for (String endpoint : List.of("https://10.0.0.1/push", "http://1.1.1.1/push", "https://u:p@1.1.1.1/push")) {
            Refusal.of(
                    house.send("PUT", "/v1/me/channels/webpush", browser.subscription(endpoint), resident),
                    400,
                    "endpoint-forbidden");
        }
        JsonObject broken = browser.subscription(receiver.url("/push"));
        broken.getJsonObject("keys").put("p256dh", "B" + "A".repeat(86));
        Refusal.of(house.send("PUT", "/v1/me/channels/webpush", broken, resident), 400)
                .at("/keys/p256dh");
    }

    @Test
    void aGatewayIsToldWithASignatureAndOfTheWithdrawalToo() {
        String village = "510903100212";
        String administrator = house.staff(Role.ADMINISTRATOR, "510903");
        JsonObject made = house.post("/v1/channels/webhooks", hook("510903", "/sms"), administrator)
                .json();
        assertThat(house.get("/v1/channels/webhooks", administrator).text())
                .contains(made.getString("url"))
                .doesNotContain(made.getString("secret"));
        JsonObject pushed = push(village);
        Eventually.eventually("the gateway is told", () -> receiver.got().size() == 1);
        Receiver.Got got = receiver.got().getFirst();
        assertThat(got.header("webhook-signature"))
                .isEqualTo(WebhookCall.signature(
                        made.getString("secret"),
                        got.header("webhook-id"),
                        got.header("webhook-timestamp"),
                        got.body()));
        JsonObject body = new JsonObject(new String(got.body(), StandardCharsets.UTF_8));
        assertThat(body.getString("type")).isEqualTo("publication.published");
        assertThat(body.getJsonObject("data").getString("publication")).isEqualTo(pushed.getString("publication"));
        assertThat(body.getJsonObject("data").getJsonArray("regions")).containsExactly(village);
        String operator = house.staff(Role.ADMINISTRATOR, "0");
        new Desk(house, operator).withdrawn(pushed.getString("campaign"));
        Eventually.eventually("and told again", () -> receiver.got().size() == 2);
        assertThat(new String(receiver.got().getLast().body(), StandardCharsets.UTF_8))
                .contains("publication.cancelled");
        assertThat(receiver.got().getLast().header("webhook-id")).isNotEqualTo(got.header("webhook-id"));
        assertThat(house.get("/v1/channels/ledger", administrator).text())
                .contains("webhook:" + made.getString("id"))
                .doesNotContain("webpush");
    }

    @Test
    void whatIsGivenUpIsListedAndSentAgain() {
        receiver.answering(n -> n <= 2 ? 500 : 200);
        String administrator = house.staff(Role.ADMINISTRATOR, "510903100213");
        String id = house.post("/v1/channels/webhooks", hook("510903100213", "/wechat"), administrator)
                .json()
                .getString("id");
        String dead = "/v1/channels/webhooks/" + id + "/dead";
        push("510903100213");
        push("510903100213");
        Eventually.eventually(
                "both are given up", () -> deliveries(dead, administrator).size() == 2);
        JsonObject first = house.get(dead + "?size=1", administrator).json();
        JsonObject second = house.get(dead + "?size=1&cursor=" + first.getString("next"), administrator)
                .json();
        assertThat(second.containsKey("next")).isFalse();
        assertThat(first.getJsonArray("deliveries").getJsonObject(0).getString("reason"))
                .isEqualTo("status-500");
        JsonArray ids = new JsonArray()
                .add(first.getJsonArray("deliveries").getJsonObject(0).getString("id"))
                .add(second.getJsonArray("deliveries").getJsonObject(0).getString("id"));
        assertThat(house.post(dead + "/resend", new JsonObject().put("deliveries", ids), administrator)
                        .json()
                        .getInteger("resent"))
                .isEqualTo(2);
        Eventually.eventually("both are told", () -> receiver.got().size() == 4);
        assertThat(receiver.got().stream().map(got -> got.header("webhook-id")).distinct())
                .hasSize(2);
        assertThat(house.count(
                        "select count(*) from audit where action like 'webhook.%' and object = ?", "webhook:" + id))
                .isEqualTo(2);
    }

    @Test
    void aWebhookIsOutOfReachForOtherScopes() {
        String administrator = house.staff(Role.ADMINISTRATOR, "5109");
        String elsewhere = house.staff(Role.ADMINISTRATOR, "3401");
        Refusal.of(house.post("/v1/channels/webhooks", hook("51", "/x"), administrator), 403, "outside-scope");
        Refusal.of(
                house.post(
                        "/v1/channels/webhooks", hook("5109", "/x").put("url", "https://192.168.0.1/"), administrator),
                400,
                "endpoint-forbidden");
        String id = house.post("/v1/channels/webhooks", hook("5109", "/x"), administrator)
                .json()
                .getString("id");
        String path = "/v1/channels/webhooks/" + id;
        Refusal.of(house.send("PATCH", path, new JsonObject().put("active", false), elsewhere), 404, "webhook-missing");
        Refusal.of(house.send("DELETE", path, null, elsewhere), 404, "webhook-missing");
        Refusal.of(house.get(path + "/dead", elsewhere), 404, "webhook-missing");
        assertThat(house.get("/v1/channels/webhooks", elsewhere).json().getJsonArray("webhooks"))
                .isEmpty();
        JsonObject changed = house.send("PATCH", path, new JsonObject().put("active", false), administrator)
                .json();
        assertThat(changed.getBoolean("active")).isFalse();
        assertThat(house.send("DELETE", path, null, administrator).status()).isEqualTo(204);
    }

    private JsonObject hook(String scope, String path) {
        return new JsonObject().put("scope", scope).put("name", "短信网关").put("url", receiver.url(path));
    }

    private String subscribe(String resident, TestBrowser browser, String path) {
        House.Answer answer =
                house.send("PUT", "/v1/me/channels/webpush", browser.subscription(receiver.url(path)), resident);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getString("id");
    }

    private static JsonArray deliveries(String path, String token) {
        return house.get(path, token).json().getJsonArray("deliveries");
    }

    private static JsonObject push(String village) {
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        for (String item : house.items(10)) {
            House.Answer answer = house.post(
                    "/v1/village/push", new JsonObject().put("item", item).put("message", "请看"), disseminator);
            assertThat(answer.status()).as(answer.text()).isEqualTo(201);
            if (!answer.json().getBoolean("repeated")) {
                return answer.json();
            }
        }
        throw new AssertionError("all is pushed");
    }

    private void assertVapid(String authorization, String key) throws Exception {
        Matcher parts = VAPID.matcher(authorization);
        assertThat(parts.matches()).as(authorization).isTrue();
        assertThat(parts.group(4)).isEqualTo(key);
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(P256.publicKey(Base64.getUrlDecoder().decode(key)));
        signature.update(parts.group(1).getBytes(StandardCharsets.US_ASCII));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts.group(3))))
                .isTrue();
        String claims = new String(Base64.getUrlDecoder().decode(parts.group(2)), StandardCharsets.UTF_8);
        assertThat(receiver.url("")).isEqualTo(new JsonObject(claims).getString("aud"));
    }
}
