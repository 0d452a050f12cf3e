package kepu.search;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarIT {
    private static final String VILLAGE = "510903100208";
    private static final String PRESSURE = "health-blood-pressure-at-home";
    private static final Pattern COMPARED = Pattern.compile("(?m)^kepu_search_items ([0-9.]+)$");

    @RegisterExtension
    static final House house = new House();

    @BeforeAll
    static void waitUntilItemsAreCompared() {
        eventually("items are compared", () -> compared() > 0);
    }

    @Test
    void similarItemsShareTheSubject() {
        List<String> ids = ids(similar(PRESSURE, "?size=2", null));
        assertThat(ids)
                .hasSize(2)
                .doesNotContain(PRESSURE)
                .allSatisfy(id ->
                        assertThat(house.get("/v1/items/" + id, null).text()).contains("血压"));
    }

    @Test
    void aVideoAndTheArticleOnItsSubjectAreEachOthersFirst() {
        assertThat(ids(similar("video-fall-armyworm", "", null))).first().isEqualTo("pests-fall-armyworm");
        assertThat(ids(similar("pests-fall-armyworm", "", null))).first().isEqualTo("video-fall-armyworm");
    }

    @Test
    void theyAreCardsFiveUnlessSomebodySaysOtherwise() {
        assertThat(similar(PRESSURE, "", house.resident(VILLAGE))).hasSize(5).allSatisfy(card -> {
            assertThat(card.fieldNames()).contains("id", "kind", "title", "summary", "topic", "source", "publishedAt");
            assertThat(card.fieldNames()).doesNotContain("body", "reason");
        });
        assertThat(similar(PRESSURE, "?size=1", null)).hasSize(1);
        assertThat(similar(PRESSURE, "?size=20", null)).hasSizeBetween(6, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "21", "-1", "many"})
    void aSizeOutsideItsLimitsIsRefused(String size) {
        Refusal.of(house.get("/v1/items/" + PRESSURE + "/similar?size=" + size, null), 400);
    }

    @Test
    void anUnknownItemHasNoSimilarOnes() {
        Refusal.of(house.get("/v1/items/nothing-like-it/similar", null), 404, "item-missing");
    }

    @Test
    void aRegionsOwnItemsStayInTheRegion() {
        String local = "energy-suining-lithium-salts";
        String item = "energy-retired-batteries";
        assertThat(ids(similar(item, "?region=5109", null))).contains(local);
        assertThat(ids(similar(item, "", house.resident(VILLAGE)))).contains(local);
        assertThat(ids(similar(item, "?size=20&region=3204", null))).doesNotContain(local);
        assertThat(ids(similar(item, "?size=20", house.staff(Role.OPERATOR, "3204"))))
                .doesNotContain(local);
        Refusal.of(house.get("/v1/items/" + item + "/similar?region=9999", null), 404, "region-missing");
    }

    @Test
    void aWithdrawnItemLeavesTheListsAtOnceAndTheComparisonSoon() {
        String withdrawn = "video-stroke-120";
        String like = "health-stroke-recognition";
        assertThat(ids(similar(like, "", null))).first().isEqualTo(withdrawn);
        long before = compared();
        assertThat(house.post(
                                "/v1/library/items/" + withdrawn + "/withdraw",
                                new JsonObject().put("reason", "数据有误"),
                                house.staff(Role.REVIEWER, "0"))
                        .status())
                .isEqualTo(204);
        assertThat(ids(similar(like, "?size=20", null))).doesNotContain(withdrawn);
        Refusal.of(house.get("/v1/items/" + withdrawn + "/similar", null), 404, "item-withdrawn");
        eventually("the comparison forgets it", () -> compared() == before - 1);
        assertThat(ids(similar(like, "?size=20", null))).isNotEmpty().doesNotContain(withdrawn);
    }

    private static List<JsonObject> similar(String item, String query, @Nullable String token) {
        House.Answer answer = house.get("/v1/items/" + item + "/similar" + query, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static List<String> ids(List<JsonObject> cards) {
        return cards.stream().map(card -> card.getString("id")).toList();
    }

    /** Items that are compared, as the metrics say. */
    private static long compared() {
        HttpRequest.Builder request = HttpRequest.newBuilder(house.management("/metrics"));
        Matcher matcher = COMPARED.matcher(house.send(request.GET()).text());
        return matcher.find() ? (long) Double.parseDouble(matcher.group(1)) : 0;
    }
}
