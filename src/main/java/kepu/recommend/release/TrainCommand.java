package kepu.recommend.release;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kepu.config.Config;
import kepu.store.DatabaseAddress;

/**
 * How a training, or a search for a better definition, is started: words and further environment. It tells how it goes on its standard output,
 * {@code progress 0.42 text} and at last {@code done RESULT}; anything else is log. It should end when its standard input does, which is when
 * this program has.
 */
public record TrainCommand(List<String> words, Map<String, String> environment) {
    /** The command for a definition. */
    public interface Making {
        TrainCommand of(String definition);
    }

    /** This program's own {@code train} with the same Java, class path and settings; where the database is stands in the environment. */
    public static Making own(Config config, DatabaseAddress address) {
        return definition -> process(config, address, "train", "--attached", "--definition", definition);
    }

    /** This program's own {@code tune}, in the same way. */
    public static Making tuning(Config config, DatabaseAddress address) {
        return model -> process(config, address, "tune", "--attached", "--model", model);
    }

    /** The same with more words behind. */
    TrainCommand with(List<String> more) {
        return new TrainCommand(Stream.concat(words.stream(), more.stream()).toList(), environment);
    }

    private static TrainCommand process(Config config, DatabaseAddress address, String... command) {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + config.models().trainMebibytes() + "m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dkepu.home=" + System.getProperty("kepu.home", "."),
                "-cp",
                System.getProperty("java.class.path"),
                "kepu.Main"));
        words.addAll(List.of(command));
        words.addAll(List.of("--data", config.data().toAbsolutePath().toString()));
        return new TrainCommand(
                List.copyOf(words),
                Map.of(
                        "KEPU_DATABASE_URL", address.url(),
                        "KEPU_CONTENT", config.content().toAbsolutePath().toString(),
                        "KEPU_MODELS_FOLDER", config.versions().toAbsolutePath().toString(),
                        "KEPU_MODELS_DEFINITIONS",
                                config.models().definitions().toAbsolutePath().toString()));
    }
}
