package kepu.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kepu.config.Config;
import org.jspecify.annotations.Nullable;

/** The PostgreSQL that the configuration names: one given by URL, or an embedded one that lives as long as this object. */
public final class Storage implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final DatabaseAddress address;
    private final @Nullable EmbeddedPostgres embedded;

    private Storage(DatabaseAddress address, @Nullable EmbeddedPostgres embedded) {
        this.address = address;
        this.embedded = embedded;
    }

    /** Blocking: an embedded server is installed when it is not there, and started. */
    public static Storage open(Path data, Config.Database config) throws IOException {
        Files.createDirectories(data);
        if (!config.url().isEmpty()) {
            return new Storage(DatabaseAddress.of(config.url()), null);
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.start(
                data,
                new EmbeddedPostgres.Settings(
                        config.embeddedPort(), config.poolSize() * 2 + 20, config.embeddedSharedMebibytes(), START));
        EmbeddedPostgres.Address at = embedded.address();
        return new Storage(
                new DatabaseAddress(
                        at.host(),
                        at.port(),
                        at.database(),
                        at.user(),
                        at.password(),
                        "in " + data.resolve("postgres").toAbsolutePath()),
                embedded);
    }

    public DatabaseAddress address() {
        return address;
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
