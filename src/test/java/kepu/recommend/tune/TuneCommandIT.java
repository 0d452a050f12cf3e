package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import kepu.testing.Processes;
import kepu.testing.Program;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as people start it, and as the end of a machine ends it. */
class TuneCommandIT {
    private static final long SEED = 7;

    @TempDir
    private Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("events.csv"), Trials.events(SEED));
        Files.writeString(folder.resolve("files.tune.yaml"), Trials.space());
        Trials.definition(folder);
    }

    @Test
    void aSearchThatWasKilledLosesOnlyTheTrialThatRan() throws Exception {
        assertThat(last(tune("whole", "--trials", "4"))).startsWith("done ");
        Process killed = started("killed", "--trials", "4");
        try (BufferedReader lines = killed.inputReader(StandardCharsets.UTF_8)) {
            assertThat(first(lines, line -> line.contains("trial 2 of 4: ndcg@20")))
                    .isPresent();
            killed.destroyForcibly();
        }
        assertThat(killed.waitFor()).isNotZero();
        int kept = trials("killed").size();
        assertThat(kept).isBetween(3, 4);
        List<String> lines = tune("killed", "--trials", "4", "--resume");
        assertThat(lines).contains("going on after %d trials of an earlier run".formatted(kept));
        assertThat(Trials.timeless(trials("killed"))).isEqualTo(Trials.timeless(trials("whole")));
        assertThat(tested(lines))
                .isEqualTo(tested(tune("whole", "--trials", "4")))
                .isNotEmpty();
    }

    @Test
    void otherDataOrAnotherSpaceAreRefusedUntilSomebodyBeginsAfresh() throws Exception {
        tune("search", "--trials", "0");
        Files.writeString(folder.resolve("events.csv"), Trials.events(SEED + 1));
        assertThat(last(tune("search", "--trials", "0"))).contains("数据变了", "--afresh");
        assertThat(last(tune("search", "--trials", "0", "--afresh"))).startsWith("done ");
        Files.writeString(folder.resolve("files.tune.yaml"), Trials.space().replace("[10, 40]", "[10, 50]"));
        assertThat(last(tune("search", "--trials", "0"))).contains("搜索范围变了").doesNotContain("数据变了");
    }

    @Test
    void whatCannotBeMeantIsRefusedInOneLine() throws Exception {
        assertThat(last(tune("none", "--resume"))).contains("没有可以接着做的搜索");
        assertThat(last(tune("none", "--train", "x.txt"))).contains("--events 和 --train 只能给一个");
        assertThat(last(tune("none", "--minutes", "0"))).contains("--minutes");
        Files.writeString(folder.resolve("files.tune.yaml"), Trials.space().replace("ranker.leaves", "ranker.leafs"));
        assertThat(tune("none")).singleElement().asString().contains("files.tune.yaml", "模型定义里没有参数 ranker.leafs");
    }

    private List<Trial> trials(String name) throws IOException {
        try (TrialLog log = TrialLog.open(folder.resolve(name).resolve("tune/files/random-1"))) {
            return log.trials();
        }
    }

    private static List<String> tested(List<String> lines) {
        return lines.stream().filter(line -> line.startsWith("test ")).toList();
    }

    private static String last(List<String> lines) {
        return lines.getLast();
    }

    private List<String> tune(String data, String... options) throws IOException, InterruptedException {
        Process process = started(data, options);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> all = lines.lines().toList();
            process.waitFor();
            return all;
        }
    }

    private Process started(String data, String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "tune",
                "--data",
                folder.resolve(data).toString(),
                "--events",
                folder.resolve("events.csv").toString()));
        words.addAll(List.of(options));
        ProcessBuilder builder = Program.java(words).redirectErrorStream(true);
        builder.environment().put("KEPU_MODELS_DEFINITIONS", folder.toString());
        return Processes.start(builder);
    }

    private static Optional<String> first(BufferedReader lines, Predicate<String> wanted) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (wanted.test(line)) {
                return Optional.of(line);
            }
        }
        return Optional.empty();
    }
}
