package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real HTTP server of somebody else on this machine: it keeps what it gets and answers what the test says. As an extension it is there, on
 * its port, whenever a class runs.
 */
public final class Receiver implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    /** A request as it came. */
    public record Got(String path, Map<String, String> headers, byte[] body) {
        public String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private Vertx vertx;
    private HttpServer server;
    private boolean isOpen;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    /** The status for the nth request, from 1; 0 for none at all. */
    private volatile IntUnaryOperator status = n -> 200;
    /** Nothing is answered before. */
    private volatile Future<Void> before = Future.succeededFuture();

    public Receiver() {
        open(0);
    }

    private void open(int port) {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, String> headers = new TreeMap<>();
                    request.headers()
                            .forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
                    int number;
                    synchronized (got) {
                        got.add(new Got(request.path(), headers, body.getBytes()));
                        number = got.size();
                    }
                    before.onComplete(done -> answer(request, status.applyAsInt(number)));
                }))
                .listen(port, "127.0.0.1")
                .await();
        isOpen = true;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!isOpen) {
            open(server.actualPort());
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    private static void answer(HttpServerRequest request, int status) {
        if (status == 0) {
            request.connection().close();
        } else {
            String elsewhere = "http://127.0.0.1:" + request.localAddress().port() + "/elsewhere";
            request.response()
                    .setStatusCode(status)
                    .putHeader("location", elsewhere)
                    .end("x".repeat(200_000));
        }
    }

    public void answering(IntUnaryOperator answers) {
        status = answers;
    }

    /** Answers nothing before {@code then}. */
    public void holding(Future<Void> then) {
        before = then;
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    public List<Got> got() {
        return List.copyOf(got);
    }

    @Override
    public void close() {
        isOpen = false;
        vertx.close().await();
    }
}
