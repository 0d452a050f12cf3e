package kepu.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;

/** The calls on orders in a house, each of which is to work. */
record OrderCalls(House house) {
    static final String WISH = "请来院坝讲讲怎么识别诈骗电话";

    String placed(String text, String token) {
        return placed(text, token, null);
    }

    String placed(String text, String token, @Nullable String key) {
        return ok(place(text, token, key), 201).getString("id");
    }

    House.Answer place(String text, String token, @Nullable String key) {
        HttpRequest.Builder request = house.request("/v1/orders", token)
                .POST(HttpRequest.BodyPublishers.ofString(
                        new JsonObject().put("text", text).encode()));
        return house.send(key == null ? request : request.header("Idempotency-Key", key));
    }

    JsonObject step(String id, String step, JsonObject body, String token) {
        return ok(house.post(path(id, step), body, token), 200);
    }

    void withdrawn(String token, String... ids) {
        for (String id : ids) {
            ok(house.post(path(id, "withdraw"), null, token), 200);
        }
    }

    static String path(String id, String step) {
        return "/v1/orders/" + id + "/" + step;
    }

    JsonObject whole(String id, String token) {
        return ok(house.get("/v1/orders/" + id, token), 200);
    }

    JsonObject list(String query, String token) {
        return ok(house.get("/v1/orders" + query, token), 200);
    }

    JsonArray mine(String token) {
        return ok(house.get("/v1/me/orders", token), 200).getJsonArray("orders");
    }

    static List<String> ids(JsonObject list) {
        return list.getJsonArray("orders").stream()
                .map(order -> ((JsonObject) order).getString("id"))
                .toList();
    }

    static JsonObject ok(House.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }
}
