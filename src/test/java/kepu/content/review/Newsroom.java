package kepu.content.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;

/** Editors and reviewers of a house at work, by the public interface. */
record Newsroom(House house) {
    static final String ITEMS = "/v1/library/items";

    String editor(String scope) {
        return house.staff(Role.EDITOR, scope);
    }

    String reviewer(String scope) {
        return house.staff(Role.REVIEWER, scope);
    }

    /** A draft for these regions; for everywhere without any. */
    static JsonObject draft(String title, String... regions) {
        return new JsonObject()
                .put("title", title)
                .put("summary", "三句话说清楚怎么做、为什么。")
                .put("topic", "health")
                .put("groups", new JsonArray(List.of("elder")))
                .put("regions", new JsonArray(List.of(regions)))
                .put("source", "国家疾病预防控制局")
                .put("authority", "national")
                .put("text", "先说怎么做。\n\n再说为什么。\n\n不舒服就去看医生。");
    }

    /** The answer to a stored draft. */
    House.Answer draft(String editor, JsonObject draft, @Nullable String key) {
        HttpRequest.Builder request = house.request(ITEMS, editor);
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return house.send(request.POST(HttpRequest.BodyPublishers.ofString(draft.encode())));
    }

    /** The id of a stored draft. */
    String drafted(String editor, JsonObject draft) {
        House.Answer answer = draft(editor, draft, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("item");
    }

    House.Answer step(String token, String item, String step) {
        return house.post(ITEMS + "/" + item + "/" + step, null, token);
    }

    JsonObject stepped(String token, String item, String step) {
        return ok(step(token, item, step));
    }

    static JsonObject opinion(int version, String stage, String opinion) {
        return new JsonObject().put("version", version).put("stage", stage).put("opinion", opinion);
    }

    House.Answer say(String reviewer, String item, JsonObject opinion) {
        return house.post(ITEMS + "/" + item + "/reviews", opinion, reviewer);
    }

    JsonObject said(String reviewer, String item, JsonObject opinion) {
        return ok(say(reviewer, item, opinion));
    }

    House.Answer sign(String reviewer, String item, int version, String check) {
        return house.post(
                ITEMS + "/" + item + "/checks",
                new JsonObject().put("version", version).put("check", check),
                reviewer);
    }

    /** A draft that was handed in. */
    String submitted(String editor, JsonObject draft) {
        String item = drafted(editor, draft);
        stepped(editor, item, "submit");
        return item;
    }

    /** Three reviewers of the country let a version that was handed in pass. */
    JsonObject passed(String item, int version) {
        JsonArray both = new JsonArray(List.of("accuracy", "language"));
        said(reviewer("0"), item, opinion(version, "first", "pass"));
        said(reviewer("0"), item, opinion(version, "second", "pass"));
        return said(reviewer("0"), item, opinion(version, "final", "pass").put("checks", both));
    }

    /** An item that is out. */
    String published(JsonObject draft) {
        String item = submitted(editor("0"), draft);
        assertThat(passed(item, 1).getString("state")).isEqualTo("published");
        return item;
    }

    House.Answer correct(String editor, String item, String note) {
        return house.post(ITEMS + "/" + item + "/correct", new JsonObject().put("note", note), editor);
    }

    JsonObject change(String editor, String item, JsonObject fields) {
        return ok(house.send("PATCH", ITEMS + "/" + item, fields, editor));
    }

    JsonObject version(String token, String item, int number) {
        return ok(house.get(ITEMS + "/" + item + "/versions/" + number, token));
    }

    static JsonObject ok(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
