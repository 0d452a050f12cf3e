package kepu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;

/** The desk of an operator or administrator, who makes campaigns by the public interface. */
public record Desk(House house, String token) {
    public static Desk of(House house, Role role, String scope) {
        return new Desk(house, house.staff(role, scope));
    }

    public static JsonObject region(String... codes) {
        return new JsonObject().put("region", new JsonArray(List.of(codes)));
    }

    public static JsonObject draft(JsonObject audience, String... items) {
        return new JsonObject()
                .put("title", "科普推送")
                .put("items", new JsonArray(List.of(items)))
                .put("audience", audience);
    }

    public House.Answer create(JsonObject draft) {
        return house.post("/v1/campaigns", draft, token);
    }

    public House.Answer create(JsonObject draft, String key) {
        return house.send(house.request("/v1/campaigns", token)
                .header("Idempotency-Key", key)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(draft.encode())));
    }

    /** A stored draft. */
    public JsonObject drafted(JsonObject audience, String... items) {
        House.Answer answer = create(draft(audience, items));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json();
    }

    /** Takes a step: submit, approve or cancel. */
    public House.Answer step(String campaign, String step) {
        return house.post("/v1/campaigns/" + campaign + "/" + step, null, token);
    }

    public JsonObject stepped(String campaign, String step) {
        House.Answer answer = step(campaign, step);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Takes back what went out. */
    public JsonObject withdrawn(String campaign) {
        House.Answer answer = noted(campaign, "withdraw", "数据有误");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** Takes a step that wants a word: return or withdraw. */
    public House.Answer noted(String campaign, String step, String note) {
        return house.post("/v1/campaigns/" + campaign + "/" + step, new JsonObject().put("note", note), token);
    }

    /** A campaign that is out: made, handed in and running. */
    public JsonObject published(JsonObject audience, String... items) {
        JsonObject running = stepped(drafted(audience, items).getString("id"), "submit");
        assertThat(running.getString("state")).as(running.encode()).isEqualTo("running");
        return running;
    }

    /** The publications of a campaign that is out. */
    public List<String> publications(JsonObject audience, String... items) {
        return texts(published(audience, items).getJsonArray("publications"));
    }

    public JsonObject find(String campaign) {
        House.Answer answer = house.get("/v1/campaigns/" + campaign, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    /** The publications of somebody's inbox, the newest first. */
    public static List<String> inbox(House house, String token) {
        return house.get("/v1/inbox?size=100", token).json().getJsonArray("publications").stream()
                .map(entry -> ((JsonObject) entry).getString("id"))
                .toList();
    }

    public static List<String> texts(JsonArray array) {
        return array.stream().map(String.class::cast).toList();
    }
}
