package kepu.push.audience;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SuggestionIT {
    private static final int RESIDENTS = 600;

    @RegisterExtension
    static final House house = new House();

    private static String item;
    private static String topic;
    private static String operator;

    /** Of two counties, half of the people are interested in what the item is about. */
    @BeforeAll
    static void settle() throws Exception {
        JsonObject card =
                house.get("/v1/feed?size=1", null).json().getJsonArray("items").getJsonObject(0);
        item = card.getString("id");
        topic = card.getString("topic");
        house.sql(
                "insert into resident (village, groups, birth_year, interests, consent_version, consent_at)"
                        + " select case when n % 3 = 0 then 510904001001 else 510903100208 end, '{farmer}', 1950 + n % 60,"
                        + " case when n % 2 = 0 then array[?] else '{}' end, '1', now() from generate_series(1, ?) n",
                topic, RESIDENTS);
        house.restart();
        operator = house.staff(Role.OPERATOR, "5109");
        eventually("the index is laid", () -> get("", operator).status() != 503);
    }

    @Test
    void anItemIsForThoseWhomTheServingModelScoresHigher() {
        JsonObject suggestion = get("", operator).json();
        assertThat(suggestion.getString("model")).isEqualTo("untrained");
        assertThat(suggestion.getInteger("sample")).isEqualTo(RESIDENTS);
        assertThat(suggestion.getDouble("lift")).isGreaterThan(1.1);
        assertThat(suggestion.getJsonObject("audience").encode()).contains("\"interest\":[\"" + topic + "\"]");
        assertThat(suggestion.getString("text")).contains("建议推给").contains("倍").contains("600 位居民");
        assertThat(suggestion.getJsonArray("reasons")).isNotEmpty();
        assertThat(suggestion.getJsonArray("byRegion")).hasSize(2);
        JsonObject estimate = house.post(
                        "/v1/audiences/estimate",
                        new JsonObject().put("audience", suggestion.getJsonObject("audience")),
                        operator)
                .json();
        assertThat(suggestion.getInteger("residents"))
                .isEqualTo(estimate.getInteger("residents"))
                .isBetween(RESIDENTS / 4, RESIDENTS - 1);
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        assertThat(get("", operator).json()).isEqualTo(get("", operator).json());
    }

    @Test
    void aSuggestionStaysInTheScope() {
        assertThat(get("?region=510904", operator)
                        .json()
                        .getJsonObject("audience")
                        .encode())
                .contains("510904")
                .doesNotContain("510903");
        Refusal.of(get("?region=51", operator), 403, "outside-scope");
        Refusal.of(get("", house.staff(Role.OPERATOR, "510921")), 409, "too-few-residents");
        Refusal.of(house.get("/v1/items/no-such-item/audience", operator), 404, "item-missing");
    }

    private static House.Answer get(String query, String token) {
        return house.get("/v1/items/" + item + "/audience" + query, token);
    }
}
