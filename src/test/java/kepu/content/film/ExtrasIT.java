package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.ImageIO;
import kepu.base.Sha256;
import kepu.people.Role;
import kepu.store.Database;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Recorded;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The recording of an article and the poster of a video: in pieces, checked by what they are, named by a draft, reviewed, and heard with that text alone. */
class ExtrasIT {
    private static final String PATH = "/v1/library/uploads/extras";
    private static final String ITEMS = "/v1/library/items/";
    private static final int PIECE = 10_000;

    @RegisterExtension
    static final House house = new House()
            .with("uploads.chunkBytes", 65_536)
            .with("uploads.recordingMebibytes", 1)
            .with("uploads.recordingSeconds", 60)
            .with("uploads.pictureMegapixels", 1);

    private final String editor = house.staff(Role.EDITOR, "0");

    @Test
    void aRecordingInPiecesIsHeardWithTheTextThatItReads() throws Exception {
        JsonObject sound = ready("recording", Recorded.wav(3));
        assertThat(sound.getInteger("seconds")).isEqualTo(3);
        assertThat(sound.getString("media")).matches("/media/[0-9a-f]{40}\\.wav");
        String item = drafted();
        JsonObject draft = changed(item, new JsonObject().put("audio", name(sound)));
        assertThat(draft.getBoolean("recordingFits")).isTrue();
        published(item);
        assertThat(house.get("/v1/items/" + item, null).json().getString("audio"))
                .isEqualTo(sound.getString("media"));
    }

    @Test
    void aRecordingOfAnotherTextDoesNotGoOutUntilSomebodySaysItFits() throws Exception {
        JsonObject sound = ready("recording", TestSound.mp3(200));
        String item = drafted();
        changed(item, new JsonObject().put("audio", name(sound)));
        JsonObject draft = changed(item, new JsonObject().put("text", "先说怎么做，改过了。"));
        assertThat(draft.getBoolean("recordingFits")).isFalse();
        published(item);
        assertThat(house.get("/v1/items/" + item, null).json().containsKey("audio"))
                .isFalse();

        assertThat(house.post(ITEMS + item + "/correct", new JsonObject().put("note", "加上录音"), editor)
                        .status())
                .isEqualTo(200);
        draft = changed(item, new JsonObject().put("audio", name(sound)));
        assertThat(draft.getBoolean("recordingFits")).isTrue();
        assertThat(house.get("/v1/items/" + item, null).json().containsKey("audio"))
                .as("what is out stays as it is")
                .isFalse();
        published(item);
        assertThat(house.get("/v1/items/" + item, null).json().getString("audio"))
                .isEqualTo(sound.getString("media"));
    }

    @Test
    void aRecordingIsTakenAwayAndReplacedByNewVersionsAlone() throws Exception {
        String first = name(ready("recording", Recorded.wav(2)));
        String second = name(ready("recording", Recorded.wav(4)));
        String item = drafted();
        changed(item, new JsonObject().put("audio", first));
        published(item);
        correct(item, new JsonObject().put("audio", second));
        assertThat(house.get("/v1/items/" + item, null).json().getString("audio"))
                .endsWith(second);
        correct(item, new JsonObject().putNull("audio"));
        assertThat(house.get("/v1/items/" + item, null).json().containsKey("audio"))
                .isFalse();
        List<String> stored = house
                .sql("select coalesce(content->>'audio', '') from item_version where item = ? order by number", item)
                .stream()
                .map(List::getFirst)
                .toList();
        assertThat(stored).containsExactly(first, second, "");
    }

    @Test
    void aPictureIsDrawnAnewAndShownBeforeTheVideo() throws Exception {
        BufferedImage drawn = new BufferedImage(900, 600, BufferedImage.TYPE_INT_RGB);
        JsonObject poster = ready("poster", PictureTest.jpeg(drawn));
        assertThat(poster.containsKey("seconds")).isFalse();
        assertThat(poster.getString("media")).matches("/media/[0-9a-f]{40}\\.jpg");
        HttpResponse<byte[]> served = house.client()
                .send(house.request(poster.getString("media"), null).build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(ImageIO.read(new ByteArrayInputStream(served.body())).getWidth())
                .isEqualTo(900);
        String item = "video-heatstroke";
        correct(item, new JsonObject().put("poster", name(poster)));
        assertThat(house.get("/v1/items/" + item, null).json().getString("cover"))
                .isEqualTo(poster.getString("media"));
    }

    @Test
    void whatIsNotWhatItShouldBeIsRefusedWhateverItIsCalled() throws Exception {
        byte[] page = "<html><script>alert(1)</script></html>".repeat(50).getBytes(StandardCharsets.UTF_8);
        refused("recording", page, "recording-format");
        refused("recording", TestSound.mp4(5, "vide", "soun"), "recording-format");
        refused("recording", TestSound.mp4(61, "soun"), "recording-too-long");
        refused("poster", page, "picture-format");
        refused("poster", new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0, 0, 0, 0, 0, 0}, "picture-broken");
        refused("poster", picture(100, 300), "picture-too-small");
        refused("poster", picture(2_000, 600), "picture-too-large");
        Refusal.of(begin("recording", 1_048_577), 400, "upload-too-large").naming("1 MB");
        Refusal.of(begin("video", 10), 400).at("/use");
    }

    @Test
    void anUploadIsOnesOwnAndNoVideo() throws Exception {
        byte[] sound = Recorded.wav(1);
        String id = sent("recording", sound);
        String other = house.staff(Role.EDITOR, "0");
        Refusal.of(house.get(PATH + "/" + id, other), 404, "upload-missing");
        Refusal.of(
                house.post(PATH + "/" + id + "/complete", new JsonObject().put("sha256", sha256(sound)), other),
                404,
                "upload-missing");
        JsonObject film = new JsonObject()
                .put("sha256", sha256(sound))
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
                                .put("groups", List.of("elder")));
        Refusal.of(house.post("/v1/library/uploads/videos/" + id + "/complete", film, editor), 404, "upload-missing");
        assertThat(house.send("DELETE", PATH + "/" + id, null, editor).status()).isEqualTo(204);
    }

    @Test
    void aDraftNamesOnlyWhatIsThere() {
        String item = drafted();
        Refusal.of(house.send("PATCH", ITEMS + item, new JsonObject().put("audio", "song.mp3"), editor), 400)
                .at("/audio");
        changed(item, new JsonObject().put("audio", "0".repeat(40) + ".mp3"));
        Refusal.of(house.post(ITEMS + item + "/submit", null, editor), 400).at("/audio");
    }

    @Test
    void whatNothingNamesIsTakenAway() throws Exception {
        String unsaved = name(ready("recording", TestSound.mp3(211)));
        String young = name(ready("recording", TestSound.mp3(212)));
        age(unsaved);
        sweep();
        assertThat(file(unsaved)).doesNotExist();
        assertThat(records(unsaved)).isZero();
        assertThat(file(young)).exists();
        assertThat(records(young)).isEqualTo(1);
    }

    @Test
    void whatAVersionNamesStaysWhetherItIsLiveOrOld() throws Exception {
        String item = "video-earthquake";
        String old = name(ready("poster", picture(901, 601)));
        String live = name(ready("poster", picture(902, 602)));
        correct(item, new JsonObject().put("poster", old));
        correct(item, new JsonObject().put("poster", live));
        String written = name(ready("recording", TestSound.mp3(213)));
        String draft = drafted();
        changed(draft, new JsonObject().put("audio", written));
        List<String> named = List.of(old, live, written);
        named.forEach(ExtrasIT::age);
        sweep();
        for (String name : named) {
            assertThat(file(name)).exists();
            assertThat(records(name)).isEqualTo(1);
        }

        changed(draft, new JsonObject().put("audio", name(ready("recording", TestSound.mp3(214)))));
        named.forEach(ExtrasIT::age);
        sweep();
        assertThat(file(written)).as("the draft was changed").doesNotExist();
        assertThat(file(old)).exists();
        assertThat(file(live)).exists();
    }

    @Test
    void whatCameAgainIsAsNewAsItsLastUpload() throws Exception {
        String first = name(ready("recording", TestSound.mp3(215)));
        age(first);
        assertThat(name(ready("recording", TestSound.mp3(215)))).isEqualTo(first);
        sweep();
        assertThat(file(first)).exists();
        assertThat(records(first)).isEqualTo(1);
        age(first);
        sweep();
        assertThat(file(first)).doesNotExist();
    }

    @Test
    void aVideoGoesWithItsRenditions() throws Exception {
        String name = "ab12".repeat(10);
        Path segment = file(name).resolve("240/0.ts");
        Files.createDirectories(segment.getParent());
        Files.write(segment, new byte[10]);
        Files.write(file(name + ".mp4"), new byte[10]);
        house.sql(
                "insert into film_upload (id, staff, role, scope, name, bytes, received, state, about, draft, media, seconds, expires_at)"
                        + " select ?, id, 'editor', '0', 'a.mp4', 10, 10, 'done', '{}', 'gone', ?, 1, now() from staff limit 1",
                "v0000000000000000000",
                name + ".mp4");
        age(name + ".mp4");
        sweep();
        assertThat(file(name + ".mp4")).doesNotExist();
        assertThat(file(name)).doesNotExist();
    }

    /** As if a name under {@code /media/} had come long ago. */
    private static void age(String name) {
        try {
            Files.setLastModifiedTime(file(name), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        house.sql("update film_upload set expires_at = now() - interval '1 second' where media = ?", name);
    }

    private static void sweep() {
        Vertx vertx = Vertx.vertx();
        try (Database database =
                        new Database(vertx, house.address(), house.config().database());
                FilmRoom room = new FilmRoom(
                        new FilmRoom.Ground(
                                vertx,
                                database,
                                house.config().data().resolve("uploads"),
                                house.config().data().resolve("media"),
                                Clock.systemUTC(),
                                new SimpleMeterRegistry()),
                        house.config().uploads(),
                        (staff, proposal, origin, key) -> Future.failedFuture("nothing is handed over"))) {
            room.sweep().await();
        }
        vertx.close().await();
    }

    private static Path file(String name) {
        return house.config().data().resolve("media").resolve(name);
    }

    private static long records(String name) {
        return house.count("select count(*) from film_upload where media = ?", name);
    }

    private static byte[] picture(int width, int height) throws Exception {
        return PictureTest.jpeg(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    }

    private static String name(JsonObject upload) {
        return upload.getString("media").replace("/media/", "");
    }

    private House.Answer begin(String use, long bytes) {
        return house.post(
                PATH, new JsonObject().put("use", use).put("name", "谁知道.txt").put("bytes", bytes), editor);
    }

    /** Sends all of it in pieces, one of them twice. */
    private String sent(String use, byte[] bytes) throws Exception {
        House.Answer begun = begin(use, bytes.length);
        assertThat(begun.status()).as(begun.text()).isEqualTo(201);
        String id = begun.json().getString("id");
        for (int from = 0; from < bytes.length; from += PIECE) {
            byte[] piece = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + PIECE));
            assertThat(append(id, from, piece).status()).isEqualTo(200);
            if (from == 0) {
                Refusal.of(append(id, from, piece), 409, "upload-offset");
            }
        }
        return id;
    }

    private House.Answer append(String id, long offset, byte[] piece) throws Exception {
        return house.send(house.request(PATH + "/" + id, editor)
                .setHeader("content-type", "application/offset+octet-stream")
                .header("Upload-Offset", Long.toString(offset))
                .header("Upload-Checksum", "sha256 " + Base64.getEncoder().encodeToString(Sha256.of(piece)))
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(piece)));
    }

    private JsonObject ended(String use, byte[] bytes) throws Exception {
        String id = sent(use, bytes);
        House.Answer completed =
                house.post(PATH + "/" + id + "/complete", new JsonObject().put("sha256", sha256(bytes)), editor);
        assertThat(completed.status()).as(completed.text()).isEqualTo(202);
        Eventually.eventually(
                "it is ready or refused",
                () -> !house.get(PATH + "/" + id, editor)
                        .json()
                        .getString("state")
                        .equals("waiting"));
        return house.get(PATH + "/" + id, editor).json();
    }

    private JsonObject ready(String use, byte[] bytes) throws Exception {
        JsonObject upload = ended(use, bytes);
        assertThat(upload.getString("state")).as(upload.encode()).isEqualTo("done");
        return upload;
    }

    private void refused(String use, byte[] bytes, String type) throws Exception {
        JsonObject upload = ended(use, bytes);
        assertThat(upload.getString("type")).as(upload.encode()).isEqualTo(type);
        assertThat(upload.getString("detail")).containsPattern("\\p{IsHan}");
    }

    private String drafted() {
        JsonObject draft = new JsonObject()
                .put("title", "有人读给您听")
                .put("summary", "三句话说清楚怎么做、为什么。")
                .put("topic", "health")
                .put("groups", new JsonArray(List.of("elder")))
                .put("source", "国家疾病预防控制局")
                .put("authority", "national")
                .put("text", "先说怎么做。\n\n再说为什么。");
        House.Answer answer = house.post("/v1/library/items", draft, editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("item");
    }

    private JsonObject changed(String item, JsonObject fields) {
        House.Answer answer = house.send("PATCH", ITEMS + item, fields, editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private void correct(String item, JsonObject fields) {
        House.Answer answer = house.post(ITEMS + item + "/correct", new JsonObject().put("note", "换了一个"), editor);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        changed(item, fields);
        published(item);
    }

    /** By way of three reviewers. */
    private void published(String item) {
        House.Answer submitted = house.post(ITEMS + item + "/submit", null, editor);
        assertThat(submitted.status()).as(submitted.text()).isEqualTo(200);
        int version = submitted.json().getInteger("version");
        for (String stage : List.of("first", "second", "final")) {
            JsonObject opinion = new JsonObject()
                    .put("version", version)
                    .put("stage", stage)
                    .put("opinion", "pass")
                    .put("checks", stage.equals("final") ? List.of("accuracy", "language") : List.of());
            House.Answer said = house.post(ITEMS + item + "/reviews", opinion, house.staff(Role.REVIEWER, "0"));
            assertThat(said.status()).as(said.text()).isEqualTo(200);
        }
    }

    private static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes));
    }
}
