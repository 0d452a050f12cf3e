package kepu.command;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kepu.config.Config;
import kepu.config.ConfigReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command is configured. */
final class Setting {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "settings that differ from the defaults (see kepu.yaml in the repository)")
    private @Nullable Path file;

    @Option(names = "--data", paramLabel = "DIR", description = "folder for everything that is written (default: data)")
    private @Nullable Path data;

    Config config() {
        return config(Map.of());
    }

    /** Defaults, then the file, the environment, the options, and last what the command itself sets. */
    Config config(Map<String, Object> options) {
        ConfigReader reader = new ConfigReader();
        reader.set("content", home().resolve("content").toString());
        reader.set("models.definitions", home().resolve("models").toString());
        reader.set("data", home().resolve("data").toString());
        if (file != null) {
            reader.file(file);
        }
        reader.environment(System.getenv());
        Map<String, Object> all = new HashMap<>(options);
        if (data != null) {
            all.put("data", data.toString());
        }
        all.forEach(reader::set);
        return reader.config();
    }

    /** Where the program is installed; the launcher says so. */
    static Path home() {
        return Path.of(System.getProperty("kepu.home", "."));
    }
}
