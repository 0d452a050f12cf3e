package kepu.testing;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import kepu.App;
import kepu.Ground;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/**
 * What every house begins with, made once for all houses of this JVM and copied for each: a database with the library and its claims, their
 * media, and the index of the search.
 */
final class Furnishing {
    private static final Path TARGET = Path.of(System.getProperty("kepu.target", "target"));
    private static final Path HOME = Path.of(System.getProperty("kepu.home", "."));
    private static final String TEMPLATE = "furnished";
    private static final Set<DatabaseAddress> FURNISHED = ConcurrentHashMap.newKeySet();

    private static final EmbeddedPostgres.Settings SERVER =
            new EmbeddedPostgres.Settings(0, 20, 32, Duration.ofSeconds(60));

    private static Path made;
    private static Path cluster;

    private Furnishing() {}

    /** The settings that a program of the tests has anyway. */
    static ConfigReader settings(Path data) {
        return new ConfigReader()
                .set("data", data.toString())
                .set("content", HOME.resolve("content").toString())
                .set("models.definitions", HOME.resolve("models").toString())
                .set("http.port", 0)
                .set("management.port", 0)
                .set("http.overload.delayMillis", House.NEVER_LATE);
    }

    /** The address of a new database that holds the library. */
    static synchronized DatabaseAddress database() {
        if (made == null) {
            made = make();
        }
        DatabaseAddress fresh = TestPostgres.copyOf(TEMPLATE);
        FURNISHED.add(fresh);
        return fresh;
    }

    /** Whether a database began with the library of the repository. */
    static boolean isOf(DatabaseAddress database) {
        return FURNISHED.contains(database);
    }

    /** Puts what such a database goes with into a new data folder. */
    static void copyInto(Path data) throws IOException {
        Folders.copy(made, data);
    }

    /** Puts a PostgreSQL of its own with the library, and what goes with it, into a new data folder. */
    static synchronized void copyClusterInto(Path data) throws IOException {
        if (cluster == null) {
            cluster = makeCluster();
        }
        Folders.copy(cluster, data);
    }

    /** As the first command on an empty folder makes it; its programs are those of {@link TestPostgres}. */
    private static Path makeCluster() throws IOException {
        Path data = Program.freshData();
        Config config = settings(data).config();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(data, SERVER)) {
            EmbeddedPostgres.Address at = server.address();
            Ground.lay(
                    new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password()),
                    (bulk, divisions) -> {
                        App.importLibrary(config, bulk, divisions);
                        App.importClaims(config, bulk);
                    });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Files.delete(data.resolve("kepu.lock"));
        return data;
    }

    private static Path make() {
        try {
            Path data = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("test-data")), "furnishing");
            Config config = settings(data).config();
            Ground.lay(TestPostgres.template(TEMPLATE), (bulk, divisions) -> {
                App.importLibrary(config, bulk, divisions);
                App.importClaims(config, bulk);
            });
            DatabaseAddress lived = TestPostgres.copyOf(TEMPLATE);
            try (App app = new App(config, lived, Ground.lay(lived), Clock.systemUTC())) {
                Eventually.eventually("everything can be found", () -> awaitsNothing(app));
            }
            Path kept = Files.createTempDirectory(TARGET.resolve("test-data"), "furnished");
            for (String folder : new String[] {"media", "search"}) {
                Files.move(data.resolve(folder), kept.resolve(folder));
            }
            return kept;
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean awaitsNothing(App app) {
        try (InputStream health = URI.create("http://127.0.0.1:" + app.managementPort() + "/health/ready")
                .toURL()
                .openStream()) {
            return new JsonObject(Buffer.buffer(health.readAllBytes()))
                    .getJsonArray("awaiting")
                    .isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
