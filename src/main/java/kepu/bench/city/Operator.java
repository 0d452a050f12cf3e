package kepu.bench.city;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The operator of a city at work: campaigns to everybody, and a bulletin. Blocking. */
final class Operator implements AutoCloseable {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int BULLETIN_SECONDS = 7_200;

    private final CityNode node;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;

    Operator(CityNode node, City city) throws IOException {
        this.node = node;
        JsonObject who = new JsonObject().put("account", City.OPERATOR).put("password", city.password());
        this.token = call("/v1/sessions", "", who, CREATED).getString("token");
    }

    /** Pushes an item to the whole city at once. */
    void campaign(String item) throws IOException {
        JsonObject draft = new JsonObject()
                .put("title", "今晚值得一看")
                .put("message", "三分钟看懂，也请告诉家里的老人。")
                .put("items", new JsonArray().add(item))
                .put("audience", new JsonObject().put("region", new JsonArray().add(City.CODE.text())));
        String id = call("/v1/campaigns", token, draft, CREATED).getString("id");
        JsonObject out = call("/v1/campaigns/" + id + "/submit", token, null, OK);
        if (!"running".equals(out.getString("state"))) {
            throw new IOException("the campaign is not out: " + out.encode());
        }
    }

    /** Warns the whole city. */
    void bulletin() throws IOException {
        JsonObject form = new JsonObject()
                .put("headline", "涪江洪峰今晚到达")
                .put("instruction", "马上往高处走，不要回去拿东西。")
                .put("regions", new JsonArray().add(City.CODE.text()))
                .put("severity", "red")
                .put("until", Instant.now().plusSeconds(BULLETIN_SECONDS).toString());
        call("/v1/bulletins", token, form, CREATED);
    }

    @Override
    public void close() {
        client.close();
    }

    private JsonObject call(String path, String bearer, @Nullable JsonObject body, int expected) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.url().resolve(path));
        if (!bearer.isEmpty()) {
            request.header("authorization", "Bearer " + bearer);
        }
        if (body == null) {
            request.POST(HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != expected) {
                throw new IOException("%s answers %d: %s".formatted(path, answer.statusCode(), answer.body()));
            }
            return new JsonObject(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
