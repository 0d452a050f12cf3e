package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.log.Log;
import kepu.recommend.log.Logs;
import kepu.recommend.train.Definition;
import kepu.recommend.train.Progress;
import kepu.recommend.train.TitleNeighbours;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {
    private static final long SEED = 7;
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path folder;

    @Test
    void aSearchThatWasStoppedTwiceEndsAsOneThatRanThrough() throws IOException {
        Material material = material(Trials.events(SEED));
        Outcome whole = run(material, "whole", 5);
        run(material, "stopped", 0);
        run(material, "stopped", 2);
        Outcome gone = run(material, "stopped", 5);
        assertThat(Trials.timeless(gone.trials())).isEqualTo(Trials.timeless(whole.trials()));
        assertThat(Trials.numbers(gone.bestFirst())).isEqualTo(Trials.numbers(whole.bestFirst()));
        assertThat(gone.tested()).isEqualTo(whole.tested());
        assertThat(gone.ended()).isEqualTo(Outcome.Ended.TRIALS);
    }

    @Test
    void anotherSeedTriesSomethingElse() throws IOException {
        Material material = material(Trials.events(SEED));
        Outcome one = run(material, "one", SearchKind.RANDOM, 1, new Tuning.Limits(2, LONG));
        Outcome other = run(material, "other", SearchKind.RANDOM, 2, new Tuning.Limits(2, LONG));
        assertThat(one.trials().get(1).values())
                .isNotEqualTo(other.trials().get(1).values());
        assertThat(one.present().figures()).isEqualTo(other.present().figures());
    }

    @Test
    void nothingIsChosenByWhatHappenedAfterTheTestCut() throws IOException {
        String events = Trials.events(SEED);
        Log log = Logs.of(events);
        LogSplit last = LogSplit.of(log, 0.8);
        String changed = events.lines()
                .map(line -> line.startsWith("user") || Long.parseLong(line.split(",", -1)[2]) * 1000 < last.cutMillis()
                        ? line
                        : line.replaceFirst(",i\\d+,", ",i3,"))
                .collect(Collectors.joining("\n", "", "\n"));
        Material one = material(events);
        Material other = material(changed);
        assertThat(other.digest()).isNotEqualTo(one.digest());
        assertThat(one.validation().split().cutMillis()).isLessThan(last.cutMillis());
        assertThat(one.validation().split().log().events().size())
                .isEqualTo(last.train().events().size());
        Outcome first = run(one, "one", 3);
        Outcome second = run(other, "other", 3);
        assertThat(Trials.timeless(second.trials())).isEqualTo(Trials.timeless(first.trials()));
        assertThat(second.tested().rows()).isNotEqualTo(first.tested().rows());
    }

    @Test
    void theBestIsTestedOnceBesideThePresentDefinitionAndTheFloors() throws IOException {
        Material material = material(Trials.events(SEED));
        Outcome first = run(material, "search", 5);
        Outcome again = run(material, "search", 5);
        assertThat(again.looks()).isEqualTo(1);
        assertThat(again.tested()).isEqualTo(first.tested());
        assertThat(first.best()).isEqualTo(first.bestFirst().getFirst());
        assertThat(first.tested().rows())
                .extracting(Tested.Row::model)
                .endsWith("present", "popularity", "recent-popularity", "random");
        Figures present = first.tested().rows().stream()
                .filter(row -> row.model().equals("present"))
                .findFirst()
                .orElseThrow()
                .figures();
        assertThat(first.best().isPresent()).isFalse();
        Tested.Gain gain = Objects.requireNonNull(first.tested().gain());
        double best = first.tested().rows().getFirst().figures().ndcg();
        assertThat(gain.mean()).isCloseTo(best - present.ndcg(), within(1e-12));
        assertThat(present.ndcg())
                .isGreaterThan(first.tested().rows().getLast().figures().ndcg());
    }

    @Test
    void whatIsSharedAmongTrialsChangesNoFigure() throws IOException {
        Material shared = material(Trials.events(SEED));
        Outcome outcome = run(shared, "search", SearchKind.GRID, 1, new Tuning.Limits(6, LONG));
        Trial last = outcome.trials().getLast();
        Definition alone = present().with(last.values()).definition();
        Material fresh = material(Trials.events(SEED));
        fresh.validation().trained("alone", alone, Progress.SILENT);
        assertThat(lists(shared, alone)).isDeepEqualTo(lists(fresh, alone));
    }

    @Test
    void withoutTimeAtLeastOneMoreTrialIsMade() throws IOException {
        Material material = material(Trials.events(SEED));
        Tuning.Limits noTime = new Tuning.Limits(50, Duration.ofNanos(1));
        assertThat(run(material, "search", SearchKind.RANDOM, 1, noTime).trials())
                .hasSize(1);
        Outcome second = run(material, "search", SearchKind.RANDOM, 1, noTime);
        assertThat(second.trials()).hasSize(2);
        assertThat(second.ended()).isEqualTo(Outcome.Ended.TIME);
    }

    @Test
    void itemItemModelsAreTunedOnWhoTookWhat() throws IOException {
        Material material = Material.of(Trials.takings(SEED), 0.2, 1, "文件 train.txt");
        Map<String, String> idle = Idle.of(space(), present().definition(), material.items(), material.fixed());
        assertThat(idle).containsOnlyKeys("rates.halfLifeDays", "ranker.kind", "ranker.leaves");
        Space used = space().without(idle.keySet());
        Outcome outcome = run(material, used, "fixed", SearchKind.GRID, 1, new Tuning.Limits(50, LONG));
        assertThat(outcome.ended()).isEqualTo(Outcome.Ended.ALL);
        assertThat(outcome.trials()).hasSize(4);
        assertThat(outcome.tested().rows().getLast().model()).isEqualTo("popularity");
        assertThat(outcome.tested().rows().getFirst().figures().ndcg())
                .isGreaterThan(outcome.tested().rows().getLast().figures().ndcg());
    }

    @Test
    void aTrainingThatFailsIsATrialAndNotTheEnd() throws IOException {
        Material material = material(Trials.events(SEED));
        Material failing = new Material(
                new Failing(material.validation()),
                material.test(),
                material.items(),
                false,
                "digest",
                "文件 events.csv");
        Outcome outcome = run(failing, "search", SearchKind.RANDOM, 1, new Tuning.Limits(2, LONG));
        assertThat(outcome.trials().get(1).failed()).isEqualTo("no convergence");
        assertThat(outcome.best().figures()).isNotNull();
        assertThat(new Table(outcome).csv()).contains("no convergence");
        assertThat(new Report(outcome, present(), Map.of()).html()).contains("没有训练成：no convergence", "有 1 次没有训练成");
    }

    @Test
    void aLogThatIsTooShortIsRefused() {
        assertThatExceptionOfType(Failure.Invalid.class).isThrownBy(() -> material("user,item,time\na,b,1700000000\n"));
    }

    @Test
    void theFindingsAreATableAReportAndADefinitionThatTrains() throws IOException {
        Outcome outcome =
                run(material(Trials.events(SEED)), "search", SearchKind.RANDOM, 1, new Tuning.Limits(5, LONG));
        Path place = Files.createDirectory(folder.resolve("findings"));
        Optional<Path> definition = Findings.write(place, outcome, present(), Map.of());
        assertThat(Files.readAllLines(place.resolve("trials.csv")))
                .hasSize(1 + outcome.trials().size());
        assertThat(new Table(outcome).lines().lines().findFirst().orElseThrow())
                .startsWith("trial=%-4d ndcg@20=".formatted(outcome.best().number()));
        assertThat(Files.readString(place.resolve("report.html")))
                .contains("调参报告：files", "第 5 次", "过多少天减半", "Content-Security-Policy")
                .doesNotContain("<script", "http://", "https://", "url(", "@import", "src=")
                .doesNotContainPattern("\\{[a-z]+}");
        assertThat(definition).isPresent();
        String text = Files.readString(definition.orElseThrow());
        assertThat(text)
                .startsWith("# Found by `./kepu tune` (random search, seed 1")
                .contains("# Of each item so many relations");
        assertThat(DefinitionText.read(definition.orElseThrow()).content())
                .isEqualTo(present().with(outcome.best().values()).content());
    }

    private static int[][] lists(Material material, Definition definition) {
        var model = material.validation().trained("alone", definition, Progress.SILENT);
        boolean[] hidden = new boolean[material.items()];
        int people = material.validation().split().known().length;
        int[][] lists = new int[people][];
        for (int person = 0; person < people; person++) {
            lists[person] = model.rank(person, hidden, 20);
        }
        return lists;
    }

    private static Material material(String events) {
        Log log = Logs.of(events);
        return Material.of(log, TitleNeighbours.of(log.things()), "文件 events.csv");
    }

    private DefinitionText present() throws IOException {
        return DefinitionText.read(Trials.definition(folder));
    }

    private Space space() throws IOException {
        return SpaceFile.read(Files.writeString(folder.resolve("files.tune.yaml"), Trials.space()), present());
    }

    private Outcome run(Material material, String name, int trials) throws IOException {
        return run(material, name, SearchKind.RANDOM, 1, new Tuning.Limits(trials, LONG));
    }

    private Outcome run(Material material, String name, SearchKind kind, long seed, Tuning.Limits limits)
            throws IOException {
        return run(material, space(), name, kind, seed, limits);
    }

    private Outcome run(Material material, Space space, String name, SearchKind kind, long seed, Tuning.Limits limits)
            throws IOException {
        Search.Digests digests = new Search.Digests(Digest.of(space), Digest.of(present()), material.digest());
        Search search = new Search("files", kind, seed, material.fixed(), digests, material.source(), 0);
        try (TrialLog log = TrialLog.open(folder.resolve(name))) {
            return new Tuning(material, present(), space, search, log).run(limits, Progress.SILENT);
        }
    }
}
