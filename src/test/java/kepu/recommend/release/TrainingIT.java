package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.testing.Eventually;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings by small real processes that stand in for the command that trains. */
class TrainingIT {
    private static final String VERSION = "20261122-013000-1a2b3c4d";
    /** Says what it has, then waits until the test lets it go. */
    private static final String WAITING =
            "mkfifo \"$GO.$1\"; echo 'progress 0.42 读取行为'; echo pid $$; read x < \"$GO.$1\"; echo done " + VERSION;

    private static DatabaseAddress address;

    @TempDir
    private Path folder;

    private final List<Training> open = new ArrayList<>();
    private Vertx vertx;

    @BeforeAll
    static void database() {
        address = TestPostgres.fresh();
    }

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void end() {
        open.forEach(Training::close);
        Eventually.eventually("the lock is free", () -> open.stream().noneMatch(Training::isRunning));
        soon(vertx.close());
    }

    @Test
    void aTrainingTellsItsProgressAndAtLastItsVersion() throws IOException {
        Training training = training(WAITING);
        assertThat(training.report("feed").state()).isEqualTo(new TrainingState.Idle());
        String job = soon(training.start("feed"));
        Eventually.eventually(
                "progress",
                () -> training.report("feed").state() instanceof TrainingState.Running running
                        && running.progress() == 0.42
                        && running.text().equals("读取行为")
                        && running.job().equals(job));
        letGo("feed");
        Eventually.eventually(
                "done",
                () -> training.report("feed").state() instanceof TrainingState.Done done
                        && done.result().equals(VERSION)
                        && done.job().equals(job));
    }

    @Test
    void oneTrainsAtATimeHereAndOnEveryOtherNode() throws IOException {
        Training here = training(WAITING);
        Training there = training(WAITING);
        soon(here.start("feed"));
        assertThatThrownBy(() -> here.start("feed")).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> here.start("other")).isInstanceOf(Failure.Conflict.class);
        assertThatThrownBy(() -> soon(there.start("other")))
                .hasRootCauseInstanceOf(Failure.Conflict.class)
                .hasMessageContaining("训练");
        assertThat(there.report("other").state()).isEqualTo(new TrainingState.Idle());
        letGo("feed");
        Eventually.eventually("the lock is free", () -> !here.isRunning());
        soon(there.start("other"));
        letGo("other");
    }

    @Test
    void aProcessThatFailsIsReportedWithTheEndOfItsLog() {
        Training training =
                training("for n in $(seq 1 80); do echo line $n; done; echo 'kepu: no behaviour' >&2; exit 3");
        soon(training.start("feed"));
        Eventually.eventually("failed", () -> training.report("feed").state() instanceof TrainingState.Failed);
        TrainingState.Failed failed =
                (TrainingState.Failed) training.report("feed").state();
        assertThat(failed.detail()).contains("3", "kepu: no behaviour");
        assertThat(training.report("feed").log()).hasSize(50).endsWith("line 80", "kepu: no behaviour");
    }

    @Test
    void aLongLineIsCutAndAnEndWithoutAVersionIsAFailure() {
        Training training =
                training("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo 'progress 7 no'; echo done nothing");
        soon(training.start("feed"));
        Eventually.eventually("failed", () -> training.report("feed").state() instanceof TrainingState.Failed);
        assertThat(training.report("feed").log())
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(500));
    }

    @Test
    void aProgramThatIsNotThereFailsTheCall() {
        Training training = new Training(
                vertx,
                address,
                name -> new TrainCommand(List.of(folder.resolve("nothing").toString()), Map.of()),
                Duration.ofMinutes(1),
                Clock.systemUTC());
        open.add(training);
        assertThatThrownBy(() -> soon(training.start("feed"))).hasRootCauseInstanceOf(IOException.class);
        Eventually.eventually("free again", () -> !training.isRunning());
    }

    @Test
    void closingEndsTheProcessAndItsChildren() throws IOException {
        Training training = training("tail -f /dev/null & echo pid $!; echo pid $$; wait");
        soon(training.start("feed"));
        Eventually.eventually("pids", () -> training.report("feed").log().size() == 2);
        List<ProcessHandle> processes = training.report("feed").log().stream()
                .map(line -> ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow())
                .toList();
        training.close();
        Eventually.eventually("all ended", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        Eventually.eventually("failed", () -> training.report("feed").state() instanceof TrainingState.Failed);
        assertThatThrownBy(() -> training.start("feed")).isInstanceOf(Failure.Unavailable.class);
    }

    @Test
    void whatIsStoppedEndsWithItsChildrenAndAnotherMayBegin() throws IOException {
        Training training = training("tail -f /dev/null & echo pid $!; echo pid $$; wait");
        assertThat(training.stop("feed")).isEmpty();
        String job = soon(training.start("feed"));
        Eventually.eventually("pids", () -> training.report("feed").log().size() == 2);
        List<ProcessHandle> processes = training.report("feed").log().stream()
                .map(line -> ProcessHandle.of(Long.parseLong(line.substring(4))).orElseThrow())
                .toList();
        assertThat(training.stop("other")).isEmpty();
        assertThat(training.stop("feed")).hasValue(job);
        Eventually.eventually("all ended", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
        Eventually.eventually(
                "stopped",
                () -> training.report("feed").state() instanceof TrainingState.Stopped stopped
                        && stopped.job().equals(job));
        Eventually.eventually("the lock is free", () -> !training.isRunning());
        assertThat(training.stop("feed")).isEmpty();
        soon(training.start("feed"));
    }

    @Test
    void aTrainingThatTakesTooLongIsEnded() {
        Training training =
                new Training(vertx, address, command("tail -f /dev/null"), Duration.ofMillis(300), Clock.systemUTC());
        open.add(training);
        soon(training.start("feed"));
        Eventually.eventually(
                "ended",
                () -> training.report("feed").state() instanceof TrainingState.Failed failed
                        && failed.detail().contains("超过"));
    }

    @Test
    void theProcessIsToldWhereTheDatabaseIsByItsEnvironmentAlone() {
        DatabaseAddress odd = new DatabaseAddress("127.0.0.1", 5432, "k p", "us/er", "p@ss:w%rd +?");
        assertThat(DatabaseAddress.of(odd.url())).isEqualTo(odd);
        Config config = new ConfigReader().set("data", folder.toString()).config();
        TrainCommand own = TrainCommand.own(config, odd).of("feed");
        assertThat(own.environment().get("KEPU_DATABASE_URL")).isEqualTo(odd.url());
        assertThat(String.join(" ", own.words()))
                .contains("-Xmx4096m", "kepu.Main train --attached --definition feed --data " + folder)
                .doesNotContain("ss:w", odd.url());
        assertThat(new ConfigReader().environment(own.environment()).config().versions())
                .isEqualTo(folder.resolve("models"));
    }

    @Test
    void onceADayEveryDefinitionIsTrainedByOneNode() throws IOException {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        Files.writeString(definitions.resolve("feed.yaml"), "kind: feed\n");
        Files.writeString(definitions.resolve("other.yaml"), "kind: feed\n");
        Files.writeString(definitions.resolve("README.md"), "definitions\n");
        Instant early = Instant.parse("2026-11-21T19:29:00Z");
        Instant due = Instant.parse("2026-11-21T19:31:00Z");
        Path said = folder.resolve("said");
        String script = "echo $1 >> '" + said + "'; echo done " + VERSION;

        try (Node first = new Node(script, definitions, early)) {
            first.tick();
            assertThat(said).doesNotExist();
        }
        try (Node first = new Node(script, definitions, due);
                Node second = new Node(script, definitions, due)) {
            for (int i = 0; i < 3; i++) {
                first.tick();
                second.tick();
                Eventually.eventually("idle", () -> !first.training.isRunning() && !second.training.isRunning());
            }
            assertThat(Files.readAllLines(said)).containsExactly("feed", "other");
        }
        try (Node late = new Node(script, definitions, due.plus(Duration.ofHours(30)))) {
            late.tick();
            assertThat(Files.readAllLines(said)).hasSize(2);
        }
    }

    /** A node whose clock stands still. */
    private final class Node implements AutoCloseable {
        private final Training training;
        private final Models models;

        private Node(String script, Path definitions, Instant now) {
            Config config = new ConfigReader()
                    .set("data", folder.toString())
                    .set("models.definitions", definitions.toString())
                    .set("models.trainAt", "03:30")
                    .config();
            this.training = training(script);
            this.models = new Models(
                    vertx,
                    new Database(vertx, address, config.database()),
                    config,
                    Clock.fixed(now, ZoneOffset.UTC),
                    training,
                    training);
        }

        private void tick() {
            soon(models.nightly().tick());
        }

        @Override
        public void close() {
            models.close();
        }
    }

    private Training training(String script) {
        Training training = new Training(vertx, address, command(script), Duration.ofMinutes(5), Clock.systemUTC());
        open.add(training);
        return training;
    }

    /** A shell that knows the definition as $1. */
    private TrainCommand.Making command(String script) {
        return definition -> new TrainCommand(
                List.of("sh", "-c", script, "sh", definition),
                Map.of("GO", folder.resolve("go").toString()));
    }

    private void letGo(String definition) throws IOException {
        Path fifo = folder.resolve("go." + definition);
        Eventually.eventually("the process waits", () -> Files.exists(fifo));
        Files.writeString(fifo, "\n", java.nio.file.StandardOpenOption.WRITE);
    }

    private static <T> T soon(Future<T> future) {
        return Eventually.soon("done", future.toCompletionStage().toCompletableFuture());
    }
}
