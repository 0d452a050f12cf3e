package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLogTest {
    private static final Search SEARCH = search("space", "definition", "data");
    private static final Trial PRESENT = new Trial(0, Map.of(), new Figures(90, 0.1, 0.25, 0.2, 0.3), null, 1.25);
    private static final Trial FAILED = new Trial(1, Map.of("ranker.trees", "20"), null, "没有学成", 0.5);

    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("random-1");
    }

    @Test
    void whatIsKeptIsThereWhenItIsOpenedAgain() throws IOException {
        begun();
        try (TrialLog target = TrialLog.open(folder())) {
            assertThat(target.search()).contains(SEARCH);
            assertThat(target.trials()).containsExactly(PRESENT, FAILED);
            target.begin(SEARCH);
        }
    }

    @Test
    void halfALineThatAKillLeftBehindCountsAsNone() throws IOException {
        begun();
        Files.writeString(
                folder().resolve("trials.jsonl"), "{\"number\":2,\"values\":{\"ranker.tr", StandardOpenOption.APPEND);
        try (TrialLog target = TrialLog.open(folder())) {
            assertThat(target.trials()).containsExactly(PRESENT, FAILED);
            target.add(new Trial(2, Map.of("ranker.trees", "40"), null, "不行", 1));
        }
        try (TrialLog target = TrialLog.open(folder())) {
            assertThat(target.trials()).hasSize(3);
        }
    }

    @Test
    void whoLooksOnlySeesWholeLinesAndChangesNothingWhileAnotherWrites() throws IOException {
        assertThat(TrialLog.kept(folder()).search()).isEmpty();
        begun();
        Path trials = folder().resolve("trials.jsonl");
        Files.writeString(trials, "{\"number\":2,\"values\":{\"ranker.tr", StandardOpenOption.APPEND);
        String before = Files.readString(trials);
        TrialLog.Kept kept = TrialLog.kept(folder());
        assertThat(kept.search()).contains(SEARCH);
        assertThat(kept.trials()).containsExactly(PRESENT, FAILED);
        assertThat(kept.tested()).isEmpty();
        assertThat(Files.readString(trials)).isEqualTo(before);
        try (TrialLog writing = TrialLog.open(folder())) {
            assertThat(TrialLog.kept(folder()).trials()).isEqualTo(writing.trials());
        }
    }

    @Test
    void anotherSpaceOrOtherDataAreRefusedByTheirNames() throws IOException {
        begun();
        refused(search("other", "definition", "data"), "搜索范围变了");
        refused(search("space", "other", "data"), "模型定义变了");
        refused(search("space", "definition", "other"), "数据变了");
    }

    @Test
    void aChangedLineIsRefused() throws IOException {
        begun();
        Files.writeString(folder().resolve("trials.jsonl"), "nothing\n", StandardOpenOption.APPEND);
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> TrialLog.open(folder()))
                .withMessageContaining("trials.jsonl")
                .withMessageContaining("--afresh");
    }

    @Test
    void twoCannotHaveTheSameFolder() throws IOException {
        TrialLog first = TrialLog.open(folder());
        assertThatExceptionOfType(Failure.Conflict.class)
                .isThrownBy(() -> TrialLog.open(folder()))
                .withMessageContaining("另一个进程");
        first.close();
        TrialLog.open(folder()).close();
    }

    @Test
    void whatIsPutAsideIsKeptUnderAnotherName() throws IOException {
        begun();
        Path aside = TrialLog.putAside(folder(), Instant.parse("2026-11-22T04:00:00Z"))
                .orElseThrow();
        assertThat(aside.getFileName()).hasToString("random-1-until-20261122-040000");
        try (TrialLog old = TrialLog.open(aside);
                TrialLog fresh = TrialLog.open(folder())) {
            assertThat(old.trials()).hasSize(2);
            assertThat(fresh.trials()).isEmpty();
            assertThat(fresh.search()).isEmpty();
        }
        assertThat(TrialLog.putAside(parent.resolve("nothing"), Instant.EPOCH)).isEmpty();
    }

    private void begun() throws IOException {
        try (TrialLog log = TrialLog.open(folder())) {
            log.begin(SEARCH);
            log.add(PRESENT);
            log.add(FAILED);
        }
    }

    private void refused(Search other, String why) throws IOException {
        try (TrialLog target = TrialLog.open(folder())) {
            assertThatExceptionOfType(Failure.Conflict.class)
                    .isThrownBy(() -> target.begin(other))
                    .withMessageContaining("2 次试验")
                    .withMessageContaining(why);
        }
    }

    private static Search search(String space, String definition, String data) {
        return new Search(
                "feed", SearchKind.RANDOM, 1, false, new Search.Digests(space, definition, data), "文件 events.csv", 0);
    }
}
