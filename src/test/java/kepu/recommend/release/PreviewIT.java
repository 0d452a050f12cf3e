package kepu.recommend.release;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import kepu.people.Role;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Policy;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operators see what versions would show whom, and why, before anybody is shown it. */
class PreviewIT {
    private static final String COUNTY = "510903";
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private static String operator = "";
    private static VersionId usual;
    private static VersionId newest;

    @BeforeAll
    static void versions() throws IOException {
        operator = house.staff(Role.OPERATOR, COUNTY);
        eventually("which items are alike is known", () -> house.metric("kepu_search_build_seconds_count") > 0);
        Versions versions = new ModelsHouse(house, operator).versions();
        usual = Cards.readable(versions, 1, Manner.DEFAULT, Linear.untrained());
        newest = Cards.readable(
                versions, 2, new Manner(new Counting(90, Duration.ofDays(2), 20), Policy.DEFAULT), onlyNewness());
        Cards.good(versions, 3, 0.5);
    }

    @Test
    void versionsThatNobodyIsServedAreSeenSideBySide() {
        JsonObject result = shown(farmer(), usual.version(), newest.version());
        assertThat(result.getString("who")).startsWith("农民 · 1970年生 · ");
        assertThat(result.getJsonArray("lists")).hasSize(2);
        JsonObject one = list(result, 0);
        JsonObject other = list(result, 1);
        assertThat(one.getString("version")).isEqualTo(usual.version());
        assertThat(one.getBoolean("ownCounts")).isTrue();
        assertThat(other.getBoolean("ownCounts"))
                .as("a half-life that nobody is served with")
                .isFalse();
        assertThat(one.getJsonArray("places")).hasSize(20);
        assertThat(items(one)).doesNotHaveDuplicates().isNotEqualTo(items(other));
    }

    @Test
    void everyPlaceSaysWhatLedToItAndTheScoreIsTheSumOfIt() {
        JsonArray places = list(shown(farmer(), usual.version()), 0).getJsonArray("places");
        boolean explored = false;
        for (int i = 0; i < places.size(); i++) {
            JsonObject place = places.getJsonObject(i);
            double sum = place.getDouble("base") + place.getDouble("boost");
            JsonObject contributions = place.getJsonObject("contributions");
            for (String family : contributions.fieldNames()) {
                sum += contributions.getDouble(family);
            }
            assertThat(sum).isCloseTo(place.getDouble("score"), within(1e-9));
            assertThat(place.getInteger("place")).isEqualTo(i + 1);
            assertThat(place.getJsonArray("sources")).isNotEmpty();
            assertThat(place.getJsonObject("reason").getString("text")).isNotBlank();
            if (place.getString("cause").equals("explored")) {
                explored = true;
                assertThat(place.getDouble("propensity")).isBetween(1e-4, 1.0);
                assertThat(place.getJsonArray("sources")).contains("explore");
            } else {
                assertThat(place.containsKey("propensity")).isFalse();
            }
        }
        assertThat(explored).as("one place of seven explores").isTrue();
    }

    @Test
    void whatThePersonaOpenedAndLikesShows() {
        List<String> opened =
                house.sql("select id from item where topic = 'fraud' and regions = '{}' order by seq limit 3").stream()
                        .map(List::getFirst)
                        .toList();
        JsonObject reader = new JsonObject().put("region", VILLAGE).put("opened", new JsonArray(opened));
        JsonObject result = shown(reader, usual.version());
        assertThat(items(list(result, 0))).doesNotContainAnyElementsOf(opened);
        assertThat(places(list(result, 0)))
                .anyMatch(
                        place -> place.getJsonObject("reason").getString("code").matches("similar|topic"));
        JsonObject fan = new JsonObject().put("region", VILLAGE).put("interests", List.of("pests"));
        assertThat(places(list(shown(fan, usual.version()), 0)))
                .anyMatch(place -> place.getJsonObject("contributions").getDouble("interest", 0.0) > 0);
    }

    @Test
    void theSameSeedGivesTheSamePreviewAndAnotherExploresOtherwise() {
        JsonObject first = shown(farmer(), usual.version());
        assertThat(items(list(shown(farmer(), usual.version()), 0))).isEqualTo(items(list(first, 0)));
        boolean differs = false;
        for (long seed = 1; seed <= 5; seed++) {
            House.Answer answer = call(
                    operator, wish(usual.version()).put("persona", farmer()).put("seed", seed));
            differs |= !items(list(answer.json(), 0)).equals(items(list(first, 0)));
        }
        assertThat(differs).isTrue();
    }

    @Test
    void aResidentIsDrawnFromTheScopeAndNotNamed() {
        String lonely = house.staff(Role.OPERATOR, "510904");
        Refusal.of(call(lonely, wish("released").put("sample", 1)), 404, "nobody");
        for (int i = 0; i < 5; i++) {
            house.resident(VILLAGE, new JsonObject().put("groups", List.of("elder")));
        }
        JsonObject result = call(operator, wish("released").put("sample", 7)).json();
        assertThat(result.getString("who")).contains("老年人").doesNotContainPattern("[0-9]{6}");
        assertThat(list(result, 0).getString("version")).isEqualTo("untrained");
        assertThat(call(operator, wish("released").put("sample", 7)).json().getString("who"))
                .isEqualTo(result.getString("who"));
        assertThat(result.encode()).doesNotContain("resident", "village\"");
    }

    @Test
    void nothingIsKeptOrCounted() {
        long events = house.count("select count(*) from event");
        shown(farmer(), usual.version(), newest.version());
        assertThat(house.count("select count(*) from event")).isEqualTo(events);
        assertThat(house.count("select count(*) from model_release")).isZero();
        Eventually.eventually(
                "no counts are made for a preview",
                () -> !list(shown(farmer(), newest.version()), 0).getBoolean("ownCounts"));
    }

    @Test
    void whatCannotBeShownIsRefused() {
        Refusal.of(call(operator, wish(usual.version())), 400, "invalid-input");
        Refusal.of(call(operator, wish(usual.version()).put("persona", farmer()).put("sample", 1)), 400);
        Refusal.of(
                call(operator, wish(usual.version()).put("persona", farmer().put("region", "510904"))),
                403,
                "outside-scope");
        Refusal.of(
                call(operator, wish(usual.version()).put("persona", farmer().put("region", "51"))),
                403,
                "outside-scope");
        Refusal.of(call(operator, wish(usual.version()).put("persona", farmer().put("groups", List.of("x")))), 400);
        Refusal.of(
                call(operator, wish(usual.version()).put("persona", farmer().put("opened", List.of("nothing")))), 400);
        Refusal.of(call(operator, wish(usual.version()).put("persona", farmer()).put("places", 51)), 400);
        Refusal.of(
                call(
                        operator,
                        wish(usual.version(), usual.version(), usual.version()).put("persona", farmer())),
                400);
        Refusal.of(call(operator, wish(Cards.id(9).version()).put("persona", farmer())), 404, "version-missing");
        Refusal.of(call(operator, wish(Cards.id(3).version()).put("persona", farmer())), 409, "model-damaged");
        Refusal.of(
                house.post("/v1/models/other/preview", wish("released").put("persona", farmer()), operator),
                404,
                "model-missing");
    }

    private static JsonObject farmer() {
        return new JsonObject()
                .put("region", VILLAGE)
                .put("groups", List.of("farmer"))
                .put("birthYear", 1970);
    }

    private static JsonObject wish(String... versions) {
        return new JsonObject().put("versions", new JsonArray(List.of(versions)));
    }

    private static House.Answer call(String token, JsonObject body) {
        return house.post("/v1/models/feed/preview", body, token);
    }

    private static JsonObject shown(JsonObject persona, String... versions) {
        House.Answer answer = call(operator, wish(versions).put("persona", persona));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static JsonObject list(JsonObject result, int number) {
        return result.getJsonArray("lists").getJsonObject(number);
    }

    private static List<JsonObject> places(JsonObject list) {
        return list.getJsonArray("places").stream().map(JsonObject.class::cast).toList();
    }

    private static List<String> items(JsonObject list) {
        return places(list).stream().map(place -> place.getString("item")).toList();
    }

    private static Linear onlyNewness() {
        double[] weights = new double[Feature.COUNT];
        weights[Feature.NEWNESS.ordinal()] = 3;
        return new Linear(-2, weights, new double[Feature.COUNT]);
    }
}
