package kepu.bench.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import kepu.bench.Report;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FanoutBenchIT {
    private static final int LINES = 50;
    private static final int ROUNDS = 3;

    @BeforeAll
    static void onLinux() {
        assumeTrue(Files.exists(Path.of("/proc/self/limits")), "the bench reads /proc");
    }

    @Test
    void everybodyIsToldOfEveryPublicationOnceAndTheFiguresAreAListForPrograms() throws Exception {
        Path folder = folder();
        long children = ProcessHandle.current().children().count();
        Report report = FanoutBench.run(new FanoutBench.Size(LINES, 1, ROUNDS, 60, "512m"), folder, line -> {});
        assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
        Path file = folder.resolve("fanout.json");
        report.write(file);
        JsonArray figures = new JsonArray(Files.readString(file));
        assertThat(figures).hasSizeGreaterThan(8).allSatisfy(each -> {
            JsonObject figure = (JsonObject) each;
            assertThat(figure.fieldNames()).isEqualTo(Set.of("figure", "unit", "value", "reference", "ratio"));
            if (figure.getValue("ratio") != null) {
                assertThat(figure.getJsonObject("ratio").fieldNames()).isEqualTo(Set.of("min", "median", "max"));
                assertThat(figure.getDouble("reference")).isNotNull();
            }
        });
        assertThat(value(figures, "each once")).isEqualTo(ROUNDS);
        assertThat(value(figures, "from the request to the last receipt, p50")).isPositive();
        assertThat(value(figures, "CPU of the server")).isPositive();
        assertThat(figures.encode().contains("\"ratio\":{")).isEqualTo(Nchan.isInstalled());
    }

    @Test
    void aLineThatIsNotToldStopsTheBench() throws Exception {
        Path folder = folder();
        try (World world = World.make(folder, LINES);
                Kepu kepu = new Kepu(KepuNode.start(folder.resolve("node"), "512m", world), world)) {
            try (Crowd crowd = Crowd.open(kepu.lines(LINES), 1)) {
                kepu.prepare(1);
                kepu.publish();
                Crowd.Told told = crowd.told(1);
                assertThat(told.lastNanos()).isGreaterThanOrEqualTo(told.firstNanos());
                // as if the second had been lost
                kepu.prepare(3);
                kepu.publish();
                assertThatThrownBy(() -> crowd.told(2)).hasMessageContaining("publication 3 after 1");
            }
            Path forged = Files.write(folder.resolve("forged"), List.of("/v1/stream forged"));
            assertThatThrownBy(() -> Crowd.open(new Crowd.Lines(kepu.lines(1).port(), 1, forged), 2))
                    .hasMessageContaining("401");
        }
    }

    private static Path folder() throws IOException {
        Path target = Path.of(System.getProperty("kepu.target", "target"), "test-data");
        Path folder = Files.createTempDirectory(Files.createDirectories(target), "fanout")
                .toAbsolutePath();
        assertThat(folder.toFile().setExecutable(true, false)).isTrue();
        return folder;
    }

    private static double value(JsonArray figures, String name) {
        return figures.stream()
                .map(JsonObject.class::cast)
                .filter(figure -> figure.getString("figure").contains(name))
                .findFirst()
                .orElseThrow()
                .getDouble("value");
    }
}
