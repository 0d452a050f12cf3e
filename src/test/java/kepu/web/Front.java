package kepu.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A server in front of another, for guests: passes on what is asked, but can have a newer app, and lack a part of the one that is open. */
final class Front implements AutoCloseable {
    private static final String WORKER = "/worker.js";
    private static final Set<String> PASSED_ON =
            Set.of("content-type", "cache-control", "etag", "content-security-policy");

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI behind;
    private final Set<String> missing = ConcurrentHashMap.newKeySet();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private volatile String edition = "";

    private Front(HttpServer server, URI behind) {
        this.server = server;
        this.behind = behind;
    }

    static Front of(URI behind) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        Front front = new Front(server, behind);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", front::answer);
        server.start();
        return front;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** From now on the service worker is another one, with caches of its own. */
    void publish(String name) {
        edition = name;
    }

    /** Paths that begin like this are not there. */
    void lack(String prefix) {
        missing.add(prefix);
    }

    void haveAll() {
        missing.clear();
    }

    boolean wasAskedFor(String prefix) {
        return asked.stream().anyMatch(path -> path.startsWith(prefix));
    }

    @Override
    public void close() {
        server.stop(0);
        client.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().toString();
            asked.add(path);
            if (missing.stream().anyMatch(path::startsWith)) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            HttpResponse<byte[]> answer = passedOn(exchange, path);
            answer.headers().map().forEach((name, values) -> {
                if (PASSED_ON.contains(name)) {
                    exchange.getResponseHeaders().put(name, values);
                }
            });
            byte[] body = path.equals(WORKER) ? worker(answer.body()) : answer.body();
            boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : body.length);
            if (!none) {
                exchange.getResponseBody().write(body);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> passedOn(HttpExchange exchange, String path) throws IOException, InterruptedException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(behind.resolve(path))
                .method(
                        exchange.getRequestMethod(),
                        body.length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(body));
        String type = exchange.getRequestHeaders().getFirst("content-type");
        return client.send(
                (type == null ? request : request.header("content-type", type)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** The same worker under another name of its edition, as a new build of the app has it. */
    private byte[] worker(byte[] script) {
        return new String(script, StandardCharsets.UTF_8)
                .replace("kepu-edition-", "kepu-edition-" + edition)
                .getBytes(StandardCharsets.UTF_8);
    }
}
