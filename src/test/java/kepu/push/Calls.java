package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls to a node that may be away: who gets no answer, or is told to come again, tries again with the same words. */
final class Calls {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    static final int PAUSE_MILLIS = 100;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(30))
            .build();
    private final Supplier<URI> node;
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger broken = new AtomicInteger();

    Calls(Supplier<URI> node) {
        this.node = node;
    }

    record Answer(int status, String text) {
        JsonObject json() {
            return new JsonObject(text);
        }
    }

    HttpClient client() {
        return client;
    }

    URI uri(String path) {
        return URI.create(node.get() + path);
    }

    /** Answers of 503, each of which said when to come again. */
    int refusals() {
        return refusals.get();
    }

    /** Calls that got no answer. */
    int broken() {
        return broken.get();
    }

    /** One try; null when there is no answer, or one of 503. Any other failure of the server is an {@link AssertionError}. */
    @Nullable
    Answer once(String method, String path, @Nullable JsonObject body, @Nullable String token) {
        return once(method, path, body, token, Map.of());
    }

    private @Nullable Answer once(
            String method,
            String path,
            @Nullable JsonObject body,
            @Nullable String token,
            Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("content-type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body.encode()));
        headers.forEach(request::header);
        if (token != null) {
            request.header("authorization", "Bearer " + token);
        }
        try {
            HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 503) {
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(answer.body()).contains("urn:kepu:database-away");
                refusals.incrementAndGet();
                return null;
            }
            assertThat(answer.statusCode())
                    .as("%s %s: %s", method, path, answer.body())
                    .isLessThan(500);
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            broken.incrementAndGet();
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** The first answer that is one. */
    Answer insist(String method, String path, @Nullable JsonObject body, @Nullable String token) {
        return insist(method, path, body, token, Map.of());
    }

    Answer insist(
            String method,
            String path,
            @Nullable JsonObject body,
            @Nullable String token,
            Map<String, String> headers) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < deadline) {
            Answer answer = once(method, path, body, token, headers);
            if (answer != null) {
                return answer;
            }
            pause();
        }
        throw new AssertionError("no answer within " + LONGEST + ": " + method + " " + path);
    }

    /** Leaves the machine to others for a moment before the next try. */
    void pause() {
        pause(PAUSE_MILLIS);
    }

    void pause(long millis) {
        try {
            var _ = never.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
