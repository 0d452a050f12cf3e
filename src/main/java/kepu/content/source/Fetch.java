package kepu.content.source;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import kepu.base.Failure;
import kepu.net.Destinations;
import org.jspecify.annotations.Nullable;

/**
 * Asks for what a source has: only at addresses that are allowed, looked at again at every redirect; bounded in redirects, bytes and time;
 * without what it had already. The connection goes to the address that was looked at, so a name that means another one by then leads nowhere.
 */
final class Fetch implements AutoCloseable {
    private static final String ACCEPT =
            "application/rss+xml, application/atom+xml, application/feed+json, application/json;q=0.9,"
                    + " application/xml;q=0.8, text/xml;q=0.8, */*;q=0.1";

    private final Vertx vertx;
    private final Destinations destinations;
    private final Limits limits;
    private final String agent;
    private final HttpClient client;

    /**
     * @param millis of one request, from its beginning to its last byte
     * @param redirects in a row
     * @param bytes of an answer, as they come
     */
    record Limits(int millis, int redirects, int bytes, int connections) {}

    /** What was had of an address before. */
    record Known(@Nullable String etag, @Nullable String lastModified) {}

    /** What came of asking. */
    sealed interface Answer {
        record Unchanged() implements Answer {}

        record Changed(FeedReader.Answered answered, Known known) implements Answer {}
    }

    /** A server that cannot answer now and says when it will. */
    static final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final int status;
        final transient Duration after;

        Busy(int status, Duration after) {
            super(null, null, false, false);
            this.status = status;
            this.after = after;
        }
    }

    Fetch(Vertx vertx, Destinations destinations, Limits limits, String agent) {
        this.vertx = vertx;
        this.destinations = destinations;
        this.limits = limits;
        this.agent = agent;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(limits.millis()).setDecompressionSupported(false),
                new PoolOptions().setHttp1MaxSize(2).setMaxWaitQueueSize(limits.connections()));
    }

    /** {@link Failure.Invalid} where asking again will not help by itself; {@link Busy}, {@link Failure.Unavailable} where it may. */
    Future<Answer> get(String url, Known known) {
        return hop(url, known, limits.redirects());
    }

    @Override
    public void close() {
        client.close();
    }

    private Future<Answer> hop(String url, Known known, int left) {
        return destinations
                .find(url)
                .compose(destination -> client.request(destination.get(limits.millis())))
                .compose(request -> ask(request, known))
                .compose(response -> read(response, URI.create(url), known, left));
    }

    private Future<HttpClientResponse> ask(HttpClientRequest request, Known known) {
        request.putHeader("accept", ACCEPT).putHeader("accept-encoding", "gzip").putHeader("user-agent", agent);
        if (known.etag() != null) {
            request.putHeader("if-none-match", known.etag());
        }
        if (known.lastModified() != null) {
            request.putHeader("if-modified-since", known.lastModified());
        }
        return request.send();
    }

    private Future<Answer> read(HttpClientResponse response, URI at, Known known, int left) {
        int status = response.statusCode();
        return switch (status) {
            case 200, 203 ->
                body(response)
                        .map(body -> new Answer.Changed(
                                new FeedReader.Answered(
                                        body.getBytes(),
                                        response.getHeader("content-encoding"),
                                        response.getHeader("content-type"),
                                        at),
                                known(response)));
            case 304 -> body(response).map(none -> new Answer.Unchanged());
            case 301, 302, 303, 307, 308 -> leave(response).compose(done -> follow(response, at, known, left));
            default -> leave(response).compose(done -> Future.failedFuture(refused(response)));
        };
    }

    private Future<Answer> follow(HttpClientResponse response, URI at, Known known, int left) {
        String location = response.getHeader("location");
        String next = EntryCleaning.absolute(location, at);
        if (next == null) {
            return Future.failedFuture(new Failure.Invalid("feed-redirect", "网站要转到一个不对的网址"));
        }
        if (left == 0) {
            return Future.failedFuture(
                    new Failure.Invalid("feed-redirect", "网站转了 %d 次还没有到".formatted(limits.redirects() + 1)));
        }
        return hop(next, known, left - 1);
    }

    /** Does not read on; the connection ends. */
    private static Future<Void> leave(HttpClientResponse response) {
        response.exceptionHandler(cause -> {});
        response.handler(part -> {});
        response.request().reset();
        return Future.succeededFuture();
    }

    private Future<Buffer> body(HttpClientResponse response) {
        Promise<Buffer> whole = Promise.promise();
        Buffer got = Buffer.buffer();
        long late = vertx.setTimer(limits.millis(), timer -> {
            whole.tryFail(new Failure.Unavailable("feed-slow", "网站太慢，%d 毫秒内没有传完".formatted(limits.millis())));
            response.request().reset();
        });
        response.exceptionHandler(cause -> whole.tryFail(new Failure.Unavailable("feed-cut", "网站传到一半断开了")));
        response.handler(part -> {
            if (got.length() + part.length() > limits.bytes()) {
                whole.tryFail(FeedFailures.tooLarge(limits.bytes()));
                response.request().reset();
            } else {
                got.appendBuffer(part);
            }
        });
        response.endHandler(end -> whole.tryComplete(got));
        return whole.future().onComplete(done -> vertx.cancelTimer(late));
    }

    private static Known known(HttpClientResponse response) {
        return new Known(header(response, "etag"), header(response, "last-modified"));
    }

    private static @Nullable String header(HttpClientResponse response, String name) {
        String value = response.getHeader(name);
        return value == null || value.length() > 300 || value.isBlank() ? null : value;
    }

    private static RuntimeException refused(HttpClientResponse response) {
        int status = response.statusCode();
        return switch (status) {
            case 401, 403, 407 -> new Failure.Invalid("feed-forbidden", "网站不让读这个订阅源（%d）".formatted(status));
            case 404 -> new Failure.Invalid("feed-missing", "网站上没有这个订阅源（404）");
            case 410 -> new Failure.Invalid("feed-gone", "网站说这个订阅源永久停用了（410），已停止读取");
            case 429, 503 -> new Busy(status, after(response.getHeader("retry-after")));
            default -> new Failure.Unavailable("feed-status", "网站答复了 %d，不是正常的内容".formatted(status));
        };
    }

    /** Only the form in seconds is read. */
    private static Duration after(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(header))
                : Duration.ZERO;
    }
}
