package kepu.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kepu.bench.Figure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generators against bare servers, all in processes of their own. */
class LoadIT {
    private static final RawAnswer SHORT = answer(200, "short");
    private static final RawAnswer LONG = answer(200, "长".repeat(3_000));

    @TempDir
    Path folder;

    private Path requests;

    @BeforeEach
    void ask() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/stat")), "processor time is read from /proc");
        requests = folder.resolve("requests");
        try (Requests file = Requests.into(requests)) {
            file.get("/v1/feed", "token")
                    .get("/v1/items/a", "")
                    .post("/v1/events", "token", "{}".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aBareServerGivesWhatWasCapturedByteForByte() throws IOException {
        try (BareServer first = BareServer.start(List.of(SHORT, LONG), folder);
                BareServer second = BareServer.like(first.port(), requests, 2, folder)) {
            List<RawAnswer> answers = RawAnswer.of(second.port(), requests, 3);
            assertThat(answers)
                    .hasSize(3)
                    .allMatch(answer -> answer.isSame(withLength(SHORT)) || answer.isSame(withLength(LONG)));
            assertThat(answers.get(0).isSame(answers.get(1))).isFalse();
        }
    }

    @Test
    void ourOwnClientCountsWhatIsAnsweredAndWhatIsNot() throws IOException {
        try (Generator generator = new OwnGenerator();
                BareServer good = BareServer.start(List.of(LONG), folder);
                BareServer bad = BareServer.start(List.of(answer(503, "busy")), folder)) {
            Turn turn = generator.run(load(good, 0));
            assertThat(turn.answers()).isPositive();
            assertThat(turn.errors()).isZero();
            assertThat(turn.p50Millis()).isPositive().isLessThanOrEqualTo(turn.p99Millis());
            assertThat(turn.generatorMillis()).isPositive();
            Turn refused = generator.run(load(bad, 7));
            assertThat(refused.answers()).isZero();
            assertThat(refused.errors()).isPositive();
        }
    }

    @Test
    void wrkSendsTheSameRequests() throws IOException {
        assumeTrue(Wrk.isInstalled(), "wrk is not installed");
        try (Generator generator = new Wrk();
                BareServer good = BareServer.start(List.of(LONG), folder)) {
            Turn turn = generator.run(load(good, 1));
            assertThat(turn.answers()).isPositive();
            assertThat(turn.errors()).isZero();
        }
    }

    @Test
    void sidesTakeTurnsAndTheGeneratorIsWatched() throws IOException {
        List<String> told = new ArrayList<>();
        try (Generator generator = new OwnGenerator();
                BareServer ours = BareServer.start(List.of(LONG), folder);
                BareServer reference = BareServer.start(List.of(LONG), folder)) {
            Alternation target =
                    new Alternation(generator, new Alternation.Rounds(1, 2, new Generator.Effort(1, 4, 1)), told::add);
            List<Figure> figures = target.measure("long", side("ours", ours), side("bare", reference), 0.5);
            assertThat(figures).hasSize(2);
            assertThat(figures.getFirst().figure()).isEqualTo("long, beside bare");
            assertThat(figures.getFirst().ratio()).isNotNull();
            assertThat(figures.getFirst().reach()).isEqualTo(0.5);
            assertThat(told).filteredOn(line -> line.contains("warming up")).hasSizeBetween(1, 5);
            assertThat(told).filteredOn(line -> line.contains(", round ")).hasSize(2);
            assertThat(target.once(side("ours", ours), 10)).isPositive();
            assertThat(target.check(requests, folder)).contains("4 connections on 1 thread", "two bytes");
        }
    }

    @Test
    void aSideThatRefusesStopsTheBench() throws IOException {
        try (Generator generator = new OwnGenerator();
                BareServer bad = BareServer.start(List.of(answer(503, "busy")), folder)) {
            Alternation target =
                    new Alternation(generator, new Alternation.Rounds(0, 1, new Generator.Effort(1, 2, 1)), line -> {});
            assertThatThrownBy(() -> target.alone("refused", side("bad", bad)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("errors");
            assertThatThrownBy(() -> RawAnswer.of(bad.port(), requests, 1)).hasMessageContaining("503");
        }
    }

    private Generator.Load load(BareServer server, long from) {
        return new Generator.Load(server.port(), requests, from, new Generator.Effort(2, 6, 1));
    }

    private Alternation.Side side(String name, BareServer server) {
        return new Alternation.Side(name, server.port(), requests, server.processes());
    }

    private static RawAnswer answer(int status, String body) {
        return new RawAnswer(
                status,
                List.of(
                        new RawAnswer.Header("content-type", "text/plain; charset=utf-8"),
                        new RawAnswer.Header("etag", "\"x\"")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private static RawAnswer withLength(RawAnswer answer) {
        List<RawAnswer.Header> headers = new ArrayList<>(answer.headers());
        headers.add(new RawAnswer.Header("content-length", Integer.toString(answer.body().length)));
        return new RawAnswer(answer.status(), headers, answer.body());
    }
}
