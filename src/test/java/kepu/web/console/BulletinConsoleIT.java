package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An emergency from the operator's desk to a phone, in three steps, and off it again. */
class BulletinConsoleIT {
    private static final int WARNED = 6;
    private static final int UNREACHED = 8;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void itGoesOutInThreeStepsIsFollowedAndIsTakenBack() {
        String village = "510903100208";
        List<String> warned =
                Stream.generate(() -> house.resident(village)).limit(WARNED).toList();
        Stream.generate(() -> house.resident(village)).limit(UNREACHED).forEach(token -> {});
        phone.enter(house, house.resident(village));
        phone.see("card");
        awaitLine(village);
        desk.work(house, house.staff(Role.OPERATOR, "510903"), "/push/bulletins");
        desk.tap("new-bulletin");

        desk.tap("severity-red");
        assertThat(desk.see("next").isEnabled()).isFalse();
        desk.type("headline", "涪江洪峰今晚到达");
        desk.type("instruction", "马上往高处走，不要回去拿东西。");
        desk.tap("next");
        PushConsoleIT.pick(desk, "region-town", village.substring(0, 9));
        PushConsoleIT.pick(desk, "region-village", village);
        desk.tap("add-region");
        desk.until(page -> desk.see("estimate").getText().equals(Integer.toString(WARNED + UNREACHED + 1)));
        desk.tap("next");
        desk.reads("consequence", "夜里也响");
        desk.reads("bulletin-preview", "红色预警", "涪江洪峰今晚到达");
        desk.shot("console-bulletin-check");
        desk.tap("send");

        phone.says("bulletin-headline", "涪江洪峰今晚到达");
        phone.says("bulletin-severity", "红色预警");
        desk.seeText("state", "正在发布");
        String id = desk.route().replace("/push/bulletins/", "");
        warned.forEach(token -> received(id, token));
        followDown(village);
        desk.shot("console-bulletin");

        desk.tap("cancel");
        desk.reads("confirm-text", "马上撤下", "已解除");
        desk.tap("confirm-yes");
        phone.seeNo("bulletin");
        desk.seeText("state", "已更新或取消");
        desk.see("ended-by");
    }

    @Test
    void anExerciseReachesNobody() {
        String village = "510903100210";
        String resident = house.resident(village);
        desk.work(house, house.staff(Role.OPERATOR, village), "/push/bulletins/new");
        desk.type("headline", "防汛演练");
        desk.type("instruction", "按预案到集合点。");
        desk.tap("next");
        desk.tap("add-region");
        desk.tap("next");
        desk.tap("exercise");
        desk.reads("consequence", "不会发给任何居民");
        desk.tap("send");
        desk.see("state");
        assertThat(house.get("/v1/inbox", resident).json().getJsonArray("bulletins"))
                .isEmpty();
        assertThat(house.sql("select count(*) from bulletin where status = 'exercise'"))
                .containsExactly(List.of("1"));
    }

    /** From the town, where all are counted, to the village. */
    private static void followDown(String village) {
        desk.until(page -> desk.see("reach-received").getText().equals(Integer.toString(WARNED + 1)));
        desk.says("reach-unreached", Integer.toString(UNREACHED));
        desk.tap("into-" + village.substring(0, 9));
        desk.seeCss("[data-test='region-row'][data-code='" + village + "']");
    }

    private static void received(String id, String token) {
        assertThat(house.post("/v1/bulletins/" + id + "/ack", new JsonObject().put("state", "received"), token)
                        .status())
                .isEqualTo(204);
    }

    private static void awaitLine(String village) {
        String staff = house.staff(Role.DISSEMINATOR, village);
        phone.until(page -> house.get("/v1/village/today", staff).json().getInteger("connected") == 1);
    }
}
