package kepu.ops;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import kepu.config.Config;
import kepu.store.Database;

/** Answers those who operate this node: alive, ready, and how it goes. Never on the public port. */
public final class Management {
    private static final long PROBE_MILLIS = 2_000;

    private final Vertx vertx;
    private final Database database;
    private final PrometheusMeterRegistry meters;
    private final Config.Management config;
    private final AtomicBoolean serving = new AtomicBoolean();
    private final Map<String, BooleanSupplier> awaited = new LinkedHashMap<>();

    public Management(Vertx vertx, Database database, PrometheusMeterRegistry meters, Config.Management config) {
        this.vertx = vertx;
        this.database = database;
        this.meters = meters;
        this.config = config;
    }

    public Future<HttpServer> listen() {
        return vertx.createHttpServer().requestHandler(this::answer).listen(config.port(), config.host());
    }

    /** From now on the node says that it is ready: a load balancer sends people here. */
    public void enter() {
        serving.set(true);
    }

    /** From now on it says that it is not; done when balancers had {@code management.leaveSeconds} to hear of it. */
    public Future<Void> leave() {
        boolean served = serving.getAndSet(false);
        return served && config.leaveSeconds() > 0
                ? vertx.timer(config.leaveSeconds(), TimeUnit.SECONDS).mapEmpty()
                : Future.succeededFuture();
    }

    /** Something that a node serves without and better with; while it is not there, the ready node names it. Before it listens. */
    public void awaits(String name, BooleanSupplier there) {
        awaited.put(name, there);
    }

    private void answer(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        switch (request.path()) {
            case "/health/live" -> send(response, 200, new JsonObject().put("status", "up"));
            case "/health/ready" -> ready(response);
            case "/metrics" ->
                vertx.executeBlocking(meters::scrape, false)
                        .onSuccess(
                                text -> response.putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8")
                                        .end(text))
                        .onFailure(cause -> send(response, 500, new JsonObject().put("status", "no metrics")));
            default -> send(response, 404, new JsonObject().put("status", "not found"));
        }
    }

    private void ready(HttpServerResponse response) {
        if (!serving.get()) {
            send(response, 503, new JsonObject().put("status", "down").put("reason", "starting or stopping"));
            return;
        }
        database.query("select 1")
                .timeout(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                .onSuccess(rows ->
                        send(response, 200, new JsonObject().put("status", "up").put("awaiting", awaiting())))
                .onFailure(cause -> send(
                        response, 503, new JsonObject().put("status", "down").put("reason", "database")));
    }

    private JsonArray awaiting() {
        JsonArray names = new JsonArray();
        awaited.forEach((name, there) -> {
            if (!there.getAsBoolean()) {
                names.add(name);
            }
        });
        return names;
    }

    private static void send(HttpServerResponse response, int status, JsonObject body) {
        response.setStatusCode(status)
                .putHeader("content-type", "application/json")
                .end(body.toBuffer());
    }
}
