package kepu.push;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import kepu.testing.House;
import kepu.testing.LiveSocket;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a node that ends says to those who are connected, and to those who come. */
class LiveDrainIT {
    private static final int LINES = 40;
    private static final int CONNECTIONS = 400;
    private static final int RETURN_SECONDS = 60;
    private static final long WINDOW_MILLIS = RETURN_SECONDS * 1_000L * LINES / CONNECTIONS;
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House()
            .with("push.connections", CONNECTIONS)
            .with("push.drainSeconds", 10)
            .with("push.returnSeconds", RETURN_SECONDS);

    private String resident;

    @BeforeEach
    void freshly() throws Exception {
        house.restart();
        resident = house.resident(VILLAGE);
    }

    @Test
    void everybodyIsAskedToComeBackAfterAWaitOfTheirOwn() {
        List<LiveStream> streams = Stream.generate(() -> LiveStream.open(house, resident, null))
                .limit(LINES / 2)
                .toList();
        List<LiveSocket> sockets = Stream.generate(() -> LiveSocket.open(house, resident, null))
                .limit(LINES / 2)
                .toList();
        streams.forEach(line -> line.next("hello"));
        sockets.forEach(line -> line.next("hello"));
        soon("all are told", drain());
        List<Long> waits = new ArrayList<>();
        streams.forEach(line -> waits.add(soon("a wait", line.retry())));
        streams.forEach(line -> soon("a stream ends", line.ended()));
        sockets.forEach(line -> waits.add(soon("a wait", line.retry())));
        System.out.println("waits in milliseconds: " + waits);
        assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(0L, WINDOW_MILLIS));
        assertThat(new HashSet<>(waits)).as("they differ").hasSizeGreaterThan(LINES / 2);
        assertThat(waits).anyMatch(wait -> wait < WINDOW_MILLIS / 2).anyMatch(wait -> wait > WINDOW_MILLIS / 2);
        assertThat(house.metric("kepu_hub_drained_total")).isEqualTo(LINES);
        assertThat(house.metric("kepu_hub_connected")).isZero();
    }

    @Test
    void nobodyIsLetInAnyMore() {
        soon("nobody is to be told", drain());
        House.Answer refused = house.send(
                HttpRequest.newBuilder(house.uri("/v1/stream")).header("authorization", "Bearer " + resident));
        Refusal.of(refused, 503, "node-ending");
        assertThat(refused.headers().firstValue("retry-after")).isPresent();
        try (LiveSocket socket = LiveSocket.open(house, resident, null)) {
            assertThat(socket.closing()).isEqualTo(new LiveSocket.Closing(1013, "node-ending"));
        }
        assertThat(house.get("/v1/inbox", resident).status()).isEqualTo(200);
    }

    private static CompletableFuture<Void> drain() {
        return house.app().push().hub().drain().toCompletionStage().toCompletableFuture();
    }
}
