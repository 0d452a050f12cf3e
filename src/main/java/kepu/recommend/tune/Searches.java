package kepu.recommend.tune;

import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.people.Caller;
import kepu.recommend.release.Models;
import org.jspecify.annotations.Nullable;

/**
 * Searches for better definitions as staff start them and look at them: what may be tried, and what the one on the disk has found so far. They
 * run as processes of their own, {@link TrialLog} is read while they write.
 */
public final class Searches {
    /** The seed of all of them, so that the same search goes on where it stopped. */
    private static final long SEED = 1;
    /** The most trials that are told, the best. */
    private static final int MOST_TOLD = 1_000;

    private static final int MOST_DEFINITION_BYTES = 1 << 16;
    /** So much of a process's time is left for the last trial and the test, percent. */
    private static final int SPARE_PERCENT = 25;

    private final Models models;
    private final Config config;

    public Searches(Models models, Config config) {
        this.models = models;
        this.config = config;
    }

    /**
     * A search that somebody wants.
     *
     * @param minutes after which no trial begins
     * @param trials at most, those of earlier runs counted; null: as many as fit into the time
     * @param afresh begins again, and keeps what is there under another name
     */
    public record Wish(
            SearchKind kind, int minutes, @Nullable Integer trials, boolean afresh) {}

    /** A parameter and the value that the definition has. */
    public record Choice(Parameter parameter, String present) {}

    /**
     * What a search has found so far.
     *
     * @param choices what may be tried
     * @param trials the best first
     * @param tested what the part that nothing was chosen by says of the best; none before the end
     * @param definition the best one as a file, when it is another than the present one
     */
    public record Found(
            List<Choice> choices,
            Optional<Search> search,
            List<Trial> trials,
            Optional<Tested> tested,
            int looks,
            Optional<String> definition) {}

    /**
     * Starts a search, or goes on with the one on the disk; gives the job. {@link Failure.Invalid} when it is to take longer than a process may,
     * {@link Failure.Missing} without definition or space, {@link Failure.Conflict} while anything trains.
     */
    public Future<String> start(Caller.OfStaff staff, String name, Wish wish) {
        int longest = config.models().trainMinutes() * (100 - SPARE_PERCENT) / 100;
        if (wish.minutes() > Math.max(1, longest)) {
            throw Failure.Invalid.at("/minutes", "一次最多搜索 " + Math.max(1, longest) + " 分钟");
        }
        List<String> options = new ArrayList<>(
                List.of("--search", wish.kind().code(), "--seed", "" + SEED, "--minutes", "" + wish.minutes()));
        Integer trials = wish.trials();
        if (trials != null) {
            options.addAll(List.of("--trials", "" + trials));
        }
        if (wish.afresh()) {
            options.add("--afresh");
        }
        return models.defined(name)
                .compose(known -> models.blocking(() -> choices(name)))
                .compose(choices -> models.tune(staff, name, options));
    }

    /** What the search of a kind has found so far; empty lists when none was started. */
    public Future<Found> found(String name, SearchKind kind) {
        return models.defined(name).compose(known -> models.blocking(() -> read(name, kind)));
    }

    /** {@link Failure.Invalid} unless the definition may have these values, by path. */
    public Future<Void> check(String name, Map<String, String> values) {
        return models.defined(name)
                .compose(known -> models.blocking(() -> {
                    DefinitionText present = DefinitionText.read(config.models().definition(name));
                    values.forEach((path, value) -> check(present, path, value));
                    present.with(values);
                    return null;
                }));
    }

    private static void check(DefinitionText present, String path, String value) {
        String pointer = "/values/" + path;
        if (present.value(path).isEmpty()) {
            throw Failure.Invalid.at(pointer, "模型定义里没有参数 " + path);
        }
        if (!Parameter.isWritten(value)) {
            throw Failure.Invalid.at(pointer, path + " 应是数、单词或它们的列表");
        }
        try {
            present.with(Map.of(path, value));
        } catch (Failure.Invalid e) {
            throw Failure.Invalid.at(pointer, "%s 不能是 %s，超出了允许的范围或种类不对".formatted(path, value));
        }
    }

    private Found read(String name, SearchKind kind) throws IOException {
        Path folder = config.data().resolve("tune").resolve(name).resolve(kind.code() + "-" + SEED);
        TrialLog.Kept kept = TrialLog.kept(folder);
        List<Trial> best = Trial.bestFirst(kept.trials());
        return new Found(
                choices(name),
                kept.search(),
                best.subList(0, Math.min(MOST_TOLD, best.size())),
                kept.tested().stream().reduce((earlier, later) -> later),
                kept.tested().size(),
                definition(folder.resolve(name + ".yaml")));
    }

    private List<Choice> choices(String name) throws IOException {
        DefinitionText present = DefinitionText.read(config.models().definition(name));
        Path file = config.models().definitions().resolve(name + ".tune.yaml");
        return SpaceFile.read(file, present).parameters().stream()
                .map(parameter ->
                        new Choice(parameter, present.value(parameter.path()).orElseThrow()))
                .toList();
    }

    private static Optional<String> definition(Path file) throws IOException {
        try {
            return Files.size(file) > MOST_DEFINITION_BYTES
                    ? Optional.empty()
                    : Optional.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
