package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;

/** The desk of an editor, who looks after sources by the public interface. */
record Newsroom(House house, String token) {
    static Newsroom of(House house, String scope) {
        return new Newsroom(house, house.staff(Role.EDITOR, scope));
    }

    static JsonObject given(String topic) {
        return new JsonObject()
                .put("trust", "partner")
                .put("authority", "provincial")
                .put("licence", "CC BY 4.0")
                .put("topic", topic)
                .put("groups", List.of("farmer"));
    }

    House.Answer add(String scope, String name, String url) {
        return add(scope, name, url, given("crops"));
    }

    House.Answer add(String scope, String name, String url, JsonObject given) {
        return house.post(
                "/v1/library/sources",
                new JsonObject()
                        .put("scope", scope)
                        .put("name", name)
                        .put("url", url)
                        .put("given", given),
                token);
    }

    /** Adds a source and gives its id. */
    String added(String scope, String name, String url) {
        House.Answer answer = add(scope, name, url);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("id");
    }

    /** What looking at a source came to, once it was looked at so often. */
    JsonArray polls(String source, int times) {
        Eventually.eventually(
                source + " is looked at " + times + " times",
                () -> house.count("select count(*) from source_poll where source = ?", Long.valueOf(source)) >= times);
        return house.get("/v1/library/sources/" + source + "/polls", token)
                .json()
                .getJsonArray("polls");
    }

    /** The result of the first look at a source. */
    JsonObject first(String source) {
        JsonArray polls = polls(source, 1);
        return polls.getJsonObject(polls.size() - 1);
    }

    /** Has a source looked at again as by its interval, and gives what came of it. */
    JsonObject again(String source) {
        int before = polls(source, 1).size();
        house.sql("update source set due_at = now() where id = ?", Long.valueOf(source));
        return polls(source, before + 1).getJsonObject(0);
    }

    List<JsonObject> entries(String state, String source) {
        House.Answer answer = house.get("/v1/library/entries?size=100&state=" + state + "&source=" + source, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("entries").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    JsonObject entry(String id) {
        House.Answer answer = house.get("/v1/library/entries/" + id, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    House.Answer decide(String id, String deed, @Nullable JsonObject body) {
        return house.post("/v1/library/entries/" + id + "/" + deed, body, token);
    }
}
