package kepu.bench.fanout;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kepu.config.ConfigReader;
import kepu.people.Accounts;
import kepu.people.EndedSessions;
import kepu.people.PeopleStore;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.people.SigningKeys;
import kepu.people.Tokens;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/**
 * Where the nodes live: an embedded PostgreSQL with synthetic residents in the real villages of one city, one item, an operator, and
 * signed tokens for everybody.
 */
final class World implements AutoCloseable {
    static final RegionCode CITY = RegionCode.of("5109");
    static final String ITEM = "fanout-1";
    static final String OPERATOR = "fanout";

    private static final Duration TOKEN_LIFE = Duration.ofMinutes(60);
    private static final Duration KEY_LIFE = Duration.ofDays(30);
    private static final int STARTING_SECONDS = 60;
    private static final int MOST_VILLAGES = 10_000;
    private static final int SECRET_BYTES = 32;
    private static final EmbeddedPostgres.Settings POSTGRES =
            new EmbeddedPostgres.Settings(0, 500, 128, Duration.ofSeconds(STARTING_SECONDS));

    private final EmbeddedPostgres postgres;
    private final DatabaseAddress address;
    private final String secret;
    private final String password = Accounts.freshPassword();
    private final Path requests;

    private World(EmbeddedPostgres postgres, String secret, Path requests) {
        EmbeddedPostgres.Address at = postgres.address();
        this.postgres = postgres;
        this.address = new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
        this.secret = secret;
        this.requests = requests;
    }

    /** Makes it in an empty folder. Blocking. */
    static World make(Path folder, int residents) throws IOException, SQLException {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        World world = new World(
                EmbeddedPostgres.start(folder.resolve("database"), POSTGRES),
                Base64.getEncoder().encodeToString(secret),
                folder.resolve("requests"));
        try {
            Bulk.migrate(world.address);
            world.fill(residents);
            world.sign(new Secrets(secret), residents);
            return world;
        } catch (IOException | SQLException | RuntimeException e) {
            world.close();
            throw e;
        }
    }

    String databaseUrl() {
        return address.url();
    }

    String secret() {
        return secret;
    }

    /** Of the operator, whose scope is the city. */
    String password() {
        return password;
    }

    /** A file with the path of the live line and the token of a resident a line. */
    Path requests() {
        return requests;
    }

    /** Us, to tell what our PostgreSQL takes: it is the only child here that is no server and no reader. */
    List<ProcessHandle> database() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.descendants().anyMatch(World::isPostgres) || isPostgres(child))
                .toList();
    }

    @Override
    public void close() {
        postgres.close();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("/postgres");
    }

    private void fill(int residents) throws IOException, SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            List<Region> villages = Regions.load(bulk).within(CITY, Level.VILLAGE, MOST_VILLAGES);
            bulk.transact(() -> {
                bulk.run(
                        "insert into item (id, kind, title, summary, topic, source, authority, licence, language, body, chars,"
                                + " published_at, digest) values (?, 'article', '霜冻来临前后，果树和大棚怎样防冻', '"
                                + "强降温前要做的三件事，和受冻以后的补救。', 'crops', '', '', '', 'zh-CN', '', 1, now(), '')",
                        ITEM);
                try (Bulk.Rows rows = bulk.copy("resident (village, groups, synthetic, consent_version, consent_at)")) {
                    for (int i = 0; i < residents; i++) {
                        Region village = villages.get((int) (i * 2_654_435_761L % villages.size()));
                        rows.row(village.code().first(), List.of("farmer"), true, "1", "2026-01-01T00:00:00Z");
                    }
                }
                bulk.execute("analyze resident");
                return residents;
            });
            Accounts.set(bulk, OPERATOR, "推送员", Role.OPERATOR, CITY, password);
        }
    }

    /** Tokens as the nodes sign them, with the key that the nodes will read; each is a session of its own. */
    private void sign(Secrets secrets, int residents) throws IOException, SQLException {
        List<Long> ids;
        try (Bulk bulk = Bulk.open(address)) {
            ids = bulk.read("select id from resident order by id limit ?", row -> row.getLong(1), residents);
        }
        Vertx vertx = Vertx.vertx();
        try (Database database =
                new Database(vertx, address, new ConfigReader().config().database())) {
            PeopleStore people = new PeopleStore(database);
            SigningKeys keys = new SigningKeys(people, secrets, Clock.systemUTC(), KEY_LIFE);
            keys.refresh().await(STARTING_SECONDS, TimeUnit.SECONDS);
            Tokens tokens = new Tokens(keys, new EndedSessions(people, TOKEN_LIFE), Clock.systemUTC(), TOKEN_LIFE);
            Instant expires = Clock.systemUTC().instant().plus(TOKEN_LIFE);
            List<String> lines = new ArrayList<>();
            ids.forEach(id -> lines.add("/v1/stream " + tokens.forResident(id, UUID.randomUUID(), expires)));
            Files.createFile(
                    requests, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(requests, lines);
        } catch (TimeoutException e) {
            throw new IOException("the database does not answer", e);
        } finally {
            vertx.close().await();
        }
    }
}
