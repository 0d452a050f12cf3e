package kepu.answer;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Questions asked at one node and answered at the other, while both tell answers every second: each is told once. */
class QuestionsOfTwoNodesIT {
    private static final int QUESTIONS = 10;

    @Order(1)
    @RegisterExtension
    static final House here = House.node().with("questions.openPerResident", QUESTIONS);

    @Order(2)
    @RegisterExtension
    static final House there =
            House.node().with("questions.openPerResident", QUESTIONS).on(here::address);

    @Test
    void anAnswerGivenAtOneNodeIsToldOnceAtTheOther() {
        String village = here.village();
        String resident = here.resident(village);
        String editor = there.staff(Role.EDITOR, "510903");
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < QUESTIONS; i++) {
            JsonObject text = new JsonObject().put("text", "织毛衣第" + "一二三四五六七八九十".charAt(i) + "行怎么收针");
            House.Answer asked = here.post("/v1/questions", text, resident);
            assertThat(asked.status()).as(asked.text()).isEqualTo(201);
            ids.add(asked.json().getJsonObject("question").getString("id"));
        }
        try (LiveStream line = LiveStream.open(here, resident, null)) {
            line.next("hello");
            AtOnce.results(ids.stream()
                    .map(id -> (Callable<Integer>) () -> answered(id, editor))
                    .toList());
            for (int i = 0; i < QUESTIONS; i++) {
                line.next("publication");
            }
            eventually("all are told", () -> here.count("select count(*) from question where told_at is null") == 0);
            assertThat(here.count("select count(*) from personal_publication")).isEqualTo(QUESTIONS);
            assertThat(line.told()).isEmpty();
        }
        assertThat(here.get("/v1/inbox?size=100", resident).json().getJsonArray("publications"))
                .hasSize(QUESTIONS);
    }

    private static int answered(String id, String editor) {
        assertThat(there.post("/v1/questions/" + id + "/claim", null, editor).status())
                .isEqualTo(200);
        House.Answer answer =
                there.post("/v1/questions/" + id + "/answer", new JsonObject().put("text", "从右往左收。"), editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.status();
    }
}
