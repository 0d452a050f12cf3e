package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import kepu.config.ConfigReader;
import kepu.config.Editorial;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ffmpeg makes of a video. Without ffmpeg these are skipped: {@link FilmsIT} says what happens then. */
class StudioIT {
    private static final Editorial.Uploads CONFIG =
            new ConfigReader().set("uploads.renditions", "120").config().uploads();

    @TempDir
    private Path folder;

    private final Studio studio = new Studio(CONFIG);

    @BeforeEach
    void ffmpegIsThere() throws Exception {
        Child.Ended ended = Child.run(List.of("ffmpeg", "-version"), folder, Duration.ofSeconds(10));
        assumeTrue(ended.isWell(), "ffmpeg is not installed");
    }

    @Test
    void aVideoGetsAPosterAndARenditionForSlowLines() throws Exception {
        Path film = TestFilm.draw(folder, "320x260");
        Studio.Looked looked = studio.look(film, folder).orElseThrow();
        assertThat(looked.isVideo()).isTrue();
        assertThat(looked.seconds()).contains(3);
        Path poster = studio.poster(film, folder, 3);
        assertThat(Files.readAllBytes(poster)).startsWith((byte) 0xFF, (byte) 0xD8);
        assertThat(studio.renditions(film, folder, looked)).containsExactly(120);
        assertThat(Files.readString(folder.resolve("all.m3u8")))
                .containsPattern("#EXT-X-STREAM-INF:BANDWIDTH=[0-9]+,RESOLUTION=148x120\n")
                .contains("120/list.m3u8");
        assertThat(Files.readString(folder.resolve("120/list.m3u8")))
                .contains("#EXT-X-ENDLIST")
                .contains("00000.ts");
        assertThat(folder.resolve("120/00000.ts")).isNotEmptyFile();
    }

    @Test
    void thePlaylistIsNoWorseThanAVideoThatIsLowerThanTheHighestRendition() throws Exception {
        Path film = TestFilm.draw(folder, "320x260");
        Studio wide = new Studio(
                new ConfigReader().set("uploads.renditions", "120,300").config().uploads());
        Studio.Looked looked = wide.look(film, folder).orElseThrow();
        assertThat(wide.renditions(film, folder, looked)).containsExactly(120, 260);
        Studio tall = new Studio(
                new ConfigReader().set("uploads.renditions", "300").config().uploads());
        assertThat(tall.renditions(film, folder, looked)).isEmpty();
    }

    @Test
    void aPlaylistThatCallsItselfAVideoReadsNothing() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.txt"), "geheim");
        Path film = folder.resolve("list.mp4");
        Files.writeString(
                film, "#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10.0,\nfile://" + secret + "\n#EXT-X-ENDLIST\n");
        assertThat(studio.look(film, folder))
                .hasValueSatisfying(looked -> assertThat(looked.isVideo()).isFalse());
        assertThat(studio.poster(film, folder, 3)).isNull();
        Files.write(film, "ffconcat version 1.0\nfile secret.txt\n".getBytes(StandardCharsets.UTF_8));
        assertThat(studio.look(film, folder))
                .hasValueSatisfying(looked -> assertThat(looked.isVideo()).isFalse());
    }

    @Test
    void aProgramThatTakesTooLongIsEnded() throws Exception {
        assertThat(Child.run(
                                List.of("ffmpeg", "-f", "lavfi", "-re", "-i", "testsrc", "-f", "null", "-"),
                                folder,
                                Duration.ofMillis(300))
                        .code())
                .isEqualTo(124);
        assertThat(Child.run(List.of("no-such-program"), folder, Duration.ofSeconds(1))
                        .code())
                .isEqualTo(127);
    }
}
