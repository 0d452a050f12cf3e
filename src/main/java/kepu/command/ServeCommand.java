package kepu.command;

import java.time.Clock;
import java.util.concurrent.Callable;
import kepu.App;
import kepu.Ground;
import kepu.config.Config;
import kepu.store.Storage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Serves until it is ended. */
@Command(name = "serve", mixinStandardHelpOptions = true, description = "start the server")
public final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final Setting setting = new Setting();

    @Mixin
    private final Ports ports = new Ports();

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws Exception {
        Config config = setting.config(ports.settings());
        new Serving().run(asked -> {
            Clock clock = Clock.systemUTC();
            try (Storage storage = Storage.open(config.data(), config.database());
                    App app = new App(config, storage.address(), Ground.lay(storage.address()), clock)) {
                console.out().printf("kepu serves on %s, management on port %d%n", app.url(), app.managementPort());
                asked.await();
            }
        });
        return 0;
    }
}
