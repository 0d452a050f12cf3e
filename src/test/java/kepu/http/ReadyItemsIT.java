package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReadyItemsIT {
    private static final String MADE = "kepu_items_ready_made_total";

    @RegisterExtension
    static final House house = new House().with("rumours.sentenceVectors", false);

    @Test
    void anItemIsMadeOnceAndThenReady() {
        String id = house.items(5).getLast();
        String first = house.get("/v1/items/" + id, null).text();
        double made = house.metric(MADE);
        for (int i = 0; i < 10; i++) {
            assertThat(house.get("/v1/items/" + id, null).text()).isEqualTo(first);
        }
        assertThat(house.metric(MADE)).isEqualTo(made);
        assertThat(house.metric("kepu_items_ready_bytes")).isGreaterThan(first.length());
    }

    @Test
    void whoHasItIsToldSo() {
        String id = house.items(5).getFirst();
        String tag = header(house.get("/v1/items/" + id, null), "etag");
        assertThat(tag).matches("\"[0-9a-f]{32}\"");
        House.Answer known = house.send(item(id).header("if-none-match", "\"other\", " + tag));
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.text()).isEmpty();
        assertThat(header(known, "etag")).isEqualTo(tag);
        assertThat(header(known, "cache-control")).isEqualTo("no-cache");
        assertThat(house.send(item(id).header("if-none-match", "\"other\"")).status())
                .isEqualTo(200);
    }

    @Test
    void theCompressedTwinIsTheSameUnderATagOfItsOwn() throws Exception {
        String id = house.items(5).getFirst();
        House.Answer plain = house.get("/v1/items/" + id, null);
        HttpResponse<byte[]> twin = house.client()
                .send(
                        item(id).header("accept-encoding", "gzip, deflate").build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(twin.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(twin.headers().firstValue("vary")).contains("accept-encoding");
        assertThat(unpacked(twin.body())).isEqualTo(plain.text());
        String tag = twin.headers().firstValue("etag").orElseThrow();
        assertThat(tag).isNotEqualTo(header(plain, "etag"));
        assertThat(house.send(item(id).header("accept-encoding", "gzip").header("if-none-match", tag))
                        .status())
                .isEqualTo(304);
        assertThat(house.send(item(id).header("if-none-match", tag)).status())
                .as("whoever does not take gzip has not got what they would be sent")
                .isEqualTo(200);
    }

    @Test
    void aWithdrawnItemIsGoneAtOnceForThoseWhoHaveItToo() {
        String id = house.items(20).getLast();
        String tag = header(house.get("/v1/items/" + id, null), "etag");
        String reviewer = house.staff(Role.ADMINISTRATOR, "0");
        House.Answer withdrawn =
                house.post("/v1/library/items/" + id + "/withdraw", new JsonObject().put("reason", "内容过时"), reviewer);
        assertThat(withdrawn.status()).as(withdrawn.text()).isEqualTo(204);
        Refusal.of(house.get("/v1/items/" + id, null), 404, "item-withdrawn");
        Refusal.of(house.send(item(id).header("if-none-match", tag)), 404, "item-withdrawn");
    }

    private static HttpRequest.Builder item(String id) {
        return house.request("/v1/items/" + id, null).GET();
    }

    private static String header(House.Answer answer, String name) {
        return answer.headers().firstValue(name).orElseThrow();
    }

    private static String unpacked(byte[] gzip) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
