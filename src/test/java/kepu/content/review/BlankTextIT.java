package kepu.content.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers and colleagues are told is something that can be seen. */
class BlankTextIT {
    @RegisterExtension
    static final House house = new House();

    private final Newsroom room = new Newsroom(house);

    /** A Chinese blank and one that keeps lines together are blanks too, which the contract's pattern lets pass. */
    @ParameterizedTest
    @ValueSource(
            strings = {"          ", "\u3000\u3000\u3000\u3000\u3000\u3000", "\u00a0\u00a0\u00a0\u00a0\u00a0\u200b"})
    void textsWithNothingInThemAreNone(String blank) {
        String editor = room.editor("0");
        for (String field : List.of("title", "summary", "source", "licence", "text")) {
            Refusal.of(room.draft(editor, Newsroom.draft("空白").put(field, blank), null), 400)
                    .at("/" + field);
        }
        String item = room.submitted(editor, Newsroom.draft("一篇文章"));
        assertThat(room.say(
                                room.reviewer("0"),
                                item,
                                Newsroom.opinion(1, "first", "pass").put("edits", new JsonObject().put("title", blank)))
                        .status())
                .isEqualTo(400);
        room.passed(item, 1);
        Refusal.of(room.correct(editor, item, blank), 400).at("/note");
        Refusal.of(
                        house.post(
                                Newsroom.ITEMS + "/" + item + "/withdraw",
                                new JsonObject().put("reason", blank),
                                house.staff(Role.OPERATOR, "0")),
                        400)
                .at("/reason");
        assertThat(house.get("/v1/items/" + item, null).status()).isEqualTo(200);
    }
}
