package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Processes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Playing a video of the library. */
class VideoIT {
    private static final String VIDEO = "video-stroke-120";
    private static final String OTHER = "video-cpr-aed";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private String resident;

    @BeforeEach
    void openTheVideo() {
        resident = house.resident("510903100208");
        phone.enter(house, resident);
        phone.go("/item/" + VIDEO);
        phone.see("video");
    }

    @Test
    void itPlaysAndThePlayIsStored() {
        play();
        phone.until(page -> number("currentTime") > 1.0);
        assertThat(number("videoHeight")).as("a picture is shown").isPositive();
        assertThat(phone.script("return document.querySelector('video').error")).isNull();
        stored("play");
        phone.shot("video-plays-360");
    }

    @Test
    void itIsFetchedInRangesAndCanBeWound() {
        phone.until(page -> number("duration") > 30);
        Number length = (Number) phone.script("return document.querySelector('video').duration");
        phone.script("document.querySelector('video').currentTime = arguments[0]", length.doubleValue() - 3);
        play();
        phone.until(page -> number("currentTime") > length.doubleValue() - 2.5);
        phone.until(page -> Boolean.TRUE.equals(phone.script("return performance.getEntriesByType('resource')"
                + ".some(entry => entry.name.endsWith('.mp4') && entry.responseStatus === 206)")));
        phone.until(page -> Boolean.TRUE.equals(phone.script("return document.querySelector('video').ended")));
        stored("finish");
    }

    @Test
    void theServerGivesTheRangeThatIsAskedFor() throws Exception {
        String address =
                String.valueOf(phone.script("return new URL(document.querySelector('video').currentSrc).pathname"));
        HttpResponse<byte[]> answer = house.client()
                .send(
                        house.request(address, null)
                                .header("range", "bytes=100-299")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).hasSize(200);
        assertThat(answer.headers().firstValue("content-range").orElseThrow()).startsWith("bytes 100-299/");
    }

    @Test
    void aVideoWithoutRenditionsHasItsFileOnlyAndAPosterBeforeItIsPlayed() {
        assertThat(phone.every("[data-test='video'] source"))
                .singleElement()
                .satisfies(source -> assertThat(source.getDomAttribute("type")).isEqualTo("video/mp4"));
        assertThat(phone.see("video").getDomAttribute("preload")).isEqualTo("metadata");
        assertThat(phone.see("video").getDomAttribute("poster")).matches("/media/[0-9a-f]{40}\\.jpg");
    }

    @Test
    void renditionsAreOfferedBeforeTheFileAndItPlays() throws Exception {
        String film = house.get("/v1/items/" + OTHER, null).json().getString("media");
        Path media = house.config().data().resolve("media");
        assumeTrue(renditions(media, film.substring("/media/".length())), "ffmpeg is not installed");
        Eventually.eventually(
                "the renditions are seen",
                () -> house.get("/v1/items/" + OTHER, null).json().containsKey("hls"));
        phone.go("/item/" + OTHER);
        phone.until(page -> phone.every("[data-test='video'] source").size() == 2);
        assertThat(phone.every("[data-test='video'] source"))
                .extracting(source -> source.getDomAttribute("src"))
                .containsExactly(film.replace(".mp4", "/all.m3u8"), film);
        play();
        phone.until(page -> number("currentTime") > 1.0);
        assertThat(phone.script("return document.querySelector('video').error")).isNull();
    }

    /** One rendition with a playlist of all, as the server lays them beside a video; false without ffmpeg. */
    private static boolean renditions(Path media, String film) throws IOException, InterruptedException {
        Path all = media.resolve(film.replace(".mp4", ""));
        Path own = Files.createDirectories(all.resolve("360"));
        ProcessBuilder command = new ProcessBuilder(
                        "ffmpeg",
                        "-nostdin",
                        "-v",
                        "error",
                        "-i",
                        media.resolve(film).toString(),
                        "-c",
                        "copy",
                        "-f",
                        "hls",
                        "-hls_playlist_type",
                        "vod",
                        "-hls_segment_filename",
                        own.resolve("%05d.ts").toString(),
                        own.resolve("list.m3u8").toString())
                .inheritIO();
        Files.writeString(
                all.resolve("all.m3u8"),
                "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-STREAM-INF:BANDWIDTH=2000000\n360/list.m3u8\n");
        try {
            return Processes.start(command).waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }

    @Test
    void theWholePictureIsWideEnoughToBeReadOnAPhone() {
        phone.until(page -> number("videoWidth") > 0);
        Number shown = (Number) phone.script("const v = document.querySelector('video');"
                + "return Math.min(v.clientWidth, v.clientHeight * v.videoWidth / v.videoHeight)");
        assertThat(shown.doubleValue()).isGreaterThan(280);
    }

    private static void play() {
        phone.see("video").sendKeys(Keys.SPACE);
    }

    private static double number(String property) {
        Object value = phone.script("return document.querySelector('video')[arguments[0]]", property);
        return value instanceof Number number ? number.doubleValue() : -1;
    }

    private void stored(String type) {
        long person = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        phone.until(page -> house.count(
                        "select count(*) from event e join item i on i.seq = e.item where e.person = ? and e.type = ?"
                                + " and i.id = ?",
                        person,
                        type,
                        VIDEO)
                == 1);
    }
}
