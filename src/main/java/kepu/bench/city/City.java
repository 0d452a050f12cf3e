package kepu.bench.city;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import kepu.bench.Machine;
import kepu.bench.load.Usage;
import kepu.config.ConfigReader;
import kepu.people.Accounts;
import kepu.people.EndedSessions;
import kepu.people.PeopleStore;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.people.SigningKeys;
import kepu.people.Tokens;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/**
 * An embedded PostgreSQL with synthetic residents in the real villages of one city, the shipped library, an operator, and signed tokens of
 * as many residents as will visit: each stands for a session.
 */
public final class City implements AutoCloseable {
    /**
     * How large.
     *
     * @param history items that each resident met before
     * @param visitors residents who have a token, the first ones
     */
    public record Size(int residents, int history, int visitors, long seed) {
        public Size {
            if (residents < 1 || history < 0 || visitors < 1 || visitors > residents) {
                throw new IllegalArgumentException("nobody lives here");
            }
        }
    }

    static final RegionCode CODE = RegionCode.of("5109");
    static final String OPERATOR = "evening";
    static final Duration TOKEN_LIFE = Duration.ofHours(6);

    private static final Duration KEY_LIFE = Duration.ofDays(30);
    private static final int STARTING_SECONDS = 60;
    private static final int SECRET_BYTES = 32;
    private static final int CONNECTIONS = 100;
    private static final int LEAST_SHARED_MEBIBYTES = 512;
    /** A resident with some meetings, and their indexes. */
    private static final int BYTES_A_RESIDENT = 2_048;
    /** What docs/postgres.md advises for a server of this size, beside what it was started with. */
    private static final List<String> ADVISED = List.of("max_wal_size = '8GB'", "checkpoint_timeout = '15min'");

    private final Size size;
    private final EmbeddedPostgres postgres;
    private final DatabaseAddress address;
    private final String secret;
    private final String password = Accounts.freshPassword();
    private double fillingSeconds;
    private List<String> items = List.of();
    private List<String> titles = List.of();
    private List<String> tokens = List.of();

    private City(Size size, EmbeddedPostgres postgres, String secret) {
        EmbeddedPostgres.Address at = postgres.address();
        this.size = size;
        this.postgres = postgres;
        this.address = new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
        this.secret = secret;
    }

    /** Makes it in an empty folder, with the library in {@code content}. Blocking; minutes for millions. */
    public static City make(Size size, Path folder, Path content, Consumer<String> progress)
            throws IOException, SQLException {
        long begin = System.nanoTime();
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        City city = new City(
                size,
                EmbeddedPostgres.start(folder.resolve("database"), postgres(size)),
                Base64.getEncoder().encodeToString(secret));
        try {
            Bulk.migrate(city.address);
            city.set();
            Filling filling = new Filling(size, city.address, progress);
            city.items = filling.library(content, folder.resolve("media"));
            filling.people();
            filling.warm();
            try (Bulk bulk = Bulk.open(city.address)) {
                city.titles = bulk.read("select title from item order by seq", row -> row.getString(1));
                Accounts.set(bulk, OPERATOR, "推送员", Role.OPERATOR, CODE, city.password);
            }
            progress.accept("signing %,d tokens".formatted(size.visitors()));
            city.tokens = city.signed(new Secrets(secret));
            city.fillingSeconds = (System.nanoTime() - begin) / 1e9;
            return city;
        } catch (IOException | SQLException | RuntimeException e) {
            city.close();
            throw e;
        }
    }

    public Size size() {
        return size;
    }

    public DatabaseAddress address() {
        return address;
    }

    /** By which nodes seal and sign. */
    public String secret() {
        return secret;
    }

    /** Of the operator, whose scope is the city. */
    String password() {
        return password;
    }

    /** What it took to make it. */
    double fillingSeconds() {
        return fillingSeconds;
    }

    /** The ids of the library's items. */
    public List<String> items() {
        return items;
    }

    /** Their titles. */
    List<String> titles() {
        return titles;
    }

    /** The tokens of the residents 1, 2 and so on. */
    public List<String> tokens() {
        return tokens;
    }

    /** Those of its PostgreSQL, which is a child of this process. */
    List<ProcessHandle> processes() {
        return Usage.trees(ProcessHandle.current()
                .children()
                .filter(child -> isPostgres(child) || child.descendants().anyMatch(City::isPostgres))
                .toList());
    }

    @Override
    public void close() {
        postgres.close();
    }

    /** Its own cache holds the city, within a quarter of the machine. */
    private static EmbeddedPostgres.Settings postgres(Size size) {
        long shared = Math.min(Machine.here().memory() / 4, (long) BYTES_A_RESIDENT * size.residents());
        return new EmbeddedPostgres.Settings(
                0,
                CONNECTIONS,
                (int) Math.max(LEAST_SHARED_MEBIBYTES, shared >> 20),
                Duration.ofSeconds(STARTING_SECONDS));
    }

    private void set() throws IOException, SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            for (String setting : ADVISED) {
                bulk.outside("alter system set " + setting);
            }
            bulk.outside("select pg_reload_conf()");
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    /** As nodes sign them, with the key that the nodes will read. */
    private List<String> signed(Secrets secrets) throws IOException {
        Vertx vertx = Vertx.vertx();
        try (Database database =
                new Database(vertx, address, new ConfigReader().config().database())) {
            PeopleStore people = new PeopleStore(database);
            SigningKeys keys = new SigningKeys(people, secrets, Clock.systemUTC(), KEY_LIFE);
            keys.refresh().await(STARTING_SECONDS, TimeUnit.SECONDS);
            Tokens signing = new Tokens(keys, new EndedSessions(people, TOKEN_LIFE), Clock.systemUTC(), TOKEN_LIFE);
            Instant expires = Clock.systemUTC().instant().plus(TOKEN_LIFE);
            return IntStream.rangeClosed(1, size.visitors())
                    .parallel()
                    .mapToObj(id -> signing.forResident(id, UUID.randomUUID(), expires))
                    .toList();
        } catch (TimeoutException e) {
            throw new IOException("the database does not answer", e);
        } finally {
            vertx.close().await();
        }
    }
}
