package kepu.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import kepu.config.Config;
import kepu.recommend.release.Releases;
import kepu.recommend.release.TrainCommand;
import kepu.recommend.release.VersionId;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;

/** Trains 演示的第一个模型 in a process of its own and releases it; does nothing when one is released. */
final class DemoTraining {
    static final String MODEL = "feed";

    private static final String DONE = "done ";
    private static final String PROGRESS = "progress ";

    private final Config config;
    private final DatabaseAddress address;
    private final Consumer<String> say;

    DemoTraining(Config config, DatabaseAddress address, Consumer<String> say) {
        this.config = config;
        this.address = address;
        this.say = say;
    }

    /** Blocks until the model is released. A training that fails costs the demo its model, not its start. */
    void run(long staff) throws IOException, SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            if (Releases.released(bulk, MODEL).isPresent()) {
                return;
            }
            Optional<String> version = train();
            if (version.isPresent()) {
                VersionId id = new VersionId(MODEL, version.get());
                bulk.transact(() -> Releases.first(bulk, staff, id, "演示的第一个模型"));
                say.accept("recommender: version " + version.get() + " is released");
            } else {
                say.accept("recommender: training failed; feeds go by rates alone");
            }
        }
    }

    private Optional<String> train() throws IOException {
        TrainCommand command = TrainCommand.own(config, address).of(MODEL);
        ProcessBuilder builder = new ProcessBuilder(command.words()).redirectErrorStream(true);
        builder.environment().putAll(command.environment());
        Process process = builder.start();
        String last = "";
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line;
                if (line.startsWith(PROGRESS) || line.startsWith("kepu: ")) {
                    say.accept("recommender: " + line.replaceFirst(PROGRESS, ""));
                }
            }
        } finally {
            process.destroy();
        }
        return last.startsWith(DONE) ? Optional.of(last.substring(DONE.length())) : Optional.empty();
    }
}
