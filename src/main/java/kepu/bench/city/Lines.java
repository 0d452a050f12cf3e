package kepu.bench.city;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.parsetools.RecordParser;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Live lines of residents who listen, on an event loop of their own, and what all of them heard. */
final class Lines implements AutoCloseable {
    private static final int AT_ONCE = 64;
    private static final int OPENING_SECONDS = 120;
    private static final int LOOK_MILLIS = 50;
    private static final String NAME = "event: ";

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
    private final HttpClient client;
    private final ConcurrentHashMap<String, LongAdder> heard = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closing;

    private Lines(CityNode node, int count) {
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost(node.url().getHost())
                        .setDefaultPort(node.url().getPort()),
                new PoolOptions().setHttp1MaxSize(Math.max(1, count)));
    }

    /** Opens a line for each of the first visitors. Blocking. */
    static Lines open(CityNode node, City city, int count) throws IOException {
        Lines lines = new Lines(node, count);
        try {
            Semaphore atOnce = new Semaphore(AT_ONCE);
            Promise<Void> all = Promise.promise();
            for (int i = 0; i < count; i++) {
                atOnce.acquire();
                lines.open(city.tokens().get(i)).onComplete(opened -> {
                    atOnce.release();
                    if (opened.failed()) {
                        all.tryFail(opened.cause());
                    } else if (lines.open.incrementAndGet() == count) {
                        all.tryComplete();
                    }
                });
                if (all.future().failed()) {
                    break;
                }
            }
            if (count > 0) {
                all.future().await(OPENING_SECONDS, TimeUnit.SECONDS);
            }
            return lines;
        } catch (TimeoutException | RuntimeException e) {
            lines.close();
            throw new IOException("a line was not opened", e);
        } catch (InterruptedException e) {
            lines.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Lines that are open still. */
    int open() {
        return open.get();
    }

    private long heard(String name) {
        LongAdder count = heard.get(name);
        return count == null ? 0 : count.sum();
    }

    /** Waits until all lines together heard a word of this name so often, or for so long; gives how often they did. Blocking. */
    long await(String name, long times, int seconds) {
        Promise<Long> all = Promise.promise();
        long timer = vertx.setPeriodic(LOOK_MILLIS, look -> {
            if (heard(name) >= times) {
                all.tryComplete(heard(name));
            }
        });
        vertx.setTimer(TimeUnit.SECONDS.toMillis(seconds), late -> all.tryComplete(heard(name)));
        long heard = all.future().await();
        vertx.cancelTimer(timer);
        return heard;
    }

    @Override
    public void close() {
        closing = true;
        vertx.close().await();
    }

    private Future<Void> open(String token) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setURI("/v1/stream")
                .putHeader("accept", "text/event-stream")
                .putHeader("authorization", "Bearer " + token);
        return client.request(options).compose(request -> request.send()).map(this::listen);
    }

    private Void listen(HttpClientResponse response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("a line is answered " + response.statusCode());
        }
        RecordParser words = RecordParser.newDelimited("\n\n", this::word);
        response.handler(words);
        response.exceptionHandler(cut -> ended());
        response.endHandler(end -> ended());
        return null;
    }

    private void ended() {
        if (!closing) {
            open.decrementAndGet();
        }
    }

    private void word(Buffer word) {
        String text = word.toString();
        int at = text.indexOf(NAME);
        if (at >= 0) {
            String name = text.substring(at + NAME.length(), text.indexOf('\n', at));
            heard.computeIfAbsent(name, first -> new LongAdder()).increment();
        }
    }
}
