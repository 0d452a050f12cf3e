package kepu.rumour;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks what a vetted claim settles gets its verdict; who asks something else about the same thing does not. */
class SettledQuestionIT {
    private static final Path LABELLED =
            Path.of(System.getProperty("kepu.home", "."), "src/test/resources/questions/labelled.jsonl");
    private static final String ASKED = "骨头汤补钙吗";
    private static final String CLAIM = "food-bone-soup-calcium";

    @RegisterExtension
    static final House house = new House().with("questions.guestsPerMinute", 100_000);

    @BeforeAll
    static void readTheLibrary() {
        long items = house.count("select count(*) from item where withdrawn_at is null");
        eventually("all items are read", () -> house.metric("kepu_questions_items") == items);
    }

    @Test
    void aQuestionAboutAClaimIsAnsweredByItsVerdictWithWhyAndWhoSaysIt() {
        JsonObject outcome = ask(ASKED, null);
        assertThat(outcome.getValue("question")).isNull();
        assertThat(outcome.getValue("handOver")).isNull();
        JsonObject answer = outcome.getJsonObject("answer");
        JsonObject verdict = answer.getJsonArray("verdicts").getJsonObject(0);
        assertThat(verdict.getString("id")).isEqualTo(CLAIM);
        assertThat(verdict.getString("rating")).isEqualTo("false");
        assertThat(verdict.getString("ratingName")).isEqualTo("不实");
        assertThat(verdict.getString("summary")).contains("钙");
        assertThat(verdict.getString("source")).isEqualTo("中国疾病预防控制中心").isEqualTo(answer.getString("answeredBy"));
        assertThat(verdict.getDouble("score")).isBetween(0.5, 1.0);
        assertThat(outcome.getDouble("confidence")).isGreaterThanOrEqualTo(verdict.getDouble("score"));
    }

    @Test
    void aResidentWhoIsToldIsRememberedForCorrectionsAndTheirQuestionGoesToNobody() {
        String resident = house.resident(house.village());
        long person = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        assertThat(verdicts(ask(ASKED, resident))).contains(CLAIM);
        assertThat(house.count("select count(*) from claim_check where resident = ? and claim = ?", person, CLAIM))
                .isEqualTo(1);
        assertThat(house.count("select count(*) from question where resident = ?", person))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"骨头汤怎么炖才香", "猪骨头哪里买便宜", "钙片一天吃几片", "骨折了怎么固定"})
    void anotherQuestionAboutTheSameThingGetsNoVerdictOfTheClaim(String question) {
        assertThat(verdicts(ask(question, null))).doesNotContain(CLAIM);
    }

    @Test
    void whatIsAskedIsNotCountedAsAnUnknownClaim() {
        long before = house.count("select count(*) from claim_unknown");
        ask("吃了仙人掌炒蛋能长高吗", null);
        assertThat(house.count("select count(*) from claim_unknown")).isEqualTo(before);
    }

    @Test
    void questionsThatTheLibraryCannotAnswerAreNotSettledByAWrongClaim() throws Exception {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        for (String line : Files.readAllLines(LABELLED)) {
            JsonObject labelled = new JsonObject(line);
            JsonArray items = labelled.getJsonArray("items", new JsonArray());
            List<String> verdicts = verdicts(ask(labelled.getString("text"), null));
            if (items.isEmpty()) {
                asked++;
                wrong.addAll(verdicts);
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(60);
        assertThat(wrong).isEmpty();
    }

    private static JsonObject ask(String text, @Nullable String token) {
        House.Answer answer = house.post("/v1/questions", new JsonObject().put("text", text), token);
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.json();
    }

    private static List<String> verdicts(JsonObject outcome) {
        JsonObject answer = outcome.getJsonObject("answer");
        return answer == null
                ? List.of()
                : answer.getJsonArray("verdicts").stream()
                        .map(verdict -> ((JsonObject) verdict).getString("id"))
                        .toList();
    }
}
