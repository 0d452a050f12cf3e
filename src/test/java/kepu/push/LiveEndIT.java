package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.LiveSocket;
import kepu.testing.LiveStream;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When lines end by themselves, and what can no longer be resumed. */
class LiveEndIT {
    private static final Duration LEFT = Duration.ofSeconds(5);
    private static final ShiftedClock clock = new ShiftedClock();

    @RegisterExtension
    static final House house = new House().by(clock);

    @Test
    void aLineEndsWithItsTokenAndResumesWithAFreshOne() {
        String village = "510903100208";
        String phone = House.phone();
        JsonObject session = login(phone, village);
        Duration life = Duration.between(clock.instant(), OffsetDateTime.parse(session.getString("expires")));
        assertThat(life).isPositive();
        clock.forward(life.minus(LEFT));
        String token = session.getString("token");
        String offset;
        try (LiveStream stream = LiveStream.open(house, token, null);
                LiveSocket socket = LiveSocket.open(house, token, null)) {
            offset = stream.next("hello").data().getString("offset");
            socket.next("hello");
            Eventually.soon("the stream ends", stream.ended());
            assertThat(socket.closing()).isNotNull();
        }
        clock.forward(LEFT);
        assertThat(house.get("/v1/stream", token).status()).isEqualTo(401);

        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        String publication = operator.publications(
                        Desk.region(village), house.items(1).getFirst())
                .getFirst();
        try (LiveStream stream = LiveStream.open(house, login(phone, village).getString("token"), offset)) {
            assertThat(stream.next("hello").data().getBoolean("resumed")).isTrue();
            assertThat(stream.next("publication").id()).isEqualTo(publication);
        }
    }

    @Test
    void whoComesBackAfterTheirMissedCancellationsWereForgottenIsReset() throws Exception {
        String village = "510903100210";
        String phone = House.phone();
        String before;
        try (LiveStream line = LiveStream.open(house, login(phone, village).getString("token"), null)) {
            before = line.next("hello").data().getString("offset");
        }
        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        JsonObject running =
                operator.published(Desk.region(village), house.items(1).getFirst());
        operator.withdrawn(running.getString("id"));
        house.sql("update publication set cancelled_at = cancelled_at - interval '73 hours'");
        house.restart();
        String token = login(phone, village).getString("token");
        String after;
        try (LiveStream line = LiveStream.open(house, token, before)) {
            assertThat(line.next("hello").data().getBoolean("resumed")).isFalse();
            after = line.next("reset").data().getString("offset");
        }
        try (LiveStream line = LiveStream.open(house, token, after)) {
            assertThat(line.next("hello").data().getBoolean("resumed")).isTrue();
        }
    }

    @Test
    void aRestartForgetsNothingThatCanBeResumed() throws Exception {
        String village = "510903100211";
        String phone = House.phone();
        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        String item = house.items(1).getFirst();
        String before = operator.publications(Desk.region(village), item).getFirst();
        JsonObject cancelled = operator.published(Desk.region(village), item);
        operator.withdrawn(cancelled.getString("id"));
        String kept = operator.publications(Desk.region(village), item).getFirst();
        String token = login(phone, village).getString("token");
        try (LiveStream line = LiveStream.open(house, token, before)) {
            line.next("hello");
            house.restart();
            Eventually.soon("the restart ends the line", line.ended());
        }
        try (LiveStream line = LiveStream.open(house, token, before)) {
            assertThat(line.next("hello").data().getBoolean("resumed")).isTrue();
            assertThat(line.next("cancel").id())
                    .isEqualTo(cancelled.getJsonArray("publications").getString(0));
            assertThat(line.next("publication").id()).isEqualTo(kept);
        }
        assertThat(Desk.inbox(house, token)).containsExactly(kept, before);
    }

    @Test
    void aLogoutEndsTheLinesOfItsSessionAndNoOthers() {
        String village = "510903100212";
        String phone = House.phone();
        String one = login(phone, village).getString("token");
        String other = login(phone, village).getString("token");
        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        try (LiveStream stream = LiveStream.open(house, one, null);
                LiveSocket socket = LiveSocket.open(house, one, null);
                LiveStream kept = LiveStream.open(house, other, null)) {
            stream.next("hello");
            socket.next("hello");
            kept.next("hello");
            assertThat(house.send("DELETE", "/v1/sessions", null, one).status()).isEqualTo(204);
            Eventually.soon("the stream ends", stream.ended());
            assertThat(socket.closing()).isNotNull();
            String publication = operator.publications(
                            Desk.region(village), house.items(1).getFirst())
                    .getFirst();
            assertThat(kept.next("publication").id()).isEqualTo(publication);
        }
    }

    private static JsonObject login(String phone, String village) {
        return house.post(
                        "/v1/sessions",
                        new JsonObject()
                                .put("phone", phone)
                                .put("code", "000000")
                                .put("village", village)
                                .put("consent", true),
                        null)
                .json();
    }
}
