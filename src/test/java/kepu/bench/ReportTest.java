package kepu.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @Test
    void aRatioIsTakenRoundByRoundAndAValueIsTheMiddleOne() {
        Figure figure = Figure.beside("count", "ms", new double[] {1, 2, 4}, new double[] {300, 800, 800});
        assertThat(figure).isEqualTo(new Figure("count", "ms", 2, 800.0, new Figure.Ratio(200, 300, 400)));
        assertThat(Figure.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    }

    @Test
    void ofTwoRatesTheLargerIsTheFaster() {
        Figure figure = Figure.rate("feed", "1/s", new double[] {70, 80, 60}, new double[] {100, 100, 100})
                .reaching(0.7);
        assertThat(figure).isEqualTo(new Figure("feed", "1/s", 70, 100.0, new Figure.Ratio(0.6, 0.7, 0.8), 0.7));
    }

    @Test
    void theTableHasTheRatioAndWhatIsWanted() {
        StringWriter out = new StringWriter();
        new Report(
                        List.of(
                                Figure.rate("feed", "1/s", new double[] {7_000}, new double[] {10_000})
                                        .reaching(0.5),
                                Figure.alone("memory", "B", 29)),
                        List.of("no wrk here"))
                .print(new PrintWriter(out));
        assertThat(out.toString().lines().toList())
                .hasSize(4)
                .satisfies(
                        lines -> assertThat(lines.get(1)).contains("7,000", "10,000", "0.70 (0.70 to 0.70)", "≥ 0.5"))
                .satisfies(lines -> assertThat(lines.get(2)).contains("memory", "29.000"))
                .endsWith("no wrk here");
    }

    @Test
    void aReportIsAListThatProgramsRead(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("bench/some.json");
        new Report(List.of(
                        Figure.alone("memory", "B", 29),
                        Figure.beside("count", "ms", new double[] {1}, new double[] {250})))
                .write(file);
        assertThat(new JsonArray(Files.readString(file)))
                .isEqualTo(new JsonArray()
                        .add(new JsonObject()
                                .put("figure", "memory")
                                .put("unit", "B")
                                .put("value", 29.0)
                                .putNull("reference")
                                .putNull("ratio"))
                        .add(new JsonObject()
                                .put("figure", "count")
                                .put("unit", "ms")
                                .put("value", 1.0)
                                .put("reference", 250.0)
                                .put(
                                        "ratio",
                                        new JsonObject()
                                                .put("min", 250.0)
                                                .put("median", 250.0)
                                                .put("max", 250.0))));
    }
}
