package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventIT {
    @RegisterExtension
    static final House house = new House();

    private String resident;
    private String item;

    @BeforeEach
    void people() {
        resident = house.resident("510903100208");
        item = house.items(1).getFirst();
    }

    @Test
    void whatIsAcknowledgedIsStoredAsItWasSent() {
        Instant at = Instant.now();
        JsonObject event = new JsonObject()
                .put("id", "Whole:1._-")
                .put("item", item)
                .put("type", "progress")
                .put("at", at.toString())
                .put("feed", "f1")
                .put("position", 3)
                .put("millis", 86_400_000)
                .put("value", 0.5);
        assertAnswer(send(resident, event), 1, 0);
        assertThat(house.sql(
                        "select i.id, e.type, e.feed, e.position, e.millis, e.value, abs(extract(epoch from e.at - ?::timestamptz)) < 0.001"
                                + " from event e join item i on i.seq = e.item where e.id = 'Whole:1._-'",
                        at.toString()))
                .containsExactly(List.of(item, "progress", "f1", "3", "86400000", "0.5", "t"));
    }

    @Test
    void everyTypeIsTaken() {
        JsonObject[] events = Stream.of(EventType.values())
                .map(type -> event("type-" + type.code()).put("type", type.code()))
                .toArray(JsonObject[]::new);
        assertThat(events).hasSize(9);
        assertAnswer(send(resident, events), 9, 0);
    }

    @Test
    void aRetryIsADuplicate() {
        assertAnswer(send(resident, event("again"), event("again-2")), 2, 0);
        assertAnswer(send(resident, event("again"), event("again-2")), 0, 2);
        assertAnswer(send(resident, event("again"), event("again-3")), 1, 1);
        assertThat(stored("again%")).isEqualTo(3);
    }

    @Test
    void twinsInOneRequestAreOneEvent() {
        assertAnswer(send(resident, event("twin"), event("twin"), event("twin")), 1, 2);
        assertThat(stored("twin")).isEqualTo(1);
    }

    @Test
    void idsAreThoseOfOnePerson() {
        assertAnswer(send(resident, event("shared")), 1, 0);
        assertAnswer(send(house.resident("510903100208"), event("shared")), 1, 0);
        assertThat(stored("shared")).isEqualTo(2);
    }

    @Test
    void manyRetriesAtOnceStoreEachEventOnce() {
        JsonObject[] events =
                IntStream.range(0, 50).mapToObj(i -> event("many-" + i)).toArray(JsonObject[]::new);
        List<JsonObject> answers =
                AtOnce.results(16, () -> send(resident, events).json());
        assertThat(answers.stream()
                        .mapToInt(answer -> answer.getInteger("accepted"))
                        .sum())
                .isEqualTo(50);
        assertThat(answers.stream()
                        .mapToInt(answer -> answer.getInteger("duplicates"))
                        .sum())
                .isEqualTo(15 * 50);
        assertThat(stored("many-%")).isEqualTo(50);
    }

    @Test
    void badEventsAreRejectedByIndexAndTheRestIsKept() {
        Instant now = Instant.now();
        List<Object> events = new ArrayList<>();
        List<Object> bad = new ArrayList<>(List.of(
                event("b").put("type", "dance"),
                event("b").put("item", "no-such-item"),
                event("b").put("colour", "red"),
                event("b").put("at", now.minus(Duration.ofDays(1)).toString()),
                event("b").put("at", now.minus(Duration.ofDays(40)).toString()),
                event("b").put("at", now.plus(Duration.ofHours(1)).toString()),
                event("b").put("at", "2026-02-30T00:00:00Z"),
                event("b").put("at", "昨天"),
                event("b").put("at", 7),
                event("b").put("id", ""),
                event("b").put("id", "x".repeat(65)),
                event("b").put("id", "空"),
                event("b").put("position", -1),
                event("b").put("position", 1.5),
                event("b").put("position", 10_001),
                event("b").put("millis", 86_400_001),
                event("b").put("millis", Long.MAX_VALUE),
                event("b").put("value", "1"),
                event("b").put("value", 1e300),
                event("b").put("feed", "f".repeat(65)),
                new JsonObject(),
                new JsonArray(),
                "event",
                7));
        bad.add(null);
        for (int i = 0; i < bad.size(); i++) {
            events.add(event("good-" + i));
            events.add(bad.get(i));
        }
        House.Answer answer = house.post("/v1/events", new JsonObject().put("events", new JsonArray(events)), resident);
        assertAnswer(answer, bad.size(), 0);
        assertThat(answer.json().getJsonArray("rejected"))
                .extracting(rejected -> ((JsonObject) rejected).getInteger("index"))
                .containsExactlyElementsOf(IntStream.range(0, bad.size())
                        .map(i -> 2 * i + 1)
                        .boxed()
                        .toList());
        assertThat(answer.json().getJsonArray("rejected")).allSatisfy(rejected -> {
            assertThat(((JsonObject) rejected).getString("type")).startsWith("urn:kepu:");
            assertThat(((JsonObject) rejected).getString("detail")).containsPattern("\\p{IsHan}");
        });
        assertThat(stored("good-%")).isEqualTo(bad.size());
        assertThat(stored("b")).isZero();
    }

    @Test
    void theReasonOfARejectionIsItsType() {
        Instant now = Instant.now();
        House.Answer answer = send(
                resident,
                event("r1").put("at", now.minus(Duration.ofHours(1)).toString()),
                event("r2").put("at", now.plus(Duration.ofHours(1)).toString()),
                event("r3").put("item", "no-such-item"),
                event("r4").put("colour", "red"));
        assertThat(answer.json().getJsonArray("rejected"))
                .extracting(rejected -> ((JsonObject) rejected).getString("type"))
                .containsExactly(
                        "urn:kepu:before-consent",
                        "urn:kepu:event-in-future",
                        "urn:kepu:item-missing",
                        "urn:kepu:event-invalid");
    }

    @Test
    void aGuestsEventsAreCountedButTooOldOnesAreNot() {
        Instant now = Instant.now();
        House.Answer answer = send(
                null,
                event("guest").put("at", now.minus(Duration.ofDays(29)).toString()),
                event("guest-old").put("at", now.minus(Duration.ofDays(31)).toString()));
        assertAnswer(answer, 1, 0);
        assertThat(answer.json().getJsonArray("rejected").getJsonObject(0).getMap())
                .containsEntry("index", 1)
                .containsEntry("type", "urn:kepu:event-too-old");
        assertThat(house.sql("select person from event where id = 'guest'")).containsExactly(List.of("0"));
    }

    @Test
    void aFaultyRequestIsRefusedAsAWhole() {
        JsonArray tooMany = new JsonArray();
        IntStream.range(0, 501).forEach(i -> tooMany.add(event("too-many-" + i)));
        for (Object body : List.of(
                new JsonObject().put("events", tooMany),
                new JsonObject().put("events", new JsonArray()),
                new JsonObject().put("events", new JsonObject()),
                new JsonObject()
                        .put("events", new JsonArray().add(event("extra")))
                        .put("more", 1),
                new JsonObject(),
                "[]",
                "{\"events\":[{]}",
                "")) {
            House.Answer answer = house.post("/v1/events", body, resident);
            assertThat(answer.status()).as("%.80s", body).isEqualTo(400);
            assertThat(answer.json().getMap()).containsKeys("type", "title", "detail");
        }
        assertThat(stored("too-many-%") + stored("extra")).isZero();
    }

    @Test
    void fiveHundredEventsAreTakenAtOnce() {
        JsonObject[] events =
                IntStream.range(0, 500).mapToObj(i -> event("full-" + i)).toArray(JsonObject[]::new);
        assertAnswer(send(resident, events), 500, 0);
        assertThat(stored("full-%")).isEqualTo(500);
    }

    @Test
    void staffAreNotCountedAndBadTokensAreNotGuests() {
        assertThat(send(house.staff(Role.OPERATOR, "0"), event("staff")).status())
                .isEqualTo(403);
        assertThat(send("nonsense", event("nonsense")).status()).isEqualTo(401);
        assertThat(stored("staff") + stored("nonsense")).isZero();
    }

    private JsonObject event(String id) {
        return new JsonObject()
                .put("id", id)
                .put("item", item)
                .put("type", "impression")
                .put("at", Instant.now().toString());
    }

    private static House.Answer send(@Nullable String token, JsonObject... events) {
        return house.post("/v1/events", new JsonObject().put("events", new JsonArray(List.of(events))), token);
    }

    private static void assertAnswer(House.Answer answer, int accepted, int duplicates) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.json().getMap())
                .as(answer.text())
                .containsAllEntriesOf(Map.of("accepted", accepted, "duplicates", duplicates));
    }

    private static long stored(String like) {
        return house.count("select count(*) from event where id like ?", like);
    }
}
