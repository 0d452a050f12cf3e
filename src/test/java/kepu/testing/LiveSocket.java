package kepu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader of the WebSocket. */
public final class LiveSocket implements WebSocket.Listener, AutoCloseable {
    private static final int SECONDS = 60;
    private static final int RESTART = 1012;

    /** How the server ended it. */
    public record Closing(int code, String reason) {}

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closing> closing = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    private LiveSocket() {}

    /** Opens a socket and says nothing. */
    public static LiveSocket open(House house) {
        return open(house.client(), house.uri("/v1/socket"));
    }

    private static LiveSocket open(HttpClient client, URI http) {
        LiveSocket reader = new LiveSocket();
        URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
        reader.socket =
                Eventually.soon("a web socket", client.newWebSocketBuilder().buildAsync(uri, reader));
        return reader;
    }

    /** Opens a socket and says who it is and, unless {@code offset} is null, where it stood. */
    public static LiveSocket open(House house, String token, String offset) {
        return open(house.client(), house.uri("/v1/socket"), token, offset);
    }

    /** The same on any node. */
    public static LiveSocket open(HttpClient client, URI http, String token, String offset) {
        JsonObject first = new JsonObject().put("token", token);
        return open(client, http).say((offset == null ? first : first.put("offset", offset)).encode());
    }

    public LiveSocket say(String frame) {
        Eventually.soon("a frame sent", socket.sendText(frame, true));
        return this;
    }

    public Told next() {
        try {
            Told next = told.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next).as("a word within %d s (%s)", SECONDS, closing).isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    public Told next(String expected) {
        Told next = next();
        assertThat(next.event()).as("%s", next).isEqualTo(expected);
        return next;
    }

    /** What came and was not asked for yet. */
    public BlockingQueue<Told> told() {
        return told;
    }

    /** Done when the server ended it, or the line broke. */
    public CompletableFuture<Void> ended() {
        return closing.handle((closed, failure) -> null);
    }

    /** The milliseconds after which the server asked to come back, done when it did. */
    public CompletableFuture<Long> retry() {
        return closing.thenCompose(closed -> closed.code() == RESTART
                ? CompletableFuture.completedFuture(
                        Long.parseLong(closed.reason().replaceFirst("^retry: ", "")))
                : new CompletableFuture<>());
    }

    public Closing closing() {
        return Eventually.soon("the server closes the socket", closing);
    }

    public WebSocket socket() {
        return socket;
    }

    /** Drops the connection. */
    @Override
    public void close() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            JsonObject frame = new JsonObject(text.toString());
            text.setLength(0);
            told.add(new Told(frame.getString("event"), frame.getString("offset"), frame.getJsonObject("data")));
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closing.complete(new Closing(code, reason));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closing.completeExceptionally(failure);
    }
}
