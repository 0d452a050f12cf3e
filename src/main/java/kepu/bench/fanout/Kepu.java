package kepu.bench.fanout;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import kepu.bench.load.Node;
import org.jspecify.annotations.Nullable;

/** A node whose operator pushes an item to everybody in the city: the draft is stored, and handing it in publishes it. */
final class Kepu implements Broadcaster {
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final Node node;
    private final World world;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;
    private String next = "";

    Kepu(Node node, World world) throws IOException {
        this.node = node;
        this.world = world;
        this.token = call(
                        "/v1/sessions",
                        "",
                        new JsonObject().put("account", World.OPERATOR).put("password", world.password()),
                        CREATED)
                .body
                .getString("token");
    }

    @Override
    public void prepare(int round) throws IOException {
        next = call(
                        "/v1/campaigns",
                        token,
                        new JsonObject()
                                .put("title", "霜冻预警：今晚气温降到零度以下")
                                .put("message", "请把大棚的膜压好，果树根部培土。" + Mark.of(round))
                                .put("items", new JsonArray().add(World.ITEM))
                                .put(
                                        "audience",
                                        new JsonObject().put("region", new JsonArray().add(World.CITY.text()))),
                        CREATED)
                .body
                .getString("id");
    }

    @Override
    public Sent publish() throws IOException {
        Called called = call("/v1/campaigns/" + next + "/submit", token, null, OK);
        if (!"running".equals(called.body.getString("state"))) {
            throw new IOException("the push is not out: " + called.body.encode());
        }
        return called.sent;
    }

    /** What the last publication said, as a line of JSON. */
    String published() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(node.url().resolve("/v1/inbox?size=1"))
                .header("authorization", "Bearer " + token)
                .build();
        JsonObject entry = sent(request, OK).body.getJsonArray("publications").getJsonObject(0);
        // only inboxes say what was read
        entry.remove("read");
        return entry.encode();
    }

    @Override
    public Crowd.Lines lines(int lines) {
        return new Crowd.Lines(node.url().getPort(), lines, world.requests());
    }

    @Override
    public List<ProcessHandle> processes() {
        return List.of(node.process());
    }

    @Override
    public void close() {
        client.close();
        node.close();
    }

    private record Called(Sent sent, JsonObject body) {}

    private Called call(String path, String bearer, @Nullable JsonObject body, int expected) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(node.url().resolve(path));
        if (!bearer.isEmpty()) {
            request.header("authorization", "Bearer " + bearer);
        }
        return sent(
                body == null
                        ? request.POST(HttpRequest.BodyPublishers.noBody()).build()
                        : request.header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                                .build(),
                expected);
    }

    private Called sent(HttpRequest request, int expected) throws IOException {
        try {
            long asked = System.nanoTime();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            long answered = System.nanoTime();
            if (answer.statusCode() != expected) {
                throw new IOException(
                        "%s answers %d: %s".formatted(request.uri().getPath(), answer.statusCode(), answer.body()));
            }
            return new Called(new Sent(asked, answered), new JsonObject(answer.body()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
