package kepu.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Folders;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import kepu.store.EmbeddedPostgres;

/** One real PostgreSQL for all tests of this JVM; each test that asks gets a database of its own, with the schema and all regions. */
public final class TestPostgres {
    private static final Path DATA = Path.of(System.getProperty("kepu.target", "target"), "test-postgres");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String TEMPLATE = "house";

    private static TestPostgres only;

    private final DatabaseAddress admin;

    /** SQL that adds so many articles of which nothing is told, item-1 and so on, to a database without items. */
    public static String items(int count) {
        return "insert into item (id, kind, title, summary, topic, source, authority, licence, language, body, chars, published_at, digest)"
                + " select 'item-' || n, 'article', '文', '文', 'health', '', '', '', 'zh-CN', '', 1, now(), ''"
                + " from generate_series(1, " + count + ") n";
    }

    private TestPostgres(EmbeddedPostgres server) throws IOException, SQLException {
        EmbeddedPostgres.Address at = server.address();
        this.admin = new DatabaseAddress(at.host(), at.port(), at.database(), at.user(), at.password());
        // nothing here outlives this JVM, so no commit need wait for the disk; what is kept through a power cut is
        // tested elsewhere
        execute("alter system set synchronous_commit = off");
        execute("select pg_reload_conf()");
        execute("create database " + TEMPLATE);
        DatabaseAddress template = named(TEMPLATE);
        Bulk.migrate(template);
        try (Bulk bulk = Bulk.open(template)) {
            Regions.load(bulk);
        }
    }

    /** The address of a new database. */
    public static DatabaseAddress fresh() {
        return copyOf(TEMPLATE);
    }

    /** The address of a new database that is as a template, to which nobody is connected. */
    static DatabaseAddress copyOf(String template) {
        return made("test" + COUNT.incrementAndGet(), template);
    }

    /** The address of a new database to be filled and copied. */
    static DatabaseAddress template(String name) {
        return made(name, TEMPLATE);
    }

    /** Lets the PostgreSQL of another data folder run from the programs of this one, once they are unpacked. */
    static synchronized void lendPrograms(Path data) throws IOException {
        if (only != null) {
            try (DirectoryStream<Path> programs = Files.newDirectoryStream(DATA.resolve("postgres"), "bin-*")) {
                for (Path folder : programs) {
                    Files.createSymbolicLink(
                            Files.createDirectories(data.resolve("postgres")).resolve(folder.getFileName()),
                            folder.toAbsolutePath());
                }
            }
        }
    }

    private static synchronized DatabaseAddress made(String name, String template) {
        try {
            if (only == null) {
                only = start();
            }
            only.execute("create database " + name + " template " + template);
            return only.named(name);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static TestPostgres start() throws IOException, SQLException {
        Folders.delete(DATA);
        EmbeddedPostgres server =
                EmbeddedPostgres.start(DATA, new EmbeddedPostgres.Settings(0, 200, 128, Duration.ofSeconds(60)));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return new TestPostgres(server);
    }

    private DatabaseAddress named(String database) {
        return new DatabaseAddress(admin.host(), admin.port(), database, admin.user(), admin.password());
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(admin.jdbcUrl(), admin.user(), admin.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
