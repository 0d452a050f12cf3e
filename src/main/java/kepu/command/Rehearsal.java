package kepu.command;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a guest and a resident ask in their first minutes, over HTTP. */
final class Rehearsal implements AutoCloseable {
    static final String CODE = "000000";

    private static final String PHONE = "13800000001";
    private static final String VILLAGE = "510903100208";
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final int ROUNDS = 20;

    private final String url;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();

    Rehearsal(String url) {
        this.url = url;
    }

    /** Blocking. What is refused is rehearsed too: no answer stops it but one that does not come. */
    void play() throws IOException, InterruptedException {
        String token = token();
        for (int round = 0; round < ROUNDS; round++) {
            guest();
            resident(token, round);
        }
    }

    private @Nullable String token() throws IOException, InterruptedException {
        JsonObject session = new JsonObject()
                .put("phone", PHONE)
                .put("code", CODE)
                .put("village", VILLAGE)
                .put("consent", true);
        return new JsonObject(post("/v1/sessions", session, null)).getString("token");
    }

    private void guest() throws IOException, InterruptedException {
        get("/", null);
        get("/v1/feed?region=" + VILLAGE, null);
        get("/v1/search?q=" + URLEncoder.encode("高血压", StandardCharsets.UTF_8), null);
        get("/v1/suggest?q=" + URLEncoder.encode("高", StandardCharsets.UTF_8), null);
        post("/v1/claims/check", new JsonObject().put("text", "喝白酒能预防流感"), null);
    }

    private void resident(@Nullable String token, int round) throws IOException, InterruptedException {
        JsonArray items = new JsonObject(get("/v1/feed?size=20", token)).getJsonArray("items", new JsonArray());
        get("/v1/me", token);
        get("/v1/inbox", token);
        if (!items.isEmpty()) {
            String item = items.getJsonObject(round % items.size()).getString("id");
            get("/v1/items/" + item, token);
            get("/v1/items/" + item + "/similar", token);
            post("/v1/events", new JsonObject().put("events", new JsonArray().add(opening(item, round))), token);
        }
    }

    private static JsonObject opening(String item, int round) {
        return new JsonObject()
                .put("id", "rehearsal-" + round)
                .put("item", item)
                .put("type", "open")
                .put("at", Instant.now().toString());
    }

    private String get(String path, @Nullable String token) throws IOException, InterruptedException {
        return answer(request(path, token).GET());
    }

    private String post(String path, JsonObject body, @Nullable String token) throws IOException, InterruptedException {
        return answer(request(path, token).POST(HttpRequest.BodyPublishers.ofString(body.encode())));
    }

    private HttpRequest.Builder request(String path, @Nullable String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(LONGEST)
                .header("content-type", "application/json");
        return token == null ? request : request.header("authorization", "Bearer " + token);
    }

    private String answer(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
