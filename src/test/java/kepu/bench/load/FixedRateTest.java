package kepu.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FixedRateTest {
    private static final long SEED = 5109;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void everyRequestIsSentOnceByItsWeightWithItsTokenAndBody() {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        AtomicInteger posts = new AtomicInteger();
        AtomicInteger number = new AtomicInteger();
        int port = serve(request -> {
            seen.add(request.uri());
            request.body().onSuccess(body -> {
                if (request.method().equals(HttpMethod.POST)
                        && body.toString().equals("[1]")
                        && "Bearer mine".equals(request.getHeader("authorization"))) {
                    posts.incrementAndGet();
                }
                request.response()
                        .setStatusCode(request.method().equals(HttpMethod.POST) ? 202 : 200)
                        .end("{}");
            });
        });
        Kind often = Kind.answered("often", 3, 200, random -> Ask.get("/often?" + number.incrementAndGet(), null));
        Kind rare = Kind.answered("rare", 1, 202, random -> Ask.post("/rare", "mine", Buffer.buffer("[1]")));
        Measured measured = run(port, 4, 2, 1_000, Duration.ZERO, List.of(often, rare));
        assertThat(measured.errors()).isZero();
        assertThat(measured.all().count()).isEqualTo(1_000);
        long sent = measured.kinds().getFirst().latency().count();
        assertThat(sent).isBetween(650L, 850L);
        assertThat(seen).hasSize((int) sent + 1);
        assertThat(posts.get()).isEqualTo(1_000 - (int) sent);
        assertThat(measured.kinds().getLast().latency().count()).isEqualTo(posts.get());
        assertThat(measured.pacer().lag().count()).isEqualTo(1_000);
        assertThat(measured.pacer().busy()).isPositive();
    }

    @Test
    void theSameSeedSendsTheSameMixHoweverManyEventLoopsThereAre() {
        int port = serve(request -> request.response().end("{}"));
        List<Kind> kinds = List.of(
                Kind.answered("one", 1, 200, random -> Ask.get("/" + random.nextInt(10), null)),
                Kind.answered("other", 2, 200, random -> Ask.get("/" + random.nextInt(10), null)));
        Measured one = run(port, 2, 1, 500, Duration.ZERO, kinds);
        Measured two = run(port, 2, 2, 500, Duration.ZERO, kinds);
        assertThat(two.kinds().getFirst().latency().count())
                .isEqualTo(one.kinds().getFirst().latency().count());
    }

    @Test
    void whatIsWrongIsCountedByKindAndReasonAndIsNoLatency() {
        int port = serve(request -> {
            switch (request.path()) {
                case "/busy" -> request.response().setStatusCode(503).end("busy");
                case "/empty" -> request.response().end();
                case "/cut" -> request.connection().close();
                case "/silent" -> request.response().putHeader("x", "y");
                default -> request.response().end("{}");
            }
        });
        List<Kind> kinds = List.of(of("good"), of("busy"), of("empty"), of("cut"), of("silent"));
        Measured measured = new FixedRate(
                        new FixedRate.Target("127.0.0.1", port, 40, 1, Duration.ofSeconds(2)),
                        new FixedRate.Rate(100, Duration.ZERO, Duration.ofSeconds(1)),
                        kinds,
                        SEED)
                .run(progress -> {});
        assertThat(measured.kinds().stream().filter(kind -> kind.latency().count() > 0))
                .extracting(Measured.OfKind::name)
                .containsExactly("good");
        assertThat(measured.kinds().get(1).faults()).containsOnlyKeys("status 503");
        assertThat(measured.kinds().get(2).faults()).containsOnlyKeys("an empty body");
        assertThat(measured.kinds().get(3).faults()).hasSize(1);
        assertThat(measured.kinds().get(4).faults()).hasSize(1);
        assertThat(measured.errors() + measured.all().count()).isEqualTo(100);
    }

    /** A server that stops for 400 ms, once: 40 were meant for that time, and all but the last of them were answered late. */
    @Test
    void aStopOfTheServerCountsForAllThatWereMeantForIt() {
        AtomicInteger number = new AtomicInteger();
        int port = serve(request -> {
            Future<?> wait = number.getAndIncrement() == 0 ? vertx.timer(400) : Future.succeededFuture();
            wait.onSuccess(done -> request.response().end("{}"));
        });
        Measured measured = run(port, 1, 1, 100, Duration.ZERO, List.of(of("held")));
        assertThat(measured.errors()).isZero();
        // of 100 requests, 30 took 100 ms and longer: so did the 75th of them in order
        assertThat(measured.all().max()).isGreaterThanOrEqualTo(399);
        assertThat(measured.all().p99()).isGreaterThan(300);
        assertThat(measured.all().count()).isEqualTo(100);
    }

    @Test
    void theWarmUpIsNotCounted() {
        int port = serve(request -> request.response().end("{}"));
        Measured measured = run(port, 2, 1, 1_000, Duration.ofMillis(400), List.of(of("any")));
        assertThat(measured.all().count() + measured.errors()).isBetween(999L, 1_001L);
    }

    @Test
    void aServerThatIsAwayIsAnErrorEachTime() {
        int port = serve(request -> request.response().end("{}"));
        vertx.close().await();
        Measured measured = run(port, 2, 1, 50, Duration.ZERO, List.of(of("any")));
        assertThat(measured.kinds().getFirst().errors()).isEqualTo(50);
        assertThat(measured.kinds().getFirst().faults()).isNotEqualTo(Map.of());
    }

    private static Kind of(String name) {
        return Kind.answered(name, 1, 200, random -> Ask.get("/" + name, null));
    }

    private static Measured run(
            int port, int connections, int loops, int perSecond, Duration warmUp, List<Kind> kinds) {
        return new FixedRate(
                        new FixedRate.Target("127.0.0.1", port, connections, loops, Duration.ofSeconds(20)),
                        new FixedRate.Rate(perSecond, warmUp, Duration.ofSeconds(1)),
                        kinds,
                        SEED)
                .run(progress -> {});
    }

    private int serve(Handler<HttpServerRequest> handler) {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
    }
}
