package kepu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A reader of the SSE stream, as a browser reads it (HTML Standard, 9.2.6). */
public final class LiveStream implements Flow.Subscriber<String>, AutoCloseable {
    private static final int SECONDS = 60;

    private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Long> retry = new CompletableFuture<>();
    private volatile Flow.Subscription subscription;
    private String event = "";
    private String id;
    private String data = "";

    private LiveStream() {}

    /** Opens a line that goes on after {@code lastEventId}, or, when it is null, begins now. */
    public static LiveStream open(House house, String token, String lastEventId) {
        return open(house, house.client(), token, lastEventId);
    }

    public static LiveStream open(House house, HttpClient client, String token, String lastEventId) {
        return open(client, house.uri("/v1/stream"), token, lastEventId);
    }

    /** The same on any node. */
    public static LiveStream open(HttpClient client, URI uri, String token, String lastEventId) {
        LiveStream stream = new LiveStream();
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("authorization", "Bearer " + token);
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        client.sendAsync(request.build(), info -> {
                    stream.status.complete(info.statusCode());
                    return BodySubscribers.fromLineSubscriber(stream);
                })
                .whenComplete((done, failure) -> {
                    stream.ended.complete(null);
                    stream.status.complete(0);
                });
        assertThat(Eventually.soon("an answer to /v1/stream", stream.status)).isEqualTo(200);
        return stream;
    }

    /** The next word of the line, hello included. */
    public Told next() {
        try {
            Told next = told.poll(SECONDS, TimeUnit.SECONDS);
            assertThat(next)
                    .as("a word within %d s (ended: %s)", SECONDS, ended.isDone())
                    .isNotNull();
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The next word, which must be this event. */
    public Told next(String expected) {
        Told next = next();
        assertThat(next.event()).as("%s", next).isEqualTo(expected);
        return next;
    }

    /** What came and was not asked for yet. */
    public BlockingQueue<Told> told() {
        return told;
    }

    /** Done when the server ended the line, or the reader did. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** The milliseconds after which the server asked to come back, done when it did. */
    public CompletableFuture<Long> retry() {
        return retry;
    }

    /** Drops the connection. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.isEmpty()) {
            if (!data.isEmpty()) {
                told.add(new Told(event, id, new JsonObject(data)));
            }
            event = "";
            id = null;
            data = "";
        } else if (line.startsWith("id: ")) {
            id = line.substring(4);
        } else if (line.startsWith("event: ")) {
            event = line.substring(7);
        } else if (line.startsWith("data: ")) {
            data += line.substring(6);
        } else if (line.startsWith("retry: ")) {
            retry.complete(Long.parseLong(line.substring(7)));
        }
    }

    @Override
    public void onError(Throwable failure) {
        ended.complete(null);
    }

    @Override
    public void onComplete() {
        ended.complete(null);
    }
}
