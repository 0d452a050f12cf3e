package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaIT {
    @RegisterExtension
    static final House house = new House();

    private static String film = "";
    private static byte[] bytes = {};

    @BeforeAll
    static void readTheFilm() throws IOException {
        JsonObject item = house.get("/v1/items/video-cpr-aed", null).json();
        assertThat(item.getString("kind")).isEqualTo("video");
        assertThat(item.getInteger("seconds")).isPositive();
        film = item.getString("media");
        bytes = Files.readAllBytes(Path.of(System.getProperty("kepu.home", "."), "content/videos/video-cpr-aed.mp4"));
    }

    @Test
    void aFilmAndItsPosterAreServedWhole() throws IOException, InterruptedException {
        HttpResponse<byte[]> whole = get(film);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(bytes);
        assertThat(header(whole, "content-type")).isEqualTo("video/mp4");
        assertThat(header(whole, "accept-ranges")).isEqualTo("bytes");
        assertThat(header(whole, "x-content-type-options")).isEqualTo("nosniff");
        String cover = house.get("/v1/items/video-cpr-aed", null).json().getString("cover");
        HttpResponse<byte[]> poster = get(cover);
        assertThat(header(poster, "content-type")).isEqualTo("image/jpeg");
        assertThat(poster.body()).startsWith(0xFF, 0xD8, 0xFF);
    }

    @Test
    void itMayBeKeptForEverAndIsKnownByItsTag() throws IOException, InterruptedException {
        HttpResponse<byte[]> whole = get(film);
        assertThat(header(whole, "cache-control"))
                .contains("immutable")
                .contains("max-age=31536000")
                .contains("public");
        String tag = header(whole, "etag");
        assertThat(tag).matches("\"[^\"]+\"");
        for (String known : List.of(tag, "\"other\", " + tag, "W/" + tag, "*")) {
            HttpResponse<byte[]> again = get(film, "if-none-match", known);
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(header(again, "etag")).isEqualTo(tag);
        }
        assertThat(get(film, "if-none-match", "\"other\"").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,0,1",
        "bytes=0-99,0,100",
        "bytes=100-199,100,100",
        "bytes=0-999999999999,0,-1",
        "bytes=500-,500,-1"
    })
    void aRangeGivesItsBytes(String range, int first, int length) throws IOException, InterruptedException {
        int end = length < 0 ? bytes.length : first + length;
        HttpResponse<byte[]> part = get(film, "range", range);
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(bytes, first, end));
        assertThat(header(part, "content-range")).isEqualTo("bytes %d-%d/%d".formatted(first, end - 1, bytes.length));
    }

    @Test
    void aRangeCanCountFromTheEnd() throws IOException, InterruptedException {
        assertThat(get(film, "range", "bytes=-7").body())
                .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 7, bytes.length));
        HttpResponse<byte[]> all = get(film, "range", "bytes=-" + (bytes.length + 5));
        assertThat(all.body()).isEqualTo(bytes);
    }

    @Test
    void piecesPutTogetherAreTheFilm() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] joined = new byte[bytes.length];
        for (int at = 0; at < bytes.length; ) {
            int last = Math.min(bytes.length, at + 1 + random.nextInt(200_000)) - 1;
            byte[] piece = get(film, "range", "bytes=" + at + "-" + last).body();
            assertThat(piece).as("seed %d, from %d", seed, at).hasSize(last - at + 1);
            System.arraycopy(piece, 0, joined, at, piece.length);
            at = last + 1;
        }
        assertThat(joined).isEqualTo(bytes);
    }

    @Test
    void aRangeOutsideTheFilmIsRefusedWithItsSize() {
        for (String range : List.of("bytes=" + bytes.length + "-", "bytes=99999999999-", "bytes=-0")) {
            House.Answer answer =
                    house.send(HttpRequest.newBuilder(house.uri(film)).header("range", range));
            Refusal.of(answer, 416, "range-invalid");
            assertThat(answer.headers().firstValue("content-range")).contains("bytes */" + bytes.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "lines=0-1",
                "bytes=0-1,5-6",
                "nonsense",
                "bytes=99999999999999999999-"
            })
    void aRangeOfNoKnownFormGivesTheWholeFilm(String range) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(film, "range", range);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).hasSize(bytes.length);
    }

    @Test
    void aRangeOfAnOlderFilmGivesTheWholeNewOne() throws IOException, InterruptedException {
        String tag = header(get(film), "etag");
        assertThat(get(film, "range", "bytes=0-9", "if-range", tag).statusCode())
                .isEqualTo(206);
        assertThat(get(film, "range", "bytes=0-9", "if-range", "\"older\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void theHeadTellsTheSizeAndNoMore() throws IOException, InterruptedException {
        HttpResponse<byte[]> head = house.client()
                .send(
                        HttpRequest.newBuilder(house.uri(film))
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(header(head, "content-length")).isEqualTo(Integer.toString(bytes.length));
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/media/",
                "/media/nothing.mp4",
                "/media/..%2Fsecret.key",
                "/media/%2e%2e%2fsecret.key",
                "/media/..%5Csecret.key",
                "/media/0000000000000000000000000000000000000000.mp4",
                "/media/0000000000000000000000000000000000000000.key",
                "/media/secret.key"
            })
    void nothingElseIsServed(String path) {
        Refusal.of(house.get(path, null), 404, "not-found");
    }

    @Test
    void anArticleIsServedAsSafeHtml() {
        JsonObject article =
                house.get("/v1/items/" + house.items(1).getFirst(), null).json();
        assertThat(article.getString("body")).contains("<p>").contains("<h2>").doesNotContain("<script");
        assertThat(article.getString("source")).isNotBlank();
        Refusal.of(house.get("/v1/items/nothing-here", null), 404, "item-missing");
    }

    private static HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(house.uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return house.client().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
