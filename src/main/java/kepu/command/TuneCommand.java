package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.Callable;
import kepu.base.Failure;
import kepu.base.Neighbours;
import kepu.config.Config;
import kepu.recommend.log.Log;
import kepu.recommend.log.SplitFile;
import kepu.recommend.release.VersionId;
import kepu.recommend.train.Stored;
import kepu.recommend.train.TitleNeighbours;
import kepu.recommend.train.VersionMaking;
import kepu.recommend.tune.DefinitionText;
import kepu.recommend.tune.Digest;
import kepu.recommend.tune.Findings;
import kepu.recommend.tune.Idle;
import kepu.recommend.tune.Material;
import kepu.recommend.tune.Outcome;
import kepu.recommend.tune.Search;
import kepu.recommend.tune.SearchKind;
import kepu.recommend.tune.Space;
import kepu.recommend.tune.SpaceFile;
import kepu.recommend.tune.Table;
import kepu.recommend.tune.TrialLog;
import kepu.recommend.tune.Tuning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks for a better definition of a model, and says whether it is one; nothing that serves is touched. */
@Command(
        name = "tune",
        mixinStandardHelpOptions = true,
        description = "try other parameters of a model; a table, a report and a definition come out")
public final class TuneCommand implements Callable<Integer> {
    private static final int MOST_MINUTES = 10_080;

    @Mixin
    private final Setting setting = new Setting();

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "models/NAME.yaml (default: files with --events, else feed)")
    private @Nullable String model;

    @Option(
            names = "--space",
            paramLabel = "FILE",
            description = "parameters and values to try (default: models/NAME.tune.yaml)")
    private @Nullable Path space;

    @Option(names = "--search", defaultValue = "random", description = "grid or random (default: ${DEFAULT-VALUE})")
    private SearchKind search = SearchKind.RANDOM;

    @Option(
            names = "--minutes",
            defaultValue = "20",
            description = "no trial begins after so many (default: ${DEFAULT-VALUE})")
    private double minutes;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description = "so many in all, earlier runs counted (default: as many as fit into the time)")
    private @Nullable Integer trials;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "same seed, same trials in the same order (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--resume", description = "go on with the earlier run; refuse to begin a new search")
    private boolean resume;

    @Option(names = "--afresh", description = "begin again; what is there is kept under another name")
    private boolean afresh;

    @ArgGroup(exclusive = false)
    private @Nullable LogOptions files;

    @Option(
            names = "--train",
            paramLabel = "FILE",
            description = "user item item … (LightGCN's text format); only item-item weights are tuned")
    private @Nullable Path train;

    @Option(
            names = "--test-share",
            defaultValue = "0.2",
            description =
                    "with --train: share of each user's items that is kept for the test (default: ${DEFAULT-VALUE})")
    private double testShare;

    @Mixin
    private final Attached attached = new Attached();

    @Mixin
    private final Console console = new Console();

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws Exception {
        attached.watch();
        checkOptions();
        Config config = setting.config();
        String name = name();
        DefinitionText present = DefinitionText.read(config.models().definition(name));
        Space whole = SpaceFile.read(
                space == null ? config.models().definitions().resolve(name + ".tune.yaml") : space, present);
        Path folder = config.data().resolve("tune").resolve(name).resolve(search.code() + "-" + seed);
        if (afresh) {
            TrialLog.putAside(folder, clock.instant())
                    .ifPresent(aside -> console.out().println("the earlier search is kept in " + aside));
        }
        try (TrialLog log = TrialLog.open(folder)) {
            tune(config, name, present, whole, log, folder);
        }
        return 0;
    }

    private void tune(Config config, String name, DefinitionText present, Space whole, TrialLog log, Path folder)
            throws IOException, SQLException {
        if (resume && log.search().isEmpty()) {
            throw new Failure.Missing("tune-nothing-to-resume", "没有可以接着做的搜索：" + folder);
        }
        Told told = new Told(console.out());
        told.at(0, "reading behaviour");
        long until = log.search().map(Search::untilMillis).orElseGet(this::until);
        Material material = material(config, name, present, until);
        Map<String, String> idle = Idle.of(whole, present.definition(), material.items(), material.fixed());
        idle.forEach((path, why) -> console.out().println("left out: " + path + "（" + why + "）"));
        Space used = whole.without(idle.keySet());
        Tuning tuning = new Tuning(material, present, used, search(name, present, used, material, until), log);
        int earlier = log.trials().size();
        if (earlier > 0) {
            console.out().println("going on after %d trials of an earlier run".formatted(earlier));
        }
        Outcome outcome = tuning.run(limits(), told.part(0.02, 1));
        tell(outcome);
        Findings.write(folder, outcome, present, idle)
                .ifPresent(definition -> console.out().println("the best definition: " + definition));
        console.out().println("report: " + folder.resolve("report.html"));
        console.out().println("done " + outcome.tested().verdict().code());
        console.out().flush();
    }

    private Search search(String name, DefinitionText present, Space used, Material material, long until) {
        Search.Digests digests = new Search.Digests(Digest.of(used), Digest.of(present), material.digest());
        return new Search(name, search, seed, material.fixed(), digests, material.source(), until);
    }

    private Tuning.Limits limits() {
        return new Tuning.Limits(
                trials == null ? Integer.MAX_VALUE : trials, Duration.ofMillis(Math.round(minutes * 60_000)));
    }

    private Material material(Config config, String name, DefinitionText present, long until)
            throws IOException, SQLException {
        if (train != null) {
            return Material.of(
                    SplitFile.read(train), testShare, present.definition().seed(), "文件 " + train.getFileName());
        }
        if (files != null) {
            Log log = files.read();
            return Material.of(log, TitleNeighbours.of(log.things()), files.source());
        }
        return stored(config, name, until);
    }

    /** The database is closed before the first trial: the program that serves may have it. */
    private Material stored(Config config, String name, long until) throws IOException, SQLException {
        Instant moment = Instant.ofEpochMilli(until);
        VersionMaking.Material read;
        try (OpenDatabase database = OpenDatabase.reading(config)) {
            read = Stored.material(database.bulk(), config.models().definition(name), moment);
        }
        Log log = read.log().upTo(until);
        Neighbours content = read.content();
        return Material.of(log, content, "数据库里 %s 以前的行为".formatted(moment.truncatedTo(ChronoUnit.SECONDS)));
    }

    private long until() {
        return files == null && train == null ? clock.millis() : 0;
    }

    private void tell(Outcome outcome) {
        Table table = new Table(outcome);
        console.out().print(table.lines());
        console.out().print(table.tested());
    }

    private String name() {
        if (model == null) {
            return files == null ? "feed" : "files";
        }
        if (!VersionId.isName(model)) {
            throw new Failure.Invalid("tune-option-invalid", "--model 应由小写字母、数字和连字符组成，却是 " + model);
        }
        return model;
    }

    private void checkOptions() {
        require(files == null || train == null, "--events 和 --train 只能给一个");
        require(!(resume && afresh), "--resume 和 --afresh 只能给一个");
        require(minutes > 0 && minutes <= MOST_MINUTES, "--minutes 应大于 0，不超过 " + MOST_MINUTES);
        require(trials == null || trials >= 0, "--trials 不能是负数");
        require(testShare > 0 && testShare < 1, "--test-share 应在 0 和 1 之间");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new Failure.Invalid("tune-option-invalid", otherwise);
        }
    }
}
