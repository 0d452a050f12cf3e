package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.net.Destinations;
import org.jspecify.annotations.Nullable;

/** Sends a body to an address from outside: bounded in time and in what it reads, no redirects, only where it is allowed. */
final class Post implements AutoCloseable {
    private static final int READ_BYTES = 65_536;

    private final Destinations destinations;
    private final HttpClient client;
    private final long timeoutMillis;

    Post(Vertx vertx, Destinations destinations, long timeoutMillis, int connections) {
        this.destinations = destinations;
        this.timeoutMillis = timeoutMillis;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) timeoutMillis).setReadIdleTimeout((int)
                        Math.max(1, timeoutMillis / 1_000)),
                new PoolOptions().setHttp1MaxSize(connections));
    }

    /** A status, and how long the receiver asks to be left alone. */
    record Reply(int status, @Nullable Duration retryAfter) {}

    /** Fails when nothing came back; {@link Failure.Invalid} when the address may not be called. */
    Future<Reply> send(String url, Map<String, String> headers, byte[] body) {
        return destinations
                .find(url)
                .compose(destination -> client.request(destination.post(timeoutMillis)))
                .compose(request -> {
                    headers.forEach(request::putHeader);
                    return request.send(Buffer.buffer(body));
                })
                .map(Post::read);
    }

    @Override
    public void close() {
        client.close();
    }

    private static Reply read(HttpClientResponse response) {
        AtomicInteger left = new AtomicInteger(READ_BYTES);
        response.exceptionHandler(cause -> {});
        response.handler(part -> {
            if (left.addAndGet(-part.length()) < 0) {
                response.request().reset();
            }
        });
        return new Reply(response.statusCode(), retryAfter(response.getHeader("retry-after")));
    }

    /** Only the form in seconds is read. */
    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }

    /** What a status means to all channels; 404 and 410 mean more to some. */
    static Tried outcome(Reply reply) {
        int status = reply.status();
        if (status / 100 == 2) {
            return new Tried.Delivered();
        }
        boolean later = status == 408 || status == 425 || status == 429 || status >= 500;
        return later ? new Tried.Failed("status-" + status, reply.retryAfter()) : new Tried.Refused("status-" + status);
    }

    /** What it means when nothing came back. */
    static Tried unreached(Throwable cause) {
        return cause instanceof Failure.Invalid forbidden
                ? new Tried.Refused(forbidden.type())
                : new Tried.Failed("unreachable", null);
    }
}
