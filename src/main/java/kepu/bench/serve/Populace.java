package kepu.bench.serve;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import kepu.bench.load.Requests;
import kepu.config.Config;
import kepu.config.ConfigException;
import kepu.config.ConfigReader;
import kepu.people.EndedSessions;
import kepu.people.PeopleStore;
import kepu.people.Secrets;
import kepu.people.SigningKeys;
import kepu.people.Tokens;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/**
 * Where nodes of a bench live: an embedded PostgreSQL with synthetic residents, each with a history, a catalogue, a trained model that is
 * released, and the right to sign tokens.
 */
public final class Populace implements AutoCloseable {
    /**
     * How much there is.
     *
     * @param residents with the ids from 1 on
     * @param items with the ids {@code item-1} and on
     * @param history items that each resident opened
     */
    public record Size(int residents, int items, int history, long seed) {
        public Size {
            if (residents < 1 || items < 2 * history || history < 1) {
                throw new IllegalArgumentException(
                        "items must be twice a history at least, and nobody must be missing");
            }
        }
    }

    private static final Duration TOKEN_LIFE = Duration.ofMinutes(60);
    private static final Duration KEY_LIFE = Duration.ofDays(30);
    private static final int STARTING_SECONDS = 60;
    private static final int SHARED_MEBIBYTES = 512;
    private static final int SECRET_BYTES = 32;
    private static final EmbeddedPostgres.Settings POSTGRES =
            new EmbeddedPostgres.Settings(0, 200, SHARED_MEBIBYTES, Duration.ofSeconds(STARTING_SECONDS));

    private final EmbeddedPostgres postgres;
    private final DatabaseAddress address;
    private final byte[] secret = new byte[SECRET_BYTES];
    private final Size size;
    private final Path models;

    private Populace(EmbeddedPostgres postgres, Size size, Path models) {
        EmbeddedPostgres.Address at = postgres.address();
        this.postgres = postgres;
        this.address = new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
        this.size = size;
        this.models = models;
        new SecureRandom().nextBytes(secret);
    }

    /**
     * Makes it in an empty folder. Blocking.
     *
     * @param config whose content the texts are like
     */
    public static Populace make(Path folder, Size size, Config config, Consumer<String> progress)
            throws IOException, SQLException {
        Path models = folder.resolve("models");
        Populace made = new Populace(EmbeddedPostgres.start(folder.resolve("database"), POSTGRES), size, models);
        try {
            Bulk.migrate(made.address);
            new Filling(size, config, models, progress).fill(made.address);
            return made;
        } catch (IOException | SQLException | RuntimeException e) {
            made.close();
            throw e;
        }
    }

    public Size size() {
        return size;
    }

    public DatabaseAddress address() {
        return address;
    }

    /**
     * The environment of a node here, in which everybody fits into memory.
     *
     * @param more settings by their path; those of parts that this program does not have are left out
     */
    public Map<String, String> environment(Map<String, Object> more) {
        int everybody = Math.max(100_000, size.residents() + 1_000);
        Map<String, Object> settings = new HashMap<>(more);
        settings.putAll(Map.of(
                "database.url",
                address.url(),
                "people.secret",
                Base64.getEncoder().encodeToString(secret),
                "people.tokenMinutes",
                TOKEN_LIFE.toMinutes(),
                "people.cachedProfiles",
                everybody,
                "feed.cachedHistories",
                everybody,
                // nobody asks a question here, and reading all texts for answers would take the processor for minutes
                "questions.items",
                0,
                "models.folder",
                models.toString(),
                "http.guestRequestsPerMinute",
                1_000_000));
        Map<String, String> environment = new HashMap<>();
        settings.forEach((path, value) -> {
            if (isSetting(path)) {
                environment.put(variable(path), value.toString());
            }
        });
        return environment;
    }

    private static boolean isSetting(String path) {
        try {
            new ConfigReader().set(path, "");
            return true;
        } catch (ConfigException unknown) {
            return false;
        }
    }

    private static String variable(String path) {
        return "KEPU_" + path.replaceAll("([A-Z])", "_$1").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** What is asked: request {@code number} from 0 on, and whose it is. */
    public interface Asked {
        String path(int number);

        long resident(int number);

        /** The same path by residents who take turns, from the first on. */
        static Asked by(int residents, String path) {
            return new Asked() {
                @Override
                public String path(int number) {
                    return path;
                }

                @Override
                public long resident(int number) {
                    return 1L + number % residents;
                }
            };
        }
    }

    /** Writes so many requests, with tokens as the nodes sign them. */
    public void ask(Asked asked, int count, Path file) throws IOException {
        Map<Long, String> signed = new HashMap<>();
        try (Requests requests = Requests.into(file)) {
            sign(token -> {
                for (int i = 0; i < count; i++) {
                    requests.get(asked.path(i), signed.computeIfAbsent(asked.resident(i), token::apply));
                }
            });
        }
    }

    /** Tokens of the first so many residents. */
    public List<String> tokens(int residents) throws IOException {
        List<String> tokens = new ArrayList<>();
        sign(token -> LongStream.rangeClosed(1, residents).mapToObj(token).forEach(tokens::add));
        return tokens;
    }

    /** Something that needs tokens of residents. */
    private interface Signing {
        void with(LongFunction<String> token) throws IOException;
    }

    private void sign(Signing signing) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (Database database =
                new Database(vertx, address, new ConfigReader().config().database())) {
            PeopleStore people = new PeopleStore(database);
            SigningKeys keys = new SigningKeys(people, new Secrets(secret), Clock.systemUTC(), KEY_LIFE);
            keys.refresh().await(STARTING_SECONDS, TimeUnit.SECONDS);
            Tokens tokens = new Tokens(keys, new EndedSessions(people, TOKEN_LIFE), Clock.systemUTC(), TOKEN_LIFE);
            Instant expires = Clock.systemUTC().instant().plus(TOKEN_LIFE);
            signing.with(id -> tokens.forResident(id, UUID.randomUUID(), expires));
        } catch (TimeoutException e) {
            throw new IOException("the database does not answer", e);
        } finally {
            vertx.close().await();
        }
    }

    @Override
    public void close() {
        postgres.close();
    }
}
