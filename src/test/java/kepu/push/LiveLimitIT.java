package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveSocket;
import kepu.testing.LiveStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two places for live lines, and little patience with slow readers. */
class LiveLimitIT {
    private static final int TRY_AGAIN = 1013;
    private static final int MOST_CAMPAIGNS = 240;

    @RegisterExtension
    static final House house = new House().with("push.connections", 2).with("push.slowReaderBytes", 4_096);

    @Test
    void whoComesWhenAllPlacesAreTakenIsToldToComeLater() throws Exception {
        String token = house.resident("510903100208");
        double refused = house.metric("kepu_hub_refused_total");
        try (LiveStream first = LiveStream.open(house, token, null);
                LiveSocket second = LiveSocket.open(house, token, null)) {
            first.next("hello");
            second.next("hello");
            assertThat(house.metric("kepu_hub_connected")).isEqualTo(2);

            House.Answer third = house.get("/v1/stream", token);
            assertThat(third.status()).isEqualTo(429);
            assertThat(third.problem()).isEqualTo("connections-full");
            assertThat(third.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
            assertThat(Integer.parseInt(
                            third.headers().firstValue("retry-after").orElse("0")))
                    .isPositive();
            assertThat(LiveSocket.open(house, token, null).closing().code()).isEqualTo(TRY_AGAIN);
            assertThat(house.metric("kepu_hub_refused_total") - refused).isEqualTo(2);
        }
        assertEmpty();
        try (LiveStream again = LiveStream.open(house, token, null)) {
            again.next("hello");
        }
        assertEmpty();
    }

    @Test
    void aSlowReaderIsDroppedAndHoldsNobodyUp() throws Exception {
        String village = "510903100210";
        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        String[] items = house.items(20).toArray(String[]::new);
        String token = house.resident(village);
        double slow = house.metric("kepu_hub_slow_total");
        List<String> published = new ArrayList<>();
        try (Socket lazy = unread(token);
                LiveStream keen = LiveStream.open(house, house.resident(village), null)) {
            keen.next("hello");
            eventually("both are connected", () -> house.metric("kepu_hub_connected") == 2);
            for (int i = 0; i < MOST_CAMPAIGNS && house.metric("kepu_hub_slow_total") == slow; i++) {
                var draft = Desk.draft(Desk.region(village), items)
                        .put("title", "字".repeat(60))
                        .put("message", "字".repeat(200));
                var running = operator.stepped(operator.create(draft).json().getString("id"), "submit");
                published.addAll(Desk.texts(running.getJsonArray("publications")));
                operator.withdrawn(running.getString("id"));
            }
            assertThat(house.metric("kepu_hub_slow_total"))
                    .as("of %d", published.size())
                    .isEqualTo(slow + 1);
            assertThat(house.metric("kepu_hub_connected")).isEqualTo(1);
            for (int from = 0; from < published.size(); from += items.length) {
                for (String publication : published.subList(from, from + items.length)) {
                    assertThat(keen.next("publication").id()).isEqualTo(publication);
                }
                for (String publication : published.subList(from, from + items.length)) {
                    assertThat(keen.next("cancel").id()).isEqualTo(publication);
                }
            }
            assertThat(endOf(lazy.getInputStream())).isTrue();
        }
        assertEmpty();
    }

    /** Asks for the stream and reads none of it. */
    private static Socket unread(String token) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.setSoTimeout(30_000);
        socket.connect(
                new InetSocketAddress(house.uri("/").getHost(), house.uri("/").getPort()));
        socket.getOutputStream()
                .write(("GET /v1/stream HTTP/1.1\r\nHost: kepu\r\nAuthorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** Reads what had been sent; true when the server ended it. */
    private static boolean endOf(InputStream in) throws IOException {
        byte[] last = new byte[0];
        byte[] buffer = new byte[65_536];
        while (true) {
            int read = in.read(buffer);
            if (read < 0) {
                return true;
            }
            last = java.util.Arrays.copyOfRange(buffer, Math.max(0, read - 5), read);
            if (new String(last, StandardCharsets.US_ASCII).equals("0\r\n\r\n")) {
                return true;
            }
        }
    }

    private static void assertEmpty() {
        eventually("all places are free again", () -> house.metric("kepu_hub_connected") == 0);
    }
}
