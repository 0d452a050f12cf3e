package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who has a bulletin, who has not, and who tells them. */
class BulletinReachIT {
    private static final String VILLAGE = "510903100208";
    private static final String NEXT = "510903100210";
    private static final String SMALL = "510903100211";

    @RegisterExtension
    static final House house = new House();

    @Test
    void peopleAreCountedOnceWhereverTheyAnswer() {
        String operator = house.staff(Role.OPERATOR, "5109");
        List<String> people =
                IntStream.range(0, 12).mapToObj(i -> house.resident(VILLAGE)).toList();
        IntStream.range(0, 10).forEach(i -> house.resident(NEXT));
        IntStream.range(0, 3).forEach(i -> house.resident(SMALL));
        String item = house.items(1).getFirst();
        String id = bulletin(operator, item, "510903100");
        people.subList(0, 6)
                .forEach(person ->
                        assertThat(ack(person, id, "received").status()).isEqualTo(204));
        people.subList(0, 6)
                .forEach(person -> assertThat(ack(person, id, null).status()).isEqualTo(204));
        people.subList(0, 5)
                .forEach(person ->
                        assertThat(ack(person, id, "received").status()).isEqualTo(204));

        JsonObject town = reach(operator, id, "510903100");
        assertThat(town.getInteger("residents"))
                .as("the village of three is not told, nor the next, which would give it away")
                .isEqualTo(12);
        assertThat(town.getInteger("received")).isEqualTo(6);
        assertThat(town.getInteger("acknowledged")).isEqualTo(6);
        assertThat(town.getInteger("unreached")).isEqualTo(6);
        JsonObject hidden = town.getJsonArray("byRegion").stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getString("region").equals(SMALL))
                .findFirst()
                .orElseThrow();
        assertThat(hidden.getBoolean("small")).isTrue();
        assertThat(hidden.containsKey("residents")).isFalse();
        assertThat(reach(operator, id, NEXT).getInteger("residents"))
                .as("nor is the next when asked for by itself")
                .isZero();
        assertThat(reach(operator, id, VILLAGE).getInteger("residents")).isEqualTo(12);
        Refusal.of(house.get("/v1/bulletins/" + id + "/reach?region=52", operator), 403, "outside-scope");
        assertThat(house.get("/v1/inbox", people.getFirst())
                        .json()
                        .getJsonArray("bulletins")
                        .getJsonObject(0)
                        .getBoolean("acknowledged"))
                .isTrue();

        villageTellsTheRest(id, item);
        whoErasesThemselvesLeavesNoReceipt(people.getFirst(), id);
    }

    private void villageTellsTheRest(String id, String item) {
        String disseminator = house.staff(Role.DISSEMINATOR, SMALL);
        JsonObject own =
                house.get("/v1/bulletins/" + id + "/reach", disseminator).json();
        assertThat(own.getInteger("unreached"))
                .as("a disseminator sees their own village")
                .isEqualTo(3);
        JsonObject task = task(disseminator);
        assertThat(task.getString("bulletin")).isEqualTo(id);
        assertThat(task.getString("item")).isEqualTo(item);
        assertThat(task.getInteger("people")).isEqualTo(3);
        assertThat(task.getString("title")).isEqualTo("还有 3 位居民没有收到「涪江涨水」");

        tell(disseminator, id, item, 1, "one");
        tell(disseminator, id, item, 1, "one");
        assertThat(task(disseminator).getInteger("people"))
                .as("a retry counts once")
                .isEqualTo(2);
        tell(disseminator, id, item, 2, "two");
        assertThat(house.get("/v1/village/today", disseminator).json().getJsonArray("tasks").stream()
                        .map(one -> ((JsonObject) one).getString("code")))
                .doesNotContain("bulletin");
        assertThat(house.count(
                        "select sum(people) from service where route = 'face_to_face' and village = ?",
                        Long.valueOf(SMALL)))
                .isEqualTo(3);
        assertThat(house.get("/v1/village/today", disseminator)
                        .json()
                        .getJsonArray("bulletins")
                        .getJsonObject(0)
                        .getString("id"))
                .isEqualTo(id);
        JsonObject unknown = service(item, 1).put("bulletin", "bnothing");
        Refusal.of(house.post("/v1/village/services", unknown, disseminator), 404, "bulletin-missing");
    }

    private void whoErasesThemselvesLeavesNoReceipt(String person, String id) {
        assertThat(house.get("/v1/me/export", person).text()).contains(id);
        long before = house.count("select count(*) from bulletin_receipt");
        assertThat(house.send("DELETE", "/v1/me", null, person).status()).isEqualTo(204);
        assertThat(house.count("select count(*) from bulletin_receipt")).isEqualTo(before - 1);
    }

    @Test
    void aBulletinForOthersIsNotAcknowledged() {
        String id = bulletin(house.staff(Role.OPERATOR, "5109"), house.items(1).getFirst(), "510904");
        String other = house.resident("510903101001");
        Refusal.of(ack(other, id, null), 404, "bulletin-missing");
        Refusal.of(ack(other, "bnothing", null), 404, "bulletin-missing");
        Refusal.of(ack(house.resident("510904001001"), id, "seen"), 400);
    }

    private static String bulletin(String operator, String item, String region) {
        JsonObject form = new JsonObject()
                .put("headline", "涪江涨水")
                .put("instruction", "请往高处走")
                .put("regions", List.of(region))
                .put("severity", "red")
                .put("items", List.of(item))
                .put("until", CapMessage.time(Instant.now().plusSeconds(3_600)));
        return BulletinIT.created(house.post("/v1/bulletins", form, operator)).getString("id");
    }

    private static House.Answer ack(String token, String id, @Nullable String state) {
        JsonObject body = state == null ? new JsonObject() : new JsonObject().put("state", state);
        return house.post("/v1/bulletins/" + id + "/ack", body, token);
    }

    private static JsonObject reach(String token, String id, String region) {
        return house.get("/v1/bulletins/" + id + "/reach?region=" + region, token)
                .json();
    }

    private static JsonObject task(String token) {
        return house.get("/v1/village/today", token)
                .json()
                .getJsonArray("tasks")
                .getJsonObject(0);
    }

    private static JsonObject service(String item, int people) {
        return new JsonObject()
                .put("item", item)
                .put("people", people)
                .put("at", Instant.now().toString());
    }

    private static void tell(String token, String id, String item, int people, String key) {
        JsonObject service = service(item, people)
                .put("bulletin", id)
                .put("at", CapMessage.time(Instant.now().minusSeconds(60)));
        House.Answer answer = house.send(house.request("/v1/village/services", token)
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(service.encode())));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }
}
