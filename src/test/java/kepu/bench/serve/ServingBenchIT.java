package kepu.bench.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import kepu.bench.Figure;
import kepu.bench.Report;
import kepu.bench.SharedFeedBench;
import kepu.bench.load.Alternation;
import kepu.bench.load.Generator;
import kepu.bench.load.NginxServer;
import kepu.config.ConfigReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each bench of a whole program in a small size, with the generator that is always there. */
class ServingBenchIT {
    private static final Populace.Size POPULACE = new Populace.Size(150, 200, 10, 5109);
    private static final Alternation.Rounds ROUNDS = new Alternation.Rounds(0, 2, new Generator.Effort(1, 4, 1));
    private static final String HEAP = "512m";

    private static @Nullable Populace populace;

    private long children;
    private Generator generator;

    @BeforeAll
    static void populate() throws IOException, SQLException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "processor time is read from /proc");
        populace = Populace.make(folder(), POPULACE, new ConfigReader().config(), ServingBenchIT::silent);
    }

    @AfterAll
    static void end() {
        if (populace != null) {
            populace.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        children = ProcessHandle.current().children().count();
        generator = Generator.own();
    }

    @AfterEach
    void nothingIsLeftBehind() {
        generator.close();
        assertThat(ProcessHandle.current().children().count()).isEqualTo(children);
    }

    @Test
    void feedsAreMeasuredWarmAndColdBesideABareServer() throws Exception {
        FeedServing.Size size = new FeedServing.Size(20, ROUNDS, HEAP);
        Report report = FeedServing.run(size, populace(), generator, folder(), ServingBenchIT::silent);
        assertThat(beside(report, "warm feed").reach()).isEqualTo(0.7);
        assertThat(beside(report, "cold feed").reach()).isEqualTo(0.15);
        assertThat(figure(report, "first feed of everybody").value()).isPositive();
        assertThat(report.notes()).anyMatch(note -> note.startsWith("Load: our own client"));
    }

    @Test
    void itemsAreMeasuredBesideABareServerAndMediaBesideNginxWhereItIs() throws Exception {
        ItemServing.Size size = new ItemServing.Size(1 << 20, 1 << 16, ROUNDS, HEAP);
        Report report = ItemServing.run(size, populace(), generator, folder(), ServingBenchIT::silent);
        assertThat(beside(report, "item by id").reach()).isEqualTo(0.8);
        if (NginxServer.isInstalled()) {
            assertThat(beside(report, "by Range").reach()).isEqualTo(0.6);
        } else {
            assertThat(figure(report, "by Range").value()).isPositive();
            assertThat(report.notes()).anyMatch(note -> note.contains("nginx is not installed"));
        }
    }

    @Test
    void feedsThroughRedisAreMeasuredBesideOneGet() throws Exception {
        try (RedisProgram redis = RedisProgram.start(folder()).orElseThrow()) {
            SharedFeedBench.Size size = new SharedFeedBench.Size(200, 30, 4, 1, 2, 200);
            Report report = SharedFeedBench.run(size, redis.config(), ServingBenchIT::silent);
            assertThat(beside(report, "warm feed through Redis").reach()).isEqualTo(0.5);
            assertThat(report.notes()).anyMatch(note -> note.startsWith("Through Redis: in process, 30 lists"));
        }
    }

    @Test
    void memoryIsMeasuredAsResidentsCome() throws Exception {
        MemoryServing.Size size = new MemoryServing.Size(List.of(150, 50), ROUNDS, HEAP);
        Report report = MemoryServing.run(size, populace(), generator, folder(), ServingBenchIT::silent);
        assertThat(figure(report, "heap, nobody has come").value()).isPositive();
        assertThat(figure(report, "resident memory, 150 residents").value()).isPositive();
        assertThat(report.figures())
                .extracting(Figure::figure)
                .contains(
                        "bytes a resident on the heap, 50 residents have come",
                        "bytes a resident on the heap, 150 residents have come");
    }

    private static void silent(String progress) {}

    private static Populace populace() {
        return Objects.requireNonNull(populace);
    }

    private static Figure beside(Report report, String name) {
        Figure figure = figure(report, name);
        assertThat(figure.reference()).isPositive();
        Figure.Ratio ratio = Objects.requireNonNull(figure.ratio());
        assertThat(ratio.min()).isPositive().isLessThanOrEqualTo(ratio.max());
        return figure;
    }

    private static Figure figure(Report report, String name) {
        return report.figures().stream()
                .filter(figure -> figure.figure().contains(name))
                .findFirst()
                .orElseThrow();
    }

    private static Path folder() throws IOException {
        Path target = Path.of(System.getProperty("kepu.target", "target"), "test-data");
        return Files.createTempDirectory(Files.createDirectories(target), "serving")
                .toAbsolutePath();
    }
}
