package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a day later changes in a village. */
class VillageDayIT {
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house = new House().by(clock);

    @Test
    void theSameItemCanBePushedAgainTheNextDay() {
        String village = "510903100208";
        String phone = House.phone();
        enter(phone, village);
        JsonObject body = new JsonObject().put("item", house.items(1).getFirst());
        JsonObject first =
                house.post("/v1/village/push", body, disseminator(village)).json();
        clock.forward(Duration.ofDays(1));
        JsonObject second =
                house.post("/v1/village/push", body, disseminator(village)).json();
        assertThat(second.getBoolean("repeated")).isFalse();
        assertThat(Desk.inbox(house, enter(phone, village)))
                .containsExactly(second.getString("publication"), first.getString("publication"));
    }

    @Test
    void aPushLeavesTheInboxAfterSevenDays() {
        String village = "510903100210";
        String phone = House.phone();
        enter(phone, village);
        JsonObject body = new JsonObject().put("item", house.items(1).getFirst());
        assertThat(house.post("/v1/village/push", body, disseminator(village)).status())
                .isEqualTo(201);
        clock.forward(Duration.ofDays(6));
        assertThat(Desk.inbox(house, enter(phone, village))).hasSize(1);
        clock.forward(Duration.ofDays(2));
        assertThat(Desk.inbox(house, enter(phone, village))).isEmpty();
    }

    @Test
    void thoseWhomNothingReachedForThirtyDaysAreUnreached() {
        String village = "510903100211";
        String reader = house.resident(village, new JsonObject().put("groups", List.of("farmer", "elder")));
        house.resident(village, new JsonObject().put("groups", List.of("elder")));
        house.resident(village);
        assertUnreached(village, 3, 3);

        JsonObject open = new JsonObject()
                .put("id", "read")
                .put("type", "open")
                .put("item", house.items(1).getFirst())
                .put("at", clock.instant().toString());
        assertThat(house.post("/v1/events", new JsonObject().put("events", List.of(open)), reader)
                        .status())
                .isEqualTo(202);
        JsonObject unreached = assertUnreached(village, 3, 2);
        assertThat(unreached.getInteger("days")).isEqualTo(30);
        assertThat(unreached.getJsonArray("byGroup"))
                .extracting(group -> ((JsonObject) group).getString("group") + " "
                        + ((JsonObject) group).getInteger("unreached") + " of "
                        + ((JsonObject) group).getInteger("residents"))
                .containsExactlyInAnyOrder("elder 1 of 2", "farmer 0 of 1");

        clock.forward(Duration.ofDays(29));
        assertUnreached(village, 3, 2);
        clock.forward(Duration.ofDays(3));
        assertUnreached(village, 3, 3);
    }

    private static JsonObject assertUnreached(String village, int residents, int unreached) {
        JsonObject answer =
                house.get("/v1/village/unreached", disseminator(village)).json();
        assertThat(answer.getInteger("residents")).isEqualTo(residents);
        assertThat(answer.getInteger("unreached")).isEqualTo(unreached);
        return answer;
    }

    /** Tokens end within the hour, so each day begins with a login. */
    private static String disseminator(String village) {
        return house.staff(Role.DISSEMINATOR, village);
    }

    private static String enter(String phone, String village) {
        JsonObject login = new JsonObject()
                .put("phone", phone)
                .put("code", "000000")
                .put("village", village)
                .put("consent", true);
        return house.post("/v1/sessions", login, null).json().getString("token");
    }
}
