package kepu.testing;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A program that a test started and did not end is ended all the same, with its PostgreSQL. */
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LeftProgramIT {
    private static List<ProcessHandle> left = List.of();

    @Test
    @Order(1)
    void aTestThatStopsInTheMiddleEndsNothing() throws IOException {
        left = running(Program.serve(Program.freshData()));
        assertThat(left).hasSize(2).allMatch(ProcessHandle::isAlive);
    }

    @Test
    @Order(2)
    void whatTheTestBeforeThisLeftIsEnded() {
        assertThat(left).as("the other test ran").isNotEmpty();
        assertEnds(left);
    }

    @Test
    @Order(3)
    void whatRunsWhenTheTestsAreKilledIsEnded() throws IOException {
        Process tests = Processes.start(new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dkepu.home=" + System.getProperty("kepu.home", "."),
                        "-Dkepu.target=" + System.getProperty("kepu.target", "target"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tests.class.getName())
                .redirectErrorStream(true));
        try (BufferedReader lines = tests.inputReader(StandardCharsets.UTF_8)) {
            left = lines.lines()
                    .filter(line -> line.matches("left [0-9 ]+"))
                    .findFirst()
                    .map(line -> Stream.of(line.substring("left ".length()).split(" "))
                            .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                            .toList())
                    .orElseThrow();
            assertThat(left).hasSize(2);
            tests.destroyForcibly();
        }
        assertEnds(left);
    }

    /** A JVM that starts a program and waits to be killed. */
    static final class Tests {
        private Tests() {}

        public static void main(String... arguments) throws Exception {
            List<ProcessHandle> running = running(Program.serve(Program.freshData()));
            System.out.println("left "
                    + String.join(
                            " ",
                            running.stream()
                                    .map(process -> Long.toString(process.pid()))
                                    .toList()));
            Thread.currentThread().join();
        }
    }

    private static List<ProcessHandle> running(Program program) throws IOException {
        ProcessHandle postgres = program.postgres();
        ProcessHandle own = Stream.iterate(postgres, process -> process.parent().orElseThrow())
                .filter(process -> process.parent()
                        .filter(parent -> parent.equals(ProcessHandle.current()))
                        .isPresent())
                .findFirst()
                .orElseThrow();
        return List.of(own, postgres);
    }

    private static void assertEnds(List<ProcessHandle> processes) {
        eventually("they end", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
    }
}
