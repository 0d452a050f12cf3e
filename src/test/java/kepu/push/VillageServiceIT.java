package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Services face to face. */
class VillageServiceIT {
    @RegisterExtension
    static final House house = new House();

    private static String item;
    private static String now;

    @BeforeAll
    static void library() {
        item = house.items(1).getFirst();
        now = Instant.now().toString();
    }

    @Test
    void aServiceIsRecordedWithAllItsPeople() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100208");
        House.Answer answer = record(body().put("place", "院坝").put("note", "讲了防汛🌧"), "one", disseminator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        JsonObject service = answer.json();
        assertThat(service.getString("route")).isEqualTo("face_to_face");
        assertThat(service.getInteger("people")).isEqualTo(12);
        assertThat(service.getString("item")).isEqualTo(item);
        JsonObject page = house.get("/v1/village/services", disseminator).json();
        assertThat(page.getInteger("total")).isEqualTo(12);
        assertThat(page.getJsonObject("byRoute").getMap()).isEqualTo(Map.of("face_to_face", 12));
        assertThat(page.getJsonArray("services").getJsonObject(0)).isEqualTo(service);
        assertThat(house.get("/v1/village/today", disseminator).json().getInteger("services"))
                .isEqualTo(12);
    }

    @Test
    void aRetryIsTheSameServiceAndAnotherBodyAConflict() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100210");
        JsonObject first = record(body(), "key", disseminator).json();
        assertThat(record(body(), "key", disseminator).json()).isEqualTo(first);
        for (JsonObject other : List.of(
                body().put("people", 13),
                body().put("note", "另一次"),
                body().put("place", "村委会"),
                body().put("item", house.items(2).get(1)))) {
            House.Answer answer = record(other, "key", disseminator);
            assertThat(answer.status()).as(other.encode()).isEqualTo(409);
            assertThat(answer.problem()).isEqualTo("idempotency-mismatch");
        }
        assertThat(total(disseminator)).isEqualTo(12);
        record(body(), "another key", disseminator);
        assertThat(total(disseminator)).isEqualTo(24);
    }

    @Test
    void manyRetriesAtOnceCountOnce() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100211");
        assertThat(AtOnce.results(
                                12,
                                () -> record(body(), "at-once", disseminator)
                                        .json()
                                        .getString("id"))
                        .stream()
                        .distinct())
                .hasSize(1);
        assertThat(total(disseminator)).isEqualTo(12);
    }

    @Test
    void withoutAKeyEachCallIsAService() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100212");
        for (int i = 0; i < 2; i++) {
            assertThat(house.post("/v1/village/services", body(), disseminator).status())
                    .isEqualTo(201);
        }
        assertThat(total(disseminator)).isEqualTo(24);
    }

    @Test
    void whatCannotBeIsRefusedAndNotCounted() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100213");
        String future = Instant.now().plus(1, ChronoUnit.HOURS).toString();
        String longAgo = Instant.now().minus(90, ChronoUnit.DAYS).toString();
        assertPointer("/people", body().put("people", 0), disseminator);
        assertPointer("/people", body().put("people", 5_001), disseminator);
        assertPointer("/people", body().put("people", 1.5), disseminator);
        assertPointer("/at", body().put("at", future), disseminator);
        assertPointer("/at", body().put("at", longAgo), disseminator);
        assertPointer("/at", body().put("at", "昨天"), disseminator);
        assertPointer("/place", body().put("place", "字".repeat(81)), disseminator);
        assertPointer("/note", body().put("note", "字".repeat(501)), disseminator);
        assertThat(record(body().put("item", "no-such-item"), "k", disseminator).problem())
                .isEqualTo("item-missing");
        assertThat(record(body().put("village", "510903100208"), "k", disseminator)
                        .status())
                .isEqualTo(400);
        assertThat(total(disseminator)).isZero();
    }

    @Test
    void servicesAreRecordedByTheDisseminatorOfTheVillage() {
        String village = "510903100217";
        assertThat(record(body(), "k", house.resident(village)).status()).isEqualTo(403);
        assertThat(record(body(), "k", house.staff(Role.OPERATOR, village)).status())
                .isEqualTo(403);
        assertThat(record(body(), "k", house.staff(Role.DISSEMINATOR, "510903100"))
                        .status())
                .isEqualTo(403);
        assertThat(house.get("/v1/village/services", house.resident(village)).status())
                .isEqualTo(403);
    }

    @Test
    void theRecordTurnsByPagesTheLatestFirstAndOnlyOfTheVillage() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100218");
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            made.addFirst(record(body(), "k" + i, disseminator).json().getString("id"));
            record(body(), "k" + i, house.staff(Role.DISSEMINATOR, "510903100219"));
        }
        List<String> seen = new ArrayList<>();
        String next = null;
        do {
            JsonObject page = house.get(
                            "/v1/village/services?size=3" + (next == null ? "" : "&cursor=" + next), disseminator)
                    .json();
            page.getJsonArray("services").forEach(service -> seen.add(((JsonObject) service).getString("id")));
            next = page.getString("next");
        } while (next != null && seen.size() < 20);
        assertThat(seen).isEqualTo(made);
    }

    private static void assertPointer(String pointer, JsonObject body, String token) {
        House.Answer answer = record(body, "faulty", token);
        assertThat(answer.status()).as(body.encode()).isEqualTo(400);
        assertThat(answer.json().getJsonArray("faults"))
                .extracting(fault -> ((JsonObject) fault).getString("pointer"))
                .contains(pointer);
    }

    private static long total(String disseminator) {
        return house.get("/v1/village/services", disseminator).json().getLong("total");
    }

    /** The same for every retry. */
    private static JsonObject body() {
        return new JsonObject().put("item", item).put("people", 12).put("at", now);
    }

    private static House.Answer record(JsonObject body, String key, String token) {
        return house.send(house.request("/v1/village/services", token)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body.encode())));
    }
}
