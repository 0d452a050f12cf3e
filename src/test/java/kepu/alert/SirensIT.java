package kepu.alert;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.push.channel.Receiver;
import kepu.push.channel.TestBrowser;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Bulletins outside: to the browsers and gateways of their place at once, whatever the hour and the limits. Each test begins at ten. */
class SirensIT {
    private static final LocalTime NIGHT = LocalTime.of(22, 0);
    private static final LocalTime MORNING = LocalTime.of(7, 31);
    private static final ShiftedClock clock = new ShiftedClock();

    /** One delivery after the other, so that what is received tells what was taken first. */
    @RegisterExtension
    static final House house = new House()
            .by(clock)
            .governed()
            .with("people.tokenMinutes", 1_440)
            .with("channels.allowedNetworks", "127.0.0.0/8")
            .with("channels.mostUnderWay", 1)
            .with("channels.backoffSeconds", 3_600)
            .with("channels.alarmRows", 3);

    private final Receiver receiver = new Receiver();
    private final Map<String, TestBrowser> browsers = new HashMap<>();
    private String village;
    private Desk operator;

    @BeforeEach
    void begin() {
        clock.forwardTo(LocalTime.of(10, 0));
        house.sql("delete from channel_ledger");
        village = house.village();
        operator = Desk.of(house, Role.OPERATOR, "5109");
    }

    @AfterEach
    void end() {
        house.sql("update webhook set active = false");
        house.sql("delete from webpush_subscription");
        receiver.close();
    }

    @Test
    void theBrowsersOfItsVillageAreToldAndNobodyElse() {
        IntStream.range(0, 5).forEach(i -> subscribed(village, "/push/" + i));
        subscribed(house.village(), "/push/elsewhere");
        Cap alert = timed(alert("暴雨橙色预警"), null, Duration.ofHours(3));
        String id = posted(alert);
        eventually("all are told", () -> sent("published") == 5);
        assertThat(receiver.got().stream().map(Receiver.Got::path))
                .containsExactlyInAnyOrder("/push/0", "/push/1", "/push/2", "/push/3", "/push/4");
        Receiver.Got got = receiver.got().getFirst();
        assertThat(got.header("urgency")).isEqualTo("high");
        assertThat(got.header("topic")).matches("[A-Za-z0-9_-]{1,32}");
        assertThat(Long.parseLong(got.header("ttl"))).isBetween(3 * 3_600L - 120, 3 * 3_600L);
        JsonObject text = text(got);
        assertThat(text.getString("kind")).isEqualTo("bulletin");
        assertThat(text.getString("event")).isEqualTo("published");
        assertThat(text.getString("bulletin")).isEqualTo(id);
        assertThat(text.getString("title")).isEqualTo("暴雨橙色预警");
        assertThat(text.getString("message")).isEqualTo("不要过河");
        assertThat(text.getString("sender")).isEqualTo("遂宁市气象台");
        assertThat(text.getString("url")).isEqualTo("/inbox");
        assertThat(text.getString("id")).matches("d[0-9]+");
    }

    @Test
    void itRingsByNightPastTheCapsAndForWhoUnsubscribed() {
        String resident = subscribed(village, "/push/a");
        List<String> items = house.items(7);
        items.subList(0, 6).forEach(item -> operator.published(Desk.region(village), item));
        eventually("five ring and one waits", () -> receiver.got().size() == 5 && waiting("daily-cap") == 1);
        house.send("PUT", "/v1/me/push/unsubscribed/senders/5109", null, resident);
        clock.forwardTo(NIGHT);
        house.sql(
                "update channel_ledger set count = ? where outcome = 'tried'",
                house.config().channels().webpushPerDay());
        posted(alert("暴雨"));
        eventually("it rings", () -> receiver.got().size() == 6);
        assertThat(text(receiver.got().getLast()).getString("title")).isEqualTo("暴雨");
    }

    @Test
    void anUpdateTakesItsPlaceAndItsCancellationSaysThatItIsOver() {
        subscribed(village, "/push/a");
        Cap alert = alert("暴雨");
        posted(alert);
        eventually("the first rings", () -> sent("published") == 1);
        Cap update = Cap.update(alert, "暴雨转小", village);
        posted(update);
        eventually("the second rings", () -> sent("published") == 2);
        posted(Cap.cancel(update));
        eventually("the end is told", () -> sent("cancelled") == 1);
        assertThat(receiver.got().stream().map(got -> text(got).getString("title")))
                .containsExactly("暴雨", "暴雨转小", "已解除：暴雨转小");
        assertThat(receiver.got().stream().map(got -> got.header("topic")).distinct())
                .hasSize(1);
        assertThat(receiver.got().stream()
                        .map(got -> text(got).getString("tag"))
                        .distinct())
                .hasSize(1);
        assertThat(receiver.got().stream().map(got -> text(got).getString("id")).distinct())
                .hasSize(3);
        assertThat(text(receiver.got().getLast()).getString("event")).isEqualTo("cancelled");
    }

    @Test
    void whoIsNotInTheAreaAnyMoreHearsThatItIsOver() {
        String other = house.village();
        subscribed(village, "/push/stays");
        subscribed(other, "/push/leaves");
        Cap alert = alert("").infos(Cap.info("zh-CN", "暴雨", "Severe", Cap.area("区划代码", village, other), ""));
        posted(alert);
        eventually("both ring", () -> sent("published") == 2);
        posted(Cap.update(alert, "只在这里", village));
        eventually("each hears what is for them", () -> sent("published") == 3 && sent("cancelled") == 1);
        assertThat(titles("/push/stays")).containsExactly("暴雨", "只在这里");
        assertThat(titles("/push/leaves")).containsExactly("暴雨", "已解除：暴雨");
    }

    @Test
    void anUpdateReplacesWhatCouldNotBeDeliveredYet() {
        receiver.answering(n -> n == 1 ? 503 : 201);
        subscribed(village, "/push/a");
        Cap alert = alert("暴雨");
        posted(alert);
        eventually("it was tried in vain", () -> receiver.got().size() == 1 && waiting("status-503") == 1);
        posted(Cap.update(alert, "暴雨转小", village));
        eventually("the second rings", () -> sent("published") == 1);
        clock.forward(Duration.ofHours(2));
        eventually(
                "the first is not tried again",
                () -> house.count(
                                "select count(*) from delivery d join alarm a on a.seq = d.alarm"
                                        + " where d.state = 'suppressed' and d.reason = 'cancelled' and a.bulletin = (select id from bulletin where identifier = ?)",
                                alert.identifier())
                        == 1);
        assertThat(titles("/push/a")).containsExactly("暴雨", "暴雨转小");
    }

    @Test
    void exercisesAndTestsAndClosedCirclesAndWhatIsOverGoToNobody() {
        subscribed(village, "/push/a");
        long before = house.count("select count(*) from alarm");
        posted(alert("演练").with("Exercise", "Public"));
        posted(alert("测试").with("Test", "Public"));
        posted(alert("内部").with("Actual", "Private"));
        Cap past = alert("过去");
        posted(past.infos(Cap.info(
                "zh-CN",
                "过去",
                "Minor",
                Cap.area("区划代码", village),
                "<expires>" + CapMessage.time(past.sent().plusSeconds(1)) + "</expires>")));
        Cap cancelled = alert("先来了取消");
        posted(Cap.cancel(cancelled));
        posted(cancelled);
        assertThat(house.count("select count(*) from alarm")).isEqualTo(before);
        posted(alert("真的"));
        eventually("what is real rings", () -> receiver.got().size() == 1);
        assertThat(titles("/push/a")).containsExactly("真的");
    }

    @Test
    void aBulletinAndWhatIsToldOfItAreStoredTogetherOrNotAtAll() {
        subscribed(village, "/push/a");
        long bulletins = house.count("select count(*) from bulletin");
        long alarms = house.count("select count(*) from alarm");
        for (String table : List.of("alarm_plan", "audit")) {
            house.sql("alter table " + table + " rename to away");
            try {
                assertThat(alert("不成").post(house, operator.token()).status())
                        .as("without %s", table)
                        .isEqualTo(500);
            } finally {
                house.sql("alter table away rename to " + table);
            }
        }
        assertThat(house.count("select count(*) from bulletin")).isEqualTo(bulletins);
        assertThat(house.count("select count(*) from alarm")).isEqualTo(alarms);
        posted(alert("暴雨"));
        eventually("it rings", () -> sent("published") == 1);
        assertThat(titles("/push/a")).containsExactly("暴雨");
    }

    @Test
    void itGoesBeforeWhatWaits() {
        int many = 12;
        IntStream.range(0, many).forEach(i -> subscribed(village, "/push/" + i));
        clock.forwardTo(NIGHT);
        operator.published(Desk.region(village), house.items(1).getFirst());
        eventually("the night holds them back", () -> waiting("quiet") == many);
        Instant morning = clock.instant().plus(Duration.ofHours(9));
        posted(timed(alert("大雾"), morning, Duration.ofHours(24)));
        eventually("and it has not begun", () -> waiting("not-yet") == many);
        assertThat(receiver.got()).isEmpty();
        clock.forwardTo(MORNING);
        eventually("all is told", () -> receiver.got().size() == 2 * many);
        assertThat(receiver.got().stream().limit(many).map(got -> text(got).getString("title")))
                .containsOnly("大雾");
    }

    @Test
    void eachReadsItInTheirLanguage() {
        subscribe(house.resident(village, new JsonObject().put("language", "bo")), "/push/bo");
        subscribe(house.resident(village, new JsonObject().put("language", "ko")), "/push/ko");
        String infos = Cap.info("en", "Rain", village)
                + Cap.info("bo-CN", "ཆར་པ།", village)
                + Cap.info("zh-CN", "暴雨".repeat(200), village);
        posted(alert("").infos(infos));
        eventually("both ring", () -> sent("published") == 2);
        assertThat(titles("/push/bo")).containsExactly("ཆར་པ།");
        assertThat(titles("/push/ko").getFirst()).startsWith("暴雨").hasSize(120);
    }

    @Test
    void aGatewayOfTheRegionIsToldByNightAndOfTheEnd() {
        String administrator = house.staff(Role.ADMINISTRATOR, "0");
        hook("510903", "/sms", administrator);
        hook("3401", "/elsewhere", administrator);
        clock.forwardTo(NIGHT);
        Cap alert = alert("暴雨");
        String id = posted(alert);
        eventually("it is told", () -> receiver.got().size() == 1);
        JsonObject told = new JsonObject(new String(receiver.got().getFirst().body(), StandardCharsets.UTF_8));
        JsonObject data = told.getJsonObject("data");
        assertThat(told.getString("type")).isEqualTo("bulletin.published");
        assertThat(data.getString("kind")).isEqualTo("bulletin");
        assertThat(data.getString("bulletin")).isEqualTo(id);
        assertThat(data.getString("severity")).isEqualTo("orange");
        assertThat(data.getJsonArray("regions")).containsExactly(village);
        assertThat(data.getString("cap")).endsWith("/v1/bulletins/" + id + ".xml");
        posted(Cap.cancel(alert));
        eventually("and of the end", () -> receiver.got().size() == 2);
        JsonObject end = new JsonObject(new String(receiver.got().getLast().body(), StandardCharsets.UTF_8));
        assertThat(end.getString("type")).isEqualTo("bulletin.cancelled");
        assertThat(end.getJsonObject("data").getString("topic")).isEqualTo(data.getString("topic"));
        assertThat(receiver.got().stream().map(Receiver.Got::path)).containsOnly("/sms");
    }

    @Test
    void whatAGatewayNeverTookIsListedWithItsBulletin() {
        receiver.answering(n -> 400);
        String administrator = house.staff(Role.ADMINISTRATOR, "510903");
        String hook = hook("510903", "/sms", administrator);
        String id = posted(alert("暴雨"));
        String dead = "/v1/channels/webhooks/" + hook + "/dead";
        eventually(
                "it is given up",
                () -> !house.get(dead, administrator)
                        .json()
                        .getJsonArray("deliveries")
                        .isEmpty());
        JsonObject listed =
                house.get(dead, administrator).json().getJsonArray("deliveries").getJsonObject(0);
        assertThat(listed.getString("bulletin")).isEqualTo(id);
        assertThat(listed.containsKey("publication")).isFalse();
    }

    private Cap alert(String headline) {
        return Cap.alert(headline, village)
                .at(Instant.ofEpochSecond(clock.instant().getEpochSecond() - 60));
    }

    private Cap timed(Cap of, @org.jspecify.annotations.Nullable Instant effective, Duration expires) {
        String times = (effective == null ? "" : "<effective>" + CapMessage.time(effective) + "</effective>")
                + "<expires>" + CapMessage.time(clock.instant().plus(expires)) + "</expires>";
        String headline = of.infos().replaceAll(".*<headline>(.*)</headline>.*", "$1");
        return of.infos(Cap.info("zh-CN", headline, "Severe", Cap.area("区划代码", village), times));
    }

    private String posted(Cap message) {
        return BulletinIT.created(message.post(house, operator.token())).getString("id");
    }

    private String hook(String scope, String path, String administrator) {
        JsonObject hook =
                new JsonObject().put("scope", scope).put("name", "短信网关").put("url", receiver.url(path));
        return house.post("/v1/channels/webhooks", hook, administrator).json().getString("id");
    }

    private String subscribed(String where, String path) {
        String resident = house.resident(where);
        subscribe(resident, path);
        return resident;
    }

    private void subscribe(String resident, String path) {
        TestBrowser browser = new TestBrowser();
        browsers.put(path, browser);
        browser.subscribe(house, resident, receiver.url(path));
    }

    /** As the browser reads it. */
    private JsonObject text(Receiver.Got got) {
        byte[] opened =
                java.util.Objects.requireNonNull(browsers.get(got.path())).open(got.body());
        return new JsonObject(new String(opened, StandardCharsets.UTF_8));
    }

    private List<String> titles(String path) {
        return receiver.got().stream()
                .filter(got -> got.path().equals(path))
                .map(got -> text(got).getString("title"))
                .toList();
    }

    /** Deliveries to browsers of this test that are known to have been made. */
    private static long sent(String event) {
        return house.count(
                "select count(*) from delivery where alarm is not null and subscription is not null and state = 'sent' and event = ?",
                event);
    }

    private static long waiting(String reason) {
        return house.count("select count(*) from delivery where state = 'waiting' and reason = ?", reason);
    }
}
