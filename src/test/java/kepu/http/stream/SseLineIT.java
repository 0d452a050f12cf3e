package kepu.http.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kepu.push.Frame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SseLineIT {
    private static final int SLOW_READER_BYTES = 65_536;
    private static final int IDLE_SECONDS = 3;
    private static final int BEAT_MILLIS = 200;
    private static final int BEATS = 20;
    private static final int LONGEST_SECONDS = 60;

    /** As the program has it: where the system has epoll, frames go to the socket themselves. */
    private final Vertx vertx = Vertx.builder()
            .with(new VertxOptions().setPreferNativeTransport(true))
            .build();

    private final Chunks chunks = new Chunks();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_0", "HTTP_1_1", "HTTP_2"})
    void framesOfOneSizeAndOfOthersComeInOrderAndTheEndIsTheEnd(HttpVersion version) throws Exception {
        List<Frame> frames = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            String data = "字".repeat(i * 37 % 5_000) + i;
            frames.add(new Frame(i, Buffer.buffer("data: " + data + "\n\n"), data));
            expected.append("data: ").append(data).append("\n\n");
            if (i % 7 == 0) {
                expected.append(":\n\n");
            }
        }
        int port = serve(0, line -> {
            for (int i = 0; i < frames.size(); i++) {
                line.send(frames.get(i));
                if (i % 7 == 0) {
                    line.beat();
                }
            }
            line.close();
            line.send(frames.getFirst());
            line.beat();
        });
        Buffer one = all(port, version);
        assertThat(one.toString()).isEqualTo(expected.toString());
        assertThat(all(port, version)).isEqualTo(one);
    }

    /** The socket takes a part of a frame; the rest and all after it follow, in order. */
    @Test
    void aReaderWhoBeginsLateGetsEverything() throws Exception {
        String data = "data: " + "字".repeat(60_000) + "\n\n";
        Promise<Void> allSent = Promise.promise();
        int port = serve(0, line -> {
            line.send(new Frame(0, Buffer.buffer("data: the head went with it\n\n"), ""));
            for (int i = 0; i < 50; i++) {
                line.send(new Frame(i, Buffer.buffer(i + data), ""));
            }
            line.close();
            allSent.complete();
        });
        try (Socket reader = new Socket(InetAddress.getLoopbackAddress(), port)) {
            reader.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            allSent.future().await(LONGEST_SECONDS, TimeUnit.SECONDS);
            String got = new String(reader.getInputStream().readAllBytes(), UTF_8);
            int at = 0;
            for (int i = 0; i < 50; i++) {
                at = got.indexOf("\r\n" + i + data + "\r\n", at);
                assertThat(at).as("frame %d", i).isPositive();
            }
            assertThat(got).endsWith("\r\n0\r\n\r\n");
            assertThat(got.length()).as("and nothing else").isLessThan(50 * (data.length() + 12) + 500);
        }
    }

    /** Beats are all that a quiet line has. */
    @Test
    void aLineThatBeatsIsNotIdle() throws Exception {
        Promise<Integer> beaten = Promise.promise();
        int port = serve(IDLE_SECONDS, line -> {
            line.send(new Frame(1, Buffer.buffer("data: 1\n\n"), ""));
            vertx.setPeriodic(BEAT_MILLIS, timer -> line.beat());
        });
        int[] beats = {0};
        HttpClient client = vertx.createHttpClient();
        client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.send())
                .onSuccess(response -> {
                    response.handler(bytes -> {
                        if (bytes.toString().contains(":\n\n") && ++beats[0] == BEATS) {
                            beaten.tryComplete(beats[0]);
                        }
                    });
                    response.exceptionHandler(beaten::tryFail);
                    response.endHandler(end -> beaten.tryFail("the line ended after " + beats[0]));
                })
                .onFailure(beaten::tryFail);
        assertThat(beaten.future().await(LONGEST_SECONDS, TimeUnit.SECONDS)).isEqualTo(BEATS);
        client.close().await(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    private interface Script {
        void play(SseLine line);
    }

    private int serve(int idleSeconds, Script script) throws Exception {
        return vertx.createHttpServer(new HttpServerOptions().setIdleTimeout(idleSeconds))
                .requestHandler(request -> {
                    SseLine line = new SseLine(request, SLOW_READER_BYTES, chunks);
                    script.play(line);
                })
                .listen(0, "127.0.0.1")
                .await(LONGEST_SECONDS, TimeUnit.SECONDS)
                .actualPort();
    }

    private Buffer all(int port, HttpVersion version) throws Exception {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setProtocolVersion(version)
                // only the end of the connection ends such an answer
                .setKeepAlive(version != HttpVersion.HTTP_1_0));
        try {
            return client.request(HttpMethod.GET, port, "127.0.0.1", "/")
                    .compose(request ->
                            request.putHeader("accept-encoding", "gzip").send())
                    .compose(response -> response.body())
                    .await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } finally {
            client.close().await(LONGEST_SECONDS, TimeUnit.SECONDS);
        }
    }
}
