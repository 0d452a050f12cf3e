package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A film for tests, drawn by ffmpeg. */
final class TestFilm {
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private TestFilm() {}

    /** Three seconds long; {@code size} as 320x180. */
    static Path draw(Path folder, String size) throws Exception {
        Path film = folder.resolve("film.mp4");
        List<String> command = List.of(
                "ffmpeg",
                "-nostdin",
                "-v",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc=size=" + size + ":rate=10:duration=3",
                "-pix_fmt",
                "yuv420p",
                film.toString());
        assertThat(Child.run(command, folder, LONGEST).isWell()).isTrue();
        return film;
    }
}
