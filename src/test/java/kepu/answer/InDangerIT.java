package kepu.answer;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in danger is told what to do whatever limits say, goes to people first, and is not answered beside the point. */
class InDangerIT {
    private static final int A_MINUTE = 40;

    @RegisterExtension
    static final House house = new House()
            .with("questions.guestsPerMinute", A_MINUTE)
            .with("questions.openPerResident", 1)
            .with("questions.dueHours", 48)
            .with("questions.urgentDueHours", 2);

    @BeforeAll
    static void readTheLibrary() {
        long items = house.count("select count(*) from item where withdrawn_at is null");
        eventually("all items are read", () -> house.metric("kepu_questions_items") == items);
    }

    @ParameterizedTest
    @ValueSource(strings = {"想自杀", "我不想活了", "我家娃儿卡到骨头出不了气", "房子着火了", "触电了怎么救", "娃娃误喝了农药怎么办"})
    void isNotAnsweredByWhatOnlyHasWordsOfIt(String text) {
        JsonObject outcome = ask(text, house.resident(house.village()));
        assertThat(outcome.getJsonObject("urgent").getJsonArray("hotlines")).isNotEmpty();
        Danger danger = Danger.in(text).orElseThrow();
        for (String passage : titles(outcome)) {
            assertThat(danger.about()).as(passage).anyMatch(passage::contains);
        }
        JsonObject question = outcome.getJsonObject("question");
        assertThat(question == null).isEqualTo(outcome.getJsonObject("answer") != null);
        if (question != null) {
            assertThat(question.getBoolean("urgent")).isTrue();
        }
    }

    @Test
    void goesToPeopleUrgentlyWhenNothingIsAboutTheDanger() {
        JsonObject question = ask("想自杀", house.resident(house.village())).getJsonObject("question");
        assertThat(question.getBoolean("urgent")).isTrue();
        assertThat(house.count(
                        "select count(*) from question where id = ? and urgent and due_at <= asked_at + interval '2 hours 1 minute'",
                        question.getString("id")))
                .isEqualTo(1);
    }

    @Test
    void isToldWhatToDoAlsoPastTheLimitOfGuests() {
        for (int i = 0; i < A_MINUTE; i++) {
            post("织毛衣怎么收针", null);
        }
        Refusal.of(post("织毛衣怎么收针", null), 429, "guest-limit");
        for (String text : List.of("我不想活了", "娃娃误喝了农药怎么办")) {
            House.Answer answer = post(text, null);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().getJsonObject("urgent").getString("advice"))
                    .isNotBlank();
            assertThat(answer.json().getValue("answer")).isNull();
        }
    }

    @Test
    void isToldWhatToDoAlsoWithTooManyQuestionsWaiting() {
        String resident = house.resident(house.village());
        assertThat(post("织毛衣怎么收针", resident).status()).isEqualTo(201);
        Refusal.of(post("唱歌高音上不去怎么练", resident), 429, "questions-open");
        assertThat(ask("我不想活了", resident).getJsonObject("urgent").getString("code"))
                .isEqualTo("suicide");
    }

    private static List<String> titles(JsonObject outcome) {
        JsonObject answer = outcome.getJsonObject("answer");
        return answer == null
                ? List.of()
                : answer.getJsonArray("passages").stream()
                        .map(JsonObject.class::cast)
                        .map(passage -> passage.getString("title") + passage.getString("heading") + keywords(passage))
                        .toList();
    }

    private static String keywords(JsonObject passage) {
        return house.sql("select keywords from item where id = ?", passage.getString("item"))
                .toString();
    }

    private static JsonObject ask(String text, String resident) {
        House.Answer answer = post(text, resident);
        assertThat(answer.status()).as(answer.text()).isIn(200, 201);
        return answer.json();
    }

    private static House.Answer post(String text, @Nullable String token) {
        return house.post("/v1/questions", new JsonObject().put("text", text), token);
    }
}
