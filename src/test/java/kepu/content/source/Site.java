package kepu.content.source;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real website of somebody else on this machine: it answers what the test says, and keeps what it was asked. As an
 * extension it is there, on its port, whenever a class runs.
 */
public final class Site implements AutoCloseable, BeforeAllCallback, AfterAllCallback {
    /** A request as it came. */
    public record Asked(String path, Map<String, String> headers) {}

    private Vertx vertx;
    private HttpServer server;
    private boolean isOpen;
    private final Map<String, Consumer<HttpServerRequest>> pages = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    public Site() {
        open(0);
    }

    private void open(int port) {
        vertx = Vertx.vertx();
        server = vertx.createHttpServer()
                .requestHandler(this::answer)
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

    /** Whatever a test wants to do with a request. */
    public Site at(String path, Consumer<HttpServerRequest> page) {
        pages.put(path, page);
        return this;
    }

    public Site at(String path, String contentType, byte[] body) {
        return at(
                path,
                request -> request.response()
                        .putHeader("content-type", contentType)
                        .end(Buffer.buffer(body)));
    }

    public Site at(String path, String contentType, String body) {
        return at(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    public String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    public List<Asked> asked(String path) {
        return asked.stream().filter(one -> one.path().equals(path)).toList();
    }

    @Override
    public void close() {
        isOpen = false;
        vertx.close().await();
    }

    private void answer(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        asked.add(new Asked(request.path(), headers));
        pages.getOrDefault(
                        request.path(),
                        lost -> lost.response().setStatusCode(404).end())
                .accept(request);
    }
}
