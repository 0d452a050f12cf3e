package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import kepu.people.Resident;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is told to one person. */
class PersonalIT {
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house = new House().by(clock).governed().with("people.tokenMinutes", 1_440);

    private String village;
    private String token;
    private Resident resident;
    private String neighbour;

    @BeforeEach
    void people() {
        clock.forwardTo(LocalTime.of(10, 0));
        village = house.village();
        token = house.resident(village);
        neighbour = house.resident(village);
        long id = Long.parseLong(house.get("/v1/me", token).json().getString("id"));
        resident = new Resident(
                id,
                Long.parseLong(village),
                Set.of(),
                null,
                null,
                Set.of(),
                Set.of(),
                "zh-CN",
                false,
                true,
                "1",
                Instant.EPOCH,
                null);
    }

    @Test
    void itComesToThatPersonAloneOnTheLineAndInTheInbox() throws Exception {
        try (LiveStream line = LiveStream.open(house, token, null);
                LiveStream other = LiveStream.open(house, neighbour, null)) {
            line.next("hello");
            other.next("hello");
            String id = tell("您的问题有答案了");
            assertThat(line.next("publication").id()).isEqualTo(id);
            String all = everybody();
            assertThat(other.next("publication").id()).isEqualTo(all);
            assertThat(Desk.inbox(house, token)).containsExactly(all, id);
            assertThat(Desk.inbox(house, neighbour)).containsExactly(all);
        }
    }

    @Test
    void itIsReadOnceAndStaysAfterARestart() throws Exception {
        String id = tell("您的问题有答案了");
        assertThat(read(neighbour, id)).isZero();
        assertThat(unread()).isEqualTo(1);
        assertThat(read(token, id)).isEqualTo(1);
        assertThat(read(token, id)).isZero();
        assertThat(unread()).isZero();
        house.restart();
        assertThat(Desk.inbox(house, token)).containsExactly(id);
        assertThat(unread()).isZero();
        assertThat(house.get("/v1/me/export", token).json().getJsonArray("personalPublications"))
                .hasSize(1);
    }

    @Test
    void whoComesBackIsToldWhatTheyMissed() throws Exception {
        String offset = house.get("/v1/inbox", token).json().getString("offset");
        String id = tell("您的问题有答案了");
        try (LiveStream line = LiveStream.open(house, token, offset);
                LiveStream other = LiveStream.open(house, neighbour, offset)) {
            line.next("hello");
            other.next("hello");
            assertThat(line.next("publication").id()).isEqualTo(id);
            assertThat(other.told()).isEmpty();
        }
    }

    @Test
    void byNightItWaitsForTheMorning() throws Exception {
        clock.forwardTo(LocalTime.of(23, 0));
        String id = tell("您的问题有答案了");
        assertThat(Desk.inbox(house, token)).isEmpty();
        try (LiveStream line = LiveStream.open(house, token, null)) {
            line.next("hello");
            clock.forwardTo(LocalTime.of(7, 31));
            assertThat(line.next("publication").id()).isEqualTo(id);
        }
    }

    @Test
    void whatWaitsOfAnItemThatIsWithdrawnMeanwhileNeverComes() throws Exception {
        clock.forwardTo(LocalTime.of(23, 0));
        String item = house.items(1).getFirst();
        tell("您的问题有答案了");
        assertThat(house.post(
                                "/v1/library/items/" + item + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                house.staff(Role.REVIEWER, "0"))
                        .status())
                .isEqualTo(204);
        try (LiveStream line = LiveStream.open(house, token, null)) {
            line.next("hello");
            clock.forwardTo(LocalTime.of(7, 31));
            String all = everybody();
            assertThat(line.next("publication").id()).isEqualTo(all);
        }
    }

    private String tell(String title) throws Exception {
        Publication told = house.app()
                .push()
                .inbox()
                .tell(
                        resident,
                        new Inbox.Word(
                                title, "请看", house.items(1).getFirst(), "船山区科普", "510903", null, Duration.ofDays(30)))
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        return Long.toString(told.seq());
    }

    private String everybody() {
        return Desk.of(house, Role.OPERATOR, "5109")
                .publications(Desk.region(village), house.items(2).get(1))
                .getFirst();
    }

    private int unread() {
        return house.get("/v1/inbox", token).json().getInteger("unread");
    }

    private static int read(String token, String id) {
        return house.post("/v1/inbox/read", new JsonObject().put("publications", List.of(id)), token)
                .json()
                .getInteger("recorded");
    }
}
