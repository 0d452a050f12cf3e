package kepu.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchPageTest {
    private static final BenchPage.Origin ORIGIN = new BenchPage.Origin(
            new Machine(2, "Some CPU", 4L << 30, "Linux 6.1", "25 (Somebody)"),
            LocalDate.of(2026, 10, 5),
            "./kepu bench feed --rounds 3");

    @TempDir
    Path folder;

    private Path file;
    private BenchPage target;

    @BeforeEach
    void page() {
        file = folder.resolve("docs/bench.md");
        target = new BenchPage(file);
    }

    @Test
    void aSectionSaysWhereAndHowAndHasARowAFigure() throws IOException {
        target.write(
                "feed",
                new Report(
                        List.of(
                                Figure.rate("warm | feed", "1/s", new double[] {7_000}, new double[] {10_000})
                                        .reaching(0.5),
                                Figure.alone("memory", "B", 29)),
                        List.of("By our own client.")),
                ORIGIN);
        assertThat(Files.readString(file)).isEqualTo("""
                <!-- bench:feed -->
                ## feed

                `./kepu bench feed --rounds 3` on 2026-10-05: 2 cores (Some CPU), 4.0 GiB of memory, Linux 6.1, JDK 25 (Somebody).

                | figure | value | reference | unit | ratio: median (min to max) | to reach |
                |---|---:|---:|---|---|---|
                | warm \\| feed | 7,000 | 10,000 | 1/s | 0.70 (0.70 to 0.70) | ≥ 0.5 |
                | memory | 29.000 |  | B |  |  |

                - By our own client.

                <!-- /bench:feed -->
                """);
    }

    @Test
    void aSectionIsWrittenAnewWhereItStandsAndNothingElseIsTouched() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "# Page\n\nIntroduction.\n");
        target.write("feed", new Report(List.of(Figure.alone("first", "ms", 1))), ORIGIN);
        target.write("item", new Report(List.of(Figure.alone("second", "ms", 2))), ORIGIN);
        String before = Files.readString(file);
        target.write("feed", new Report(List.of(Figure.alone("third", "ms", 3))), ORIGIN);
        assertThat(Files.readString(file)).isEqualTo(before.replace("| first | 1.000", "| third | 3.000"));
        assertThat(before).startsWith("# Page\n\nIntroduction.\n\n<!-- bench:feed -->\n");
    }

    @Test
    void aPageWhoseMarkersAreBrokenIsLeftAlone() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "<!-- /bench:feed -->\n<!-- bench:feed -->\n");
        assertThatThrownBy(() -> target.write("feed", new Report(List.of(Figure.alone("first", "ms", 1))), ORIGIN))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bench:feed");
        assertThat(Files.readString(file)).isEqualTo("<!-- /bench:feed -->\n<!-- bench:feed -->\n");
    }

    @Test
    void thisMachineIsKnown() {
        assertThat(Machine.here().text()).contains("cores", "GiB", "JDK 25");
    }
}
