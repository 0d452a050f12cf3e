package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.base.Sha256;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A video from its upload to the player: renditions are offered with the item, served by their types, and gone with a withdrawal. Needs ffmpeg. */
class RenditionsIT {
    private static final String UPLOADS = "/v1/library/uploads/videos";

    @RegisterExtension
    static final House house = new House().with("uploads.renditions", "120,240");

    @TempDir
    private Path folder;

    private final String editor = house.staff(Role.EDITOR, "0");

    @Test
    void whatFfmpegMadeIsPlayedUntilTheItemIsWithdrawn() throws Exception {
        assumeTrue(
                Child.run(List.of("ffmpeg", "-version"), folder, Duration.ofSeconds(10))
                        .isWell(),
                "ffmpeg is not installed");
        String id = published(uploaded(Files.readAllBytes(TestFilm.draw(folder, "320x180"))));
        JsonObject item = house.get("/v1/items/" + id, null).json();
        String film = item.getString("media");
        String playlist = item.getString("hls");
        assertThat(playlist).isEqualTo(film.replace(".mp4", "/all.m3u8"));

        House.Answer all = house.get(playlist, null);
        assertThat(all.headers().firstValue("content-type")).contains("application/vnd.apple.mpegurl");
        assertThat(all.text()).contains("120/list.m3u8").contains("180/list.m3u8");
        String smaller = playlist.replace("all.m3u8", "120/list.m3u8");
        House.Answer one = house.get(smaller, null);
        assertThat(one.headers().firstValue("content-type")).contains("application/vnd.apple.mpegurl");
        Matcher piece = Pattern.compile("[0-9]{5}\\.ts").matcher(one.text());
        assertThat(piece.find()).isTrue();
        String bytes = smaller.replace("list.m3u8", piece.group());
        assertThat(house.get(bytes, null).headers().firstValue("content-type")).contains("video/mp2t");

        House.Answer gone = house.post(
                "/v1/library/items/" + id + "/withdraw",
                new JsonObject().put("reason", "画面有误"),
                house.staff(Role.REVIEWER, "0"));
        assertThat(gone.status()).as(gone.text()).isEqualTo(204);
        Eventually.eventually("the film is gone", () -> house.get(film, null).status() == 404);
        for (String path : List.of(playlist, smaller, bytes)) {
            Refusal.of(house.get(path, null), 404, "not-found");
        }
    }

    /** The id of the draft. */
    private String uploaded(byte[] film) {
        String upload = ok(house.post(
                        UPLOADS, new JsonObject().put("name", "f.mp4").put("bytes", film.length), editor))
                .getString("id");
        ok(house.send(house.request(UPLOADS + "/" + upload, editor)
                .header("Upload-Offset", "0")
                .setHeader("content-type", "application/offset+octet-stream")
                .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(film))));
        JsonObject given = new JsonObject()
                .put("trust", "partner")
                .put("authority", "provincial")
                .put("licence", "CC BY 4.0")
                .put("topic", "weather")
                .put("groups", List.of("elder"));
        ok(house.post(
                UPLOADS + "/" + upload + "/complete",
                new JsonObject()
                        .put("sha256", HexFormat.of().formatHex(Sha256.of(film)))
                        .put("title", "防暑视频")
                        .put("summary", "夏天怎样防暑降温")
                        .put("source", "卫生院")
                        .put("given", given),
                editor));
        Eventually.eventually(
                "the video is ready or refused",
                () -> !house.get(UPLOADS + "/" + upload, editor)
                        .json()
                        .getString("state")
                        .equals("waiting"));
        JsonObject done = ok(house.get(UPLOADS + "/" + upload, editor));
        assertThat(done.getJsonArray("renditions")).as(done.encode()).isEqualTo(new JsonArray(List.of(120, 180)));
        return done.getString("draft");
    }

    private String published(String item) {
        ok(house.post("/v1/library/items/" + item + "/submit", null, editor));
        for (String stage : List.of("first", "second", "final")) {
            ok(house.post(
                    "/v1/library/items/" + item + "/reviews",
                    new JsonObject()
                            .put("version", 1)
                            .put("stage", stage)
                            .put("opinion", "pass")
                            .put("checks", new JsonArray(List.of("accuracy", "language"))),
                    house.staff(Role.REVIEWER, "0")));
        }
        return item;
    }

    private static JsonObject ok(House.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isIn(200, 201, 202);
        return answer.json();
    }
}
