package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An emergency on open pages: it comes by itself, stands above all, is known, and goes by itself. Each test has a village of its own. */
class BulletinArrivesIT {
    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    private static String operator;

    @BeforeAll
    static void operator() {
        operator = house.staff(Role.OPERATOR, "5109");
    }

    @Test
    void itComesToAnOpenPageIsKnownAndGoesWithItsCancel() {
        String village = "510903100208";
        phone.enter(house, house.resident(village));
        phone.see("card");
        awaitLine(village);
        String id = post(village, "red", 3_600);
        phone.says("bulletin-headline", "涪江洪峰今晚到达");
        phone.says("bulletin-severity", "红色预警");
        phone.reads("bulletin-instruction", "马上往高处走");
        phone.shot("bulletin-360");
        phone.until(page -> house.count("select count(*) from bulletin_receipt where bulletin = ?", id) == 1);

        phone.tap("bulletin-ack");
        phone.reads("bulletin-unfold", "红色预警", "涪江洪峰今晚到达");
        phone.script("window.scrollTo(0, 0)");
        phone.shot("bulletin-known-360");
        phone.until(page -> house.count(
                        "select count(*) from bulletin_receipt where bulletin = ? and acknowledged_at is not null", id)
                == 1);
        phone.reload();
        phone.see("bulletin-unfold");
        phone.tap("tab-inbox");
        phone.see("bulletin-unfold");

        cancel(id);
        phone.seeNo("bulletin");
    }

    @Test
    void whoHasScrolledPastItIsToldByAStripUnderTheHead() {
        String village = "510903100213";
        phone.enter(house, house.resident(village));
        phone.see("card");
        awaitLine(village);
        phone.script("window.scrollTo(0, 900)");
        post(village, "orange", 3_600);
        phone.reads("bulletin-strip", "橙色预警", "涪江洪峰今晚到达");
        phone.shot("bulletin-strip-360");
        phone.tap("bulletin-strip");
        phone.tap("bulletin-ack");
        phone.seeNo("bulletin-strip");
    }

    @Test
    void itGoesByItselfWhenItIsOver() {
        String village = "510903100210";
        phone.enter(house, house.resident(village));
        phone.see("card");
        awaitLine(village);
        post(village, "blue", 6);
        phone.says("bulletin-severity", "蓝色预警");
        phone.seeNo("bulletin");
    }

    @Test
    void whoComesLaterSeesTheWorstFirst() {
        String village = "510903100211";
        String id = post(village, "yellow", 3_600);
        post(village, "orange", 3_600);
        desk.enter(house, house.resident(village));
        desk.see("bulletin");
        assertThat(desk.every("[data-test='bulletin-severity']").stream().map(one -> one.getText()))
                .containsExactly("橙色预警", "黄色预警");
        desk.shot("bulletin-desk");
        cancel(id);
        desk.until(page -> desk.every("[data-test='bulletin']").size() == 1);
    }

    @Test
    void theDisseminatorTellsThoseWhomItDidNotReach() {
        String village = "510903100212";
        house.resident(village);
        house.resident(village);
        post(village, "orange", 3_600);
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        assertThat(phone.seeText("task", "还有 2 位居民没有收到").getText()).contains("涪江洪峰今晚到达");
        phone.script("document.querySelector(\"[data-test='task']\").scrollIntoView({block: 'center'})");
        phone.shot("bulletin-task-360");
        phone.tap("task-tell");
        phone.reads("service-task", "涪江洪峰今晚到达");
        phone.shot("bulletin-service-360");
        phone.tap("service-submit");
        phone.see("service-done");
        phone.go("/village");
        phone.see("figure-residents");
        phone.until(page -> phone.every("[data-test='task-tell']").isEmpty());
        assertThat(house.count("select sum(people) from bulletin_visit where village = ?", Long.valueOf(village)))
                .isEqualTo(2);
    }

    private static void awaitLine(String village) {
        String staff = house.staff(Role.DISSEMINATOR, village);
        phone.until(page -> house.get("/v1/village/today", staff).json().getInteger("connected") == 1);
    }

    private static String post(String village, String severity, int seconds) {
        JsonObject form = new JsonObject()
                .put("headline", "涪江洪峰今晚到达")
                .put("instruction", "马上往高处走，不要回去拿东西。\n叫上邻居里的老人和孩子。")
                .put("description", "预计今晚 9 时前后水位超过警戒线 2 米，沿江低洼处会被淹。")
                .put("regions", List.of(village))
                .put("severity", severity)
                .put("items", List.of(house.items(1).getFirst()))
                .put("until", Instant.now().plusSeconds(seconds).toString());
        House.Answer answer = house.post("/v1/bulletins", form, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("id");
    }

    private static void cancel(String id) {
        assertThat(house.post("/v1/bulletins/" + id + "/cancel", null, operator).status())
                .isEqualTo(201);
    }
}
