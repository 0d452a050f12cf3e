package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.LiveSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The live line as a WebSocket. */
class LiveSocketIT {
    private static final String VILLAGE = "510903100208";
    private static final int POLICY = 1008;

    @RegisterExtension
    static final House house = new House();

    private String resident;
    private Desk operator;
    private List<String> items;

    @BeforeEach
    void people() {
        resident = house.resident(VILLAGE);
        operator = Desk.of(house, Role.OPERATOR, "510903");
        items = house.items(3);
    }

    @Test
    void aPublicationArrivesWithItsOffset() {
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            assertThat(socket.next("hello").data().getBoolean("resumed")).isFalse();
            JsonObject running = operator.published(Desk.region(VILLAGE), items.get(0));
            var told = socket.next("publication");
            assertThat(told.id()).isEqualTo(running.getJsonArray("publications").getString(0));
            assertThat(told.offset()).isEqualTo(told.id());
            assertThat(told.data().getJsonObject("item").getString("id")).isEqualTo(items.get(0));
            operator.withdrawn(running.getString("id"));
            assertThat(socket.next("cancel").id()).isEqualTo(told.id());
        }
    }

    @Test
    void whoComesBackGetsWhatTheyMissed() {
        String first = publish(items.get(0));
        List<String> missed = operator.publications(Desk.region(VILLAGE), items.get(1), items.get(2));
        try (LiveSocket socket = LiveSocket.open(house, resident, first)) {
            assertThat(socket.next("hello").data().getBoolean("resumed")).isTrue();
            missed.forEach(
                    publication -> assertThat(socket.next("publication").id()).isEqualTo(publication));
        }
    }

    @Test
    void anOffsetFromTheFutureIsReset() {
        try (LiveSocket socket = LiveSocket.open(house, resident, "999999999999")) {
            assertThat(socket.next("hello").data().getBoolean("resumed")).isFalse();
            socket.next("reset");
            String publication = publish(items.get(0));
            assertThat(socket.next("publication").id()).isEqualTo(publication);
        }
    }

    @Test
    void theReaderSaysWhatTheyReceived() {
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            socket.next("hello");
            String publication = publish(items.get(0));
            socket.next("publication");
            socket.say(new JsonObject()
                    .put("delivered", new JsonArray().add(publication))
                    .encode());
            Eventually.eventually("the receipt is stored", () -> receipts(publication) == 1);
            socket.say(new JsonObject()
                    .put("delivered", new JsonArray().add(publication))
                    .encode());
            socket.say(new JsonObject()
                    .put("delivered", new JsonArray().add("999999999"))
                    .encode());
            String next = publish(items.get(1));
            assertThat(socket.next("publication").id()).isEqualTo(next);
            assertThat(receipts(publication)).isEqualTo(1);
            assertThat(house.count(
                            "select count(*) from receipt where read_at is not null and publication = ?",
                            Long.valueOf(publication)))
                    .isZero();
        }
    }

    @Test
    void whoMovedWhileTheLineWasOpenSaysWhatTheyReceivedInTheNewVillage() {
        String elsewhere = "510903100210";
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            socket.next("hello");
            assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("village", elsewhere), resident)
                            .status())
                    .isEqualTo(200);
            String publication =
                    operator.publications(Desk.region(elsewhere), items.get(0)).getFirst();
            assertThat(socket.next("publication").id()).isEqualTo(publication);
            socket.say(new JsonObject()
                    .put("delivered", new JsonArray().add(publication))
                    .encode());
            Eventually.eventually("the receipt is stored", () -> receipts(publication) == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "[]",
                "{}",
                "null",
                "{\"token\":null}",
                "{\"token\":7}",
                "{\"token\":\"nonsense\"}",
                "{\"token\":\"a\",\"token\":\"b\"}",
                "{\"delivered\":[\"1\"]}"
            })
    void aFirstFrameThatDoesNotSayWhoItIsEndsTheSocket(String frame) {
        assertThat(LiveSocket.open(house).say(frame).closing().code()).isEqualTo(POLICY);
    }

    @Test
    void aFirstFrameWithAFaultyOffsetEndsTheSocket() {
        for (String offset : List.of("abc", "-1", "1".repeat(19))) {
            assertThat(LiveSocket.open(house, resident, offset).closing().code())
                    .isEqualTo(POLICY);
        }
    }

    @Test
    void aFirstFrameWithAnUnknownFieldEndsTheSocket() {
        String frame =
                new JsonObject().put("token", resident).put("colour", "red").encode();
        assertThat(LiveSocket.open(house).say(frame).closing().code()).isEqualTo(POLICY);
    }

    @Test
    void aTokenThatEndedIsRefused() {
        assertThat(house.send("DELETE", "/v1/sessions", null, resident).status())
                .isEqualTo(204);
        assertThat(LiveSocket.open(house, resident, null).closing().code()).isEqualTo(POLICY);
    }

    @Test
    void whoDoesNotSayWithinTenSecondsWhoItIsIsSentAway() {
        byte[] first = new JsonObject().put("token", resident).encode().getBytes(StandardCharsets.UTF_8);
        try (LiveSocket silent = LiveSocket.open(house);
                LiveSocket binary = LiveSocket.open(house)) {
            Eventually.soon("sent", binary.socket().sendBinary(ByteBuffer.wrap(first), true));
            assertThat(silent.closing().code()).isEqualTo(POLICY);
            assertThat(binary.closing().code()).isEqualTo(POLICY);
            assertThat(binary.told()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{}",
                "{\"delivered\":\"1\"}",
                "{\"delivered\":[\"x\"]}",
                "{\"delivered\":[{}]}",
                "{\"read\":[\"1\"]}",
                "{\"delivered\":[],\"read\":[]}"
            })
    void aLaterFrameThatIsNoReceiptEndsTheSocket(String frame) {
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            socket.next("hello");
            assertThat(socket.say(frame).closing().code()).isEqualTo(POLICY);
        }
    }

    @Test
    void tooManyReceiptsInOneFrameEndTheSocket() {
        JsonArray ids = new JsonArray();
        for (int i = 0; i <= 100; i++) {
            ids.add(Integer.toString(i));
        }
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            socket.next("hello");
            assertThat(socket.say(new JsonObject().put("delivered", ids).encode())
                            .closing()
                            .code())
                    .isEqualTo(POLICY);
        }
    }

    @Test
    void aHugeFrameEndsTheSocket() {
        String huge = "{\"delivered\":[\"" + "1".repeat(1 << 20) + "\"]}";
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            socket.next("hello");
            assertThat(socket.say(huge).closing().code()).isEqualTo(POLICY);
        }
    }

    @Test
    void aPlainRequestIsToldThatThisIsForSockets() {
        House.Answer answer = house.get("/v1/socket", null);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.problem()).isEqualTo("not-websocket");
    }

    private String publish(String item) {
        return operator.publications(Desk.region(VILLAGE), item).getFirst();
    }

    private static long receipts(String publication) {
        return house.count("select count(*) from receipt where publication = ?", Long.valueOf(publication));
    }
}
