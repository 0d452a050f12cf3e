package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kepu.config.Http;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An event loop that somebody holds up, and what waited for it meanwhile. */
class OverloadTest {
    private static final int WAITING = 20;
    /** In a lane, so that it is let in though the loop was held up just before. */
    private static final String BLOCKING = "/v1/sessions/block";

    private static final String FILES = "/assets/";

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([0-9]{3}) ");

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** Answers everything, and blocks its event loop when it is told to. */
    private final class Blocking extends VerticleBase {
        private final Http.Overload limits;
        private final AtomicInteger port = new AtomicInteger();

        Blocking(Http.Overload limits) {
            this.limits = limits;
        }

        @Override
        public Future<?> start() {
            Overload overload = new Overload(
                    vertx,
                    limits,
                    new Overload.Counts(meters),
                    request -> request.path().startsWith(FILES));
            return vertx.createHttpServer()
                    .requestHandler(request -> {
                        if (!overload.refuses(request)) {
                            answer(request);
                        }
                    })
                    .listen(0, "127.0.0.1")
                    .onSuccess(listening -> port.set(listening.actualPort()));
        }

        private void answer(HttpServerRequest request) {
            if (request.path().equals(BLOCKING)) {
                long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
            }
            request.response().end("done");
        }
    }

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void someOfWhatWaitedTooLongIsTurnedAway() throws Exception {
        int port = serve(new Http.Overload(1, 1, 1_000, 3, 1_000));
        String answers = pipelined(port, "/v1/feed");
        assertThat(statuses(answers)).contains("200", "503");
        assertThat(answers).contains("retry-after: 1", "urn:kepu:overloaded", "application/problem+json");
        assertThat(shed("delay")).isPositive();
    }

    @Test
    void bulletinsAndSignInAreNot() throws Exception {
        int port = serve(new Http.Overload(1, 1, 1_000, 3, 1_000));
        for (String lane : List.of("/v1/bulletins", "/v1/bulletins/1/cancel", "/v1/sessions", "/v1/codes")) {
            assertThat(statuses(pipelined(port, lane))).hasSize(WAITING + 1).containsOnly("200");
        }
        assertThat(shed("delay")).isZero();
    }

    @Test
    void aPageThatIsLoadedGetsAllOfItsFiles() throws Exception {
        int port = serve(new Http.Overload(1, 1, 1_000, 3, WAITING));
        assertThat(statuses(pipelined(port, FILES + "index.js")))
                .hasSize(WAITING + 1)
                .containsOnly("200");
        assertThat(shed("delay") + shed("files")).isZero();
    }

    @Test
    void pastTheirLimitFilesAreTurnedAwayToo() throws Exception {
        int port = serve(new Http.Overload(1, 1, 1_000, 3, 5));
        List<String> statuses = statuses(pipelined(port, FILES + "index.js"));
        assertThat(statuses).contains("200", "503");
        assertThat(shed("files")).isEqualTo(Collections.frequency(statuses, "503"));
        assertThat(shed("delay")).isZero();
    }

    @Test
    void aPatientLimitTurnsNobodyAway() throws Exception {
        int port = serve(new Http.Overload(600_000, 1, 1_000, 3, 1_000));
        assertThat(statuses(pipelined(port, "/v1/feed"))).hasSize(WAITING + 1).containsOnly("200");
    }

    private double shed(String reason) {
        return meters.get("kepu.http.shed").tag("reason", reason).counter().count();
    }

    private int serve(Http.Overload limits) throws TimeoutException {
        Blocking blocking = new Blocking(limits);
        vertx.deployVerticle(blocking).await(60, TimeUnit.SECONDS);
        return blocking.port.get();
    }

    /** The answers to a request that blocks and to so many that wait behind it. */
    private static String pipelined(int port, String path) throws IOException {
        String requests =
                request(BLOCKING, "") + request(path, "").repeat(WAITING - 1) + request(path, "connection: close\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String request(String path, String header) {
        return "GET " + path + " HTTP/1.1\r\nhost: kepu\r\n" + header + "\r\n";
    }

    private static List<String> statuses(String answers) {
        return STATUS.matcher(answers).results().map(found -> found.group(1)).collect(Collectors.toList());
    }
}
