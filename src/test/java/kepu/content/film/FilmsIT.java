package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import kepu.base.Sha256;
import kepu.people.Role;
import kepu.store.Database;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Videos come in pieces over bad lines, and what was acknowledged is never lost. Without ffmpeg they are played as they came. */
class FilmsIT {
    private static final String PATH = "/v1/library/uploads/videos";
    private static final int PIECE = 50_000;

    @RegisterExtension
    static final House house = new House()
            .with("uploads.ffmpeg", "")
            .with("uploads.ffprobe", "")
            .with("uploads.chunkBytes", 65_536)
            .with("uploads.open", 2);

    private static byte[] film;

    private final String editor = house.staff(Role.EDITOR, "510903");

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.list(house.config().data().resolve("media"))) {
            film = Files.readAllBytes(files.filter(file -> file.toString().endsWith(".mp4"))
                    .min(java.util.Comparator.comparingLong(
                            file -> file.toFile().length()))
                    .orElseThrow());
        }
    }

    @Test
    void aVideoInPiecesBecomesADraft() throws Exception {
        String id = begun(film.length);
        for (int from = 0; from < film.length; from += PIECE) {
            House.Answer answer = append(id, from, piece(from), true);
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        }
        JsonObject done = made(id, sha256(film));
        assertThat(done.getString("state")).as(done.encode()).isEqualTo("done");
        assertThat(done.getInteger("seconds")).isPositive();
        assertThat(done.getJsonArray("notes").encode()).contains("没有 ffmpeg");
        assertThat(done.getJsonArray("renditions")).isEmpty();
        String media = done.getString("media");
        assertThat(house.get(media, null).headers().firstValueAsLong("content-length"))
                .hasValue(film.length);
        JsonObject draft = new JsonObject(
                house.sql("select content::text from item_version where item = ?", done.getString("draft"))
                        .getFirst()
                        .getFirst());
        assertThat(draft.getString("kind")).isEqualTo("video");
        assertThat("/media/" + draft.getString("media")).isEqualTo(media);
        try (Stream<Path> left = Files.list(house.config().data().resolve("uploads"))) {
            assertThat(left.filter(file -> file.toString().contains(id))).isEmpty();
        }
    }

    @Test
    void whoLostTheLineGoesOnWhereItBroke() throws Exception {
        String id = begun(film.length);
        append(id, 0, piece(0), false);
        Refusal.of(append(id, 0, piece(0), false), 409, "upload-offset").naming("" + PIECE);
        Refusal.of(append(id, PIECE + 1, piece(PIECE), false), 409, "upload-offset");
        byte[] torn = piece(PIECE).clone();
        torn[7] ^= 1;
        Refusal.of(
                append(id, PIECE, torn, Base64.getEncoder().encodeToString(Sha256.of(piece(PIECE)))),
                400,
                "upload-checksum");
        house.restart();
        int offset = house.get(PATH + "/" + id, editor).json().getInteger("offset");
        assertThat(offset).as("what was acknowledged outlives the program").isEqualTo(PIECE);
        for (int from = offset; from < film.length; from += PIECE) {
            assertThat(append(id, from, piece(from), false).status()).isEqualTo(200);
        }
        assertThat(made(id, sha256(film)).getString("state")).isEqualTo("done");
    }

    @Test
    void whatIsNotWhatItShouldBeIsRefused() throws Exception {
        byte[] none = new byte[1_000];
        new Random(1).nextBytes(none);
        String id = begun(none.length);
        Refusal.of(complete(id, sha256(none)), 409, "upload-incomplete");
        append(id, 0, none, false);
        Refusal.of(append(id, none.length, new byte[1], false), 400, "upload-too-large");
        assertThat(made(id, sha256(none)).getString("type")).isEqualTo("film-format");
        String other = begun(none.length);
        append(other, 0, none, false);
        assertThat(made(other, "0".repeat(64)).getString("type")).isEqualTo("upload-checksum");
        Refusal.of(append(other, none.length, new byte[1], false), 409, "upload-closed");
        Refusal.of(append(begun(100_000), 0, new byte[70_000], false), 413, "body-too-large");
    }

    @Test
    void onePersonHasFewOpenAndSeesNoneOfOthers() {
        String id = begun(1_000);
        begun(1_000);
        Refusal.of(begin(1_000), 429, "uploads-full");
        assertThat(house.send("DELETE", PATH + "/" + id, null, editor).status()).isEqualTo(204);
        begun(1_000);
        String own = house.staff(Role.EDITOR, "510903");
        Refusal.of(house.get(PATH + "/" + id, own), 404, "upload-missing");
        Refusal.of(
                house.post(PATH, new JsonObject().put("name", "x").put("bytes", 1L << 45), editor),
                400,
                "upload-too-large");
    }

    @Test
    void whatIsAbandonedGoesWithItsBytes() {
        String id = begun(1_000);
        assertThat(append(id, 0, new byte[500], false).status()).isEqualTo(200);
        Path folder = house.config().data().resolve("uploads");
        Path file = folder.resolve(id + ".part");
        assertThat(file).hasSize(500);
        house.sql("update film_upload set expires_at = now() - interval '1 second' where id = ?", id);
        Vertx vertx = Vertx.vertx();
        try (Database database =
                        new Database(vertx, house.address(), house.config().database());
                FilmRoom room = new FilmRoom(
                        new FilmRoom.Ground(
                                vertx, database, folder, folder, Clock.systemUTC(), new SimpleMeterRegistry()),
                        house.config().uploads(),
                        (staff, proposal, origin, key) -> Future.failedFuture("nothing is handed over"))) {
            room.sweep().await();
        }
        vertx.close().await();
        Refusal.of(house.get(PATH + "/" + id, editor), 404, "upload-missing");
        assertThat(file).doesNotExist();
    }

    @Test
    void anMp4SaysHowLongItIs() throws Exception {
        Path file = Files.createTempFile(house.config().data(), "film", ".mp4");
        Files.write(file, film);
        assertThat(Mp4.is(file)).isTrue();
        assertThat(Mp4.seconds(file))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1, 7_200));
        Random random = new Random(5_109);
        for (int round = 0; round < 300; round++) {
            byte[] broken = Arrays.copyOf(film, Math.min(film.length, 20_000));
            for (int i = 0; i < 20; i++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            Files.write(file, broken);
            Mp4.is(file);
            assertThat(Mp4.seconds(file))
                    .satisfies(seconds ->
                            seconds.ifPresent(value -> assertThat(value).isPositive()));
        }
    }

    private byte[] piece(int from) {
        return Arrays.copyOfRange(film, from, Math.min(film.length, from + PIECE));
    }

    private House.Answer begin(long bytes) {
        return house.post(PATH, new JsonObject().put("name", "a.mp4").put("bytes", bytes), editor);
    }

    private String begun(long bytes) {
        House.Answer answer = begin(bytes);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("id");
    }

    private House.Answer append(String id, long offset, byte[] bytes, boolean checked) {
        return append(id, offset, bytes, checked ? Base64.getEncoder().encodeToString(Sha256.of(bytes)) : null);
    }

    private House.Answer append(String id, long offset, byte[] bytes, @Nullable String checksum) {
        HttpRequest.Builder request = house.request(PATH + "/" + id, editor)
                .setHeader("content-type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset));
        if (checksum != null) {
            request.header("Upload-Checksum", "sha256 " + checksum);
        }
        return house.send(request.method("PATCH", HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private House.Answer complete(String id, String sha256) {
        return house.post(
                PATH + "/" + id + "/complete",
                new JsonObject()
                        .put("sha256", sha256)
                        .put("title", "防暑视频")
                        .put("summary", "夏天怎样防暑降温")
                        .put("source", "卫生院")
                        .put(
                                "given",
                                new JsonObject()
                                        .put("trust", "partner")
                                        .put("authority", "provincial")
                                        .put("licence", "CC BY 4.0")
                                        .put("topic", "weather")
                                        .put("groups", List.of("elder"))),
                editor);
    }

    private JsonObject made(String id, String sha256) {
        House.Answer completed = complete(id, sha256);
        assertThat(completed.status()).as(completed.text()).isEqualTo(202);
        Eventually.eventually(
                "the video is ready or refused",
                () -> !house.get(PATH + "/" + id, editor)
                        .json()
                        .getString("state")
                        .equals("waiting"));
        return house.get(PATH + "/" + id, editor).json();
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }
}
