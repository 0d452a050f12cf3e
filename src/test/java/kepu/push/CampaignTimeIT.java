package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.ShiftedClock;
import kepu.testing.Told;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the clock does to campaigns. */
class CampaignTimeIT {
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house = new House().by(clock).with("push.approvalReach", 1);

    private String village;
    private Desk operator;
    private Desk other;
    private String resident;
    private String item;

    @BeforeEach
    void people() {
        village = house.village();
        operator = Desk.of(house, Role.OPERATOR, "510903");
        other = Desk.of(house, Role.OPERATOR, "510903");
        resident = house.resident(village);
        house.resident(village);
        item = house.items(1).getFirst();
    }

    @Test
    void aCampaignWithALaterStartWaitsForItsTime() {
        String id = approved(Duration.ofMinutes(5), Duration.ofDays(1));
        assertThat(operator.find(id).getString("state")).isEqualTo("scheduled");
        assertThat(Desk.inbox(house, resident)).isEmpty();
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            clock.forward(Duration.ofMinutes(6));
            Told told = line.next("publication");
            JsonObject running = operator.find(id);
            assertThat(running.getString("state")).isEqualTo("running");
            assertThat(Desk.texts(running.getJsonArray("publications"))).containsExactly(told.id());
            assertThat(Desk.inbox(house, resident)).containsExactly(told.id());
        }
    }

    @Test
    void oneThatWaitsForItsTimeCanBeCancelled() {
        String id = approved(Duration.ofMinutes(2), Duration.ofDays(1));
        assertThat(operator.stepped(id, "cancel").getString("state")).isEqualTo("cancelled");
        String after = approved(Duration.ofMinutes(2), Duration.ofDays(1));
        clock.forward(Duration.ofMinutes(3));
        eventually(
                "the other one runs",
                () -> operator.find(after).getString("state").equals("running"));
        assertThat(operator.find(id).getString("state")).isEqualTo("cancelled");
        assertThat(house.count("select count(*) from publication where campaign = ?", id))
                .isZero();
    }

    @Test
    void aCampaignIsDoneWhenItsTimeIsOverAndLeavesTheInbox() {
        String id = approved(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(operator.find(id).getString("state")).isEqualTo("running");
        assertThat(Desk.inbox(house, resident)).hasSize(1);
        clock.forward(Duration.ofMinutes(6));
        eventually(
                "the campaign is done",
                () -> operator.find(id).getString("state").equals("done"));
        assertThat(Desk.inbox(house, resident)).isEmpty();
        assertThat(operator.step(id, "cancel").problem()).isEqualTo("campaign-state");
        assertThat(operator.find(id).getJsonArray("steps").getJsonObject(5).getString("by"))
                .isEqualTo("系统");
    }

    @Test
    void whatIsOverIsNotToldToThoseWhoComeBack() {
        String offset;
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            offset = line.next("hello").data().getString("offset");
        }
        approved(Duration.ZERO, Duration.ofMinutes(5));
        clock.forward(Duration.ofMinutes(6));
        String still = approved(Duration.ZERO, Duration.ofMinutes(5));
        try (LiveStream line = LiveStream.open(house, resident, offset)) {
            line.next("hello");
            assertThat(Desk.texts(operator.find(still).getJsonArray("publications")))
                    .containsExactly(line.next("publication").id());
        }
    }

    @Test
    void oneApprovedOnlyAfterItsEndReachesNobody() {
        JsonObject draft = Desk.draft(Desk.region(village), item).put("expiresAt", time(Duration.ofMinutes(2)));
        String id = operator.create(draft).json().getString("id");
        operator.stepped(id, "submit");
        clock.forward(Duration.ofMinutes(3));
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            other.step(id, "approve");
            assertThat(Desk.inbox(house, resident)).isEmpty();
            eventually("it is over", () -> operator.find(id).getString("state").equals("done"));
            String still = approved(Duration.ZERO, Duration.ofMinutes(5));
            assertThat(Desk.texts(operator.find(still).getJsonArray("publications")))
                    .containsExactly(line.next("publication").id());
        }
    }

    private String approved(Duration start, Duration end) {
        JsonObject draft = Desk.draft(Desk.region(village), item).put("expiresAt", time(end));
        if (!start.isZero()) {
            draft.put("startAt", time(start));
        }
        String id = operator.create(draft).json().getString("id");
        operator.stepped(id, "submit");
        other.stepped(id, "approve");
        return id;
    }

    private static String time(Duration ahead) {
        return clock.instant().plus(ahead).toString();
    }
}
