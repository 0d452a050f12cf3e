package kepu.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import kepu.App;
import kepu.Ground;
import kepu.base.Folders;
import kepu.config.Config;
import kepu.store.Storage;
import picocli.CommandLine.Command;

/**
 * Starts the program on a folder that goes afterwards, asks it what people ask, and ends it. The launcher lets Java keep what it learned of
 * this (JEP 514), so that later starts find their classes linked.
 */
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "start once on an empty folder and end, for Java to learn from")
public final class RehearseCommand implements Callable<Integer> {
    private final Setting setting = new Setting();

    @Override
    public Integer call() throws Exception {
        Path data = Files.createTempDirectory("kepu-rehearsal");
        try {
            rehearse(setting.config(Map.of(
                    "data",
                    data.toString(),
                    "database.url",
                    "",
                    "redis.url",
                    "",
                    "http.host",
                    "127.0.0.1",
                    "http.port",
                    0,
                    "http.publicUrl",
                    "",
                    "management.port",
                    0,
                    "people.fixedCode",
                    Rehearsal.CODE)));
        } finally {
            Folders.delete(data);
        }
        return 0;
    }

    private static void rehearse(Config config) throws Exception {
        Clock clock = Clock.systemUTC();
        try (Storage storage = Storage.open(config.data(), config.database())) {
            Ground ground = Ground.lay(storage.address(), (bulk, divisions) -> {
                App.importLibrary(config, bulk, divisions);
                App.importClaims(config, bulk);
            });
            try (App app = new App(config, storage.address(), ground, clock);
                    Rehearsal rehearsal = new Rehearsal(app.url())) {
                rehearsal.play();
            }
        }
    }
}
