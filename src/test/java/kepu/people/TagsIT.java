package kepu.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tags about a resident: theirs to see, to delete and to switch off. */
class TagsIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private static List<String> health = List.of();
    private static List<String> fraud = List.of();
    private static List<String> fire = List.of();

    @BeforeAll
    static void items() {
        health = of("health");
        fraud = of("fraud");
        fire = of("fire");
    }

    @Test
    void whatAResidentToldStandsThereAsTold() {
        String token = house.resident(
                VILLAGE,
                new JsonObject().put("groups", List.of("farmer")).put("interests", List.of("crops", "health")));
        JsonObject sheet = tags(token);
        assertThat(sheet.getBoolean("personalised")).isTrue();
        assertThat(sheet.getJsonArray("tags"))
                .containsExactly(
                        told("group:farmer", "农民"), told("topic:health", "健康与慢病"), told("topic:crops", "种植农时"));
    }

    @Test
    void whatIsLearnedIsTheShareOfATopicInWhatTheyDid() {
        String token = house.resident(VILLAGE);
        assertThat(codes(token)).isEmpty();
        act(token, "open", health.get(0), health.get(1), health.get(2), fraud.get(0), fire.get(0), fire.get(1));
        assertThat(codes(token)).containsExactly("topic:health", "topic:fire");
        JsonObject first = tags(token).getJsonArray("tags").getJsonObject(0);
        assertThat(first.getString("origin")).isEqualTo("learned");
        assertThat(first.getDouble("weight")).isCloseTo(0.5, within(0.01));
        act(token, "like", fire.get(0), fire.get(1));
        assertThat(codes(token)).containsExactly("topic:fire", "topic:health");
    }

    @Test
    void whatIsLongAgoWeighsLessAndAfterHalfAYearNothing() {
        String token = house.resident(VILLAGE);
        long id = id(token);
        past(id, Duration.ofDays(60), health.get(0), health.get(1), health.get(2), health.get(3));
        past(id, Duration.ofMinutes(1), fire.get(0), fire.get(1), fire.get(2));
        past(id, Duration.ofDays(181), fraud.get(0), fraud.get(1), fraud.get(2));
        assertThat(codes(token)).containsExactly("topic:fire", "topic:health");
        assertThat(weights(token).getFirst()).isCloseTo(0.75, within(0.01));
    }

    @Test
    void impressionsAndDismissalsTeachNothing() {
        String token = house.resident(VILLAGE);
        act(token, "impression", health.toArray(String[]::new));
        act(token, "not_interested", fraud.toArray(String[]::new));
        assertThat(codes(token)).isEmpty();
    }

    @Test
    void aTopicThatIsToldAndLearnedIsThereOnce() {
        String token = house.resident(VILLAGE, new JsonObject().put("interests", List.of("health")));
        act(token, "open", health.get(0), health.get(1));
        assertThat(tags(token).getJsonArray("tags")).containsExactly(told("topic:health", "健康与慢病"));
    }

    @Test
    void aDeletedTopicStaysAwayThoughTheEventsRemain() {
        String token = house.resident(VILLAGE);
        act(token, "open", health.get(0), health.get(1), fire.get(0), fire.get(1));
        assertThat(delete(token, "topic:health").status()).isEqualTo(204);
        assertThat(codes(token)).containsExactly("topic:fire");
        assertThat(weights(token)).containsExactly(1.0);
        act(token, "like", health.get(0), health.get(1), health.get(2));
        assertThat(codes(token)).containsExactly("topic:fire");
        assertThat(house.count("select count(*) from event where person = ?", id(token)))
                .isEqualTo(7);
        assertThat(house.get("/v1/me", token).json().getJsonArray("deletedTopics"))
                .containsExactly("health");
    }

    @Test
    void aDeletedTopicComesBackOnlyWhenItIsStatedAnew() {
        String token = house.resident(VILLAGE, new JsonObject().put("interests", List.of("health", "fire")));
        act(token, "open", health.get(0), health.get(1), fire.get(0), fire.get(1));
        delete(token, "topic:health");
        delete(token, "topic:fire");
        assertThat(codes(token)).isEmpty();
        change(token, new JsonObject().put("largePrint", true));
        change(token, new JsonObject().put("interests", List.of("crops")));
        assertThat(codes(token)).containsExactly("topic:crops");
        change(token, new JsonObject().put("interests", List.of("health")));
        assertThat(codes(token)).containsExactly("topic:health");
        change(token, new JsonObject().put("interests", List.of()));
        assertThat(codes(token)).containsExactly("topic:health");
        assertThat(tags(token).getJsonArray("tags").getJsonObject(0).getString("origin"))
                .isEqualTo("learned");
        assertThat(house.get("/v1/me", token).json().getJsonArray("deletedTopics"))
                .containsExactly("fire");
    }

    @Test
    void aDeletedGroupLeavesTheProfile() {
        String token = house.resident(VILLAGE, new JsonObject().put("groups", List.of("farmer", "elder")));
        assertThat(delete(token, "group:farmer").status()).isEqualTo(204);
        assertThat(house.get("/v1/me", token).json().getJsonArray("groups")).containsExactly("elder");
        assertThat(codes(token)).containsExactly("group:elder");
    }

    @Test
    void deletingTwiceIsDeletingOnce() {
        String token = house.resident(VILLAGE);
        for (int i = 0; i < 2; i++) {
            assertThat(delete(token, "topic:health").status()).isEqualTo(204);
            assertThat(delete(token, "group:farmer").status()).isEqualTo(204);
        }
        assertThat(house.get("/v1/me", token).json().getJsonArray("deletedTopics"))
                .containsExactly("health");
    }

    @Test
    void aTagThatDoesNotExistIsMissing() {
        String token = house.resident(VILLAGE);
        for (String tag : List.of("topic:magic", "group:", "health", "region:5109", "topic%3Ahealth%20")) {
            Refusal.of(delete(token, tag), 404, "tag-missing");
        }
    }

    @Test
    void anothersTagsStayAsTheyAre() {
        String mine = house.resident(VILLAGE, new JsonObject().put("interests", List.of("health")));
        String theirs = house.resident(VILLAGE, new JsonObject().put("interests", List.of("health")));
        act(theirs, "open", fire.get(0), fire.get(1));
        delete(mine, "topic:health");
        delete(mine, "topic:fire");
        assertThat(codes(theirs)).containsExactly("topic:health", "topic:fire");
    }

    @Test
    void withoutPersonalisationNothingIsLearned() {
        String token = house.resident(VILLAGE, new JsonObject().put("interests", List.of("crops")));
        act(token, "open", health.get(0), health.get(1));
        assertThat(codes(token)).containsExactly("topic:crops", "topic:health");
        personalise(token, false);
        assertThat(codes(token)).containsExactly("topic:crops");
        assertThat(tags(token).getBoolean("personalised")).isFalse();
        personalise(token, true);
        assertThat(codes(token)).containsExactly("topic:crops", "topic:health");
    }

    @Test
    void theExportShowsTheTagsAndWhatWasDeleted() {
        String token = house.resident(VILLAGE, new JsonObject().put("groups", List.of("farmer")));
        act(token, "open", health.get(0), health.get(1));
        delete(token, "topic:fire");
        JsonObject export = house.get("/v1/me/export", token).json();
        assertThat(export.getJsonArray("tags")).isEqualTo(tags(token).getJsonArray("tags"));
        assertThat(codes(token)).containsExactly("group:farmer", "topic:health");
        assertThat(export.getJsonObject("profile").getJsonArray("deletedTopics"))
                .containsExactly("fire");
    }

    @Test
    void guestsAndStaffHaveNoTags() {
        Refusal.of(house.get("/v1/me/tags", null), 401, "token-missing");
        Refusal.of(delete(null, "topic:health"), 401, "token-missing");
        String operator = house.staff(Role.OPERATOR, "5109");
        Refusal.of(house.get("/v1/me/tags", operator), 403, "residents-only");
        Refusal.of(delete(operator, "topic:health"), 403, "residents-only");
    }

    private static List<String> of(String topic) {
        return house
                .sql(
                        "select id from item where topic = ? and regions = '{}' and withdrawn_at is null order by seq",
                        topic)
                .stream()
                .map(List::getFirst)
                .toList();
    }

    private static JsonObject told(String tag, String label) {
        return new JsonObject()
                .put("tag", tag)
                .put("label", label)
                .put("origin", "told")
                .put("weight", 1.0);
    }

    private static JsonObject tags(String token) {
        House.Answer answer = house.get("/v1/me/tags", token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> codes(String token) {
        return tags(token).getJsonArray("tags").stream()
                .map(tag -> ((JsonObject) tag).getString("tag"))
                .toList();
    }

    private static List<Double> weights(String token) {
        return tags(token).getJsonArray("tags").stream()
                .map(tag -> ((JsonObject) tag).getDouble("weight"))
                .toList();
    }

    private static House.Answer delete(@Nullable String token, String tag) {
        return house.send("DELETE", "/v1/me/tags/" + tag, null, token);
    }

    private static void change(String token, JsonObject change) {
        assertThat(house.send("PATCH", "/v1/me", change, token).status()).isEqualTo(200);
    }

    private static void personalise(String token, boolean on) {
        assertThat(house.send("PUT", "/v1/me/personalisation", new JsonObject().put("on", on), token)
                        .status())
                .isEqualTo(200);
    }

    private static long id(String token) {
        return Long.parseLong(house.get("/v1/me", token).json().getString("id"));
    }

    private static void act(String token, String type, String... items) {
        JsonArray events = new JsonArray();
        for (String item : new ArrayList<>(List.of(items))) {
            events.add(new JsonObject()
                    .put("id", type + "-" + item)
                    .put("type", type)
                    .put("item", item)
                    .put("at", Instant.now().toString()));
        }
        House.Answer answer = house.post("/v1/events", new JsonObject().put("events", events), token);
        assertThat(answer.json().getInteger("accepted")).as(answer.text()).isEqualTo(items.length);
    }

    /** Openings that lie too far back to be sent. */
    private static void past(long id, Duration ago, String... items) {
        for (String item : items) {
            house.sql(
                    "insert into event (person, id, item, type, at) select ?, 'past-' || seq, seq, 'open', now() - make_interval(secs => ?) from item where id = ?",
                    id,
                    ago.toSeconds(),
                    item);
        }
    }
}
