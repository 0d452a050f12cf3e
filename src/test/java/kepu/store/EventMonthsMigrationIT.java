package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import kepu.testing.Eventually;
import kepu.testing.TestPostgres;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What the schema before parts stored is carried over, where it lies. */
class EventMonthsMigrationIT {
    private static final String BEFORE = "27";
    private static final String ALL =
            "select md5(string_agg(t::text, '|' order by person, id)) from (select person, id, item, type, at,"
                    + " received_at, feed, position, millis, value, propensity, model from event) t";

    @Test
    void everyEventIsThereAndARetryOfItChangesNothing() throws Exception {
        DatabaseAddress address = old("old_filled");
        try (Bulk bulk = Bulk.open(address)) {
            run(
                    bulk,
                    "insert into item (id, kind, title, summary, topic, source, authority, licence, language, body, chars,"
                            + " published_at, digest) select 'item-' || n, 'article', '文', '文', 'health', '', '', '', 'zh-CN', '', 1,"
                            + " now(), '' from generate_series(1, 20) n",
                    "insert into event (person, id, item, type, at, feed, position, value) select n % 50, 'e' || n, 1 + n % 20,"
                            + " (array['impression', 'open', 'finish'])[1 + n % 3], now() - n * interval '3 hours', 'f' || n % 9, n % 20, n / 7.0"
                            + " from generate_series(1, 5000) n");
            String before = text(bulk, ALL);
            String file = text(bulk, "select pg_relation_filenode('event')::text");

            Bulk.migrate(address);

            assertThat(text(bulk, ALL)).isEqualTo(before);
            assertThat(text(bulk, "select pg_relation_filenode('event_before')::text"))
                    .as("nothing was copied")
                    .isEqualTo(file);
            assertThat(text(bulk, "select count(*)::text from event_before")).isEqualTo("5000");
            run(
                    bulk,
                    "insert into event (person, id, item, type, at) select n % 50, 'e' || n, 1, 'open', now() - n * interval '3 hours'"
                            + " from generate_series(1, 5000) n on conflict do nothing");
            assertThat(text(bulk, ALL)).isEqualTo(before);
            run(
                    bulk,
                    "insert into event (person, id, item, type, at) values (1, 'next', 1, 'open', now() + interval '2 months')");
            assertThat(text(bulk, "select count(*)::text from event_before")).isEqualTo("5000");
            assertThat(text(bulk, "select count(*)::text from event")).isEqualTo("5001");
        }
    }

    /** A node of the release before stores a service, which looks at the item last: V029 wants both tables for itself, the item's first. */
    @Test
    void whoWritesMeanwhileIsNotEndedForTheMigration() throws Exception {
        DatabaseAddress address = old("old_writing");
        try (Bulk watch = Bulk.open(address);
                Connection writer = connect(address);
                Statement statement = writer.createStatement()) {
            statement.execute("lock table service in row exclusive mode");
            CompletableFuture<Void> migrated = CompletableFuture.runAsync(() -> Bulk.migrate(address));
            Eventually.eventually("the migration waits for the services", () -> isWaiting(watch, "service"));
            statement.execute("lock table item in row share mode");
            writer.commit();
            Eventually.soon("the migration ends", migrated);
        }
    }

    @Test
    void aLongReaderDoesNotMakeWritersWaitForTheMigration() throws Exception {
        DatabaseAddress address = old("old_reading");
        try (Bulk watch = Bulk.open(address);
                Connection reader = connect(address);
                Statement reading = reader.createStatement();
                Connection writer = connect(address);
                Statement writing = writer.createStatement()) {
            reading.execute("select count(*) from event");
            CompletableFuture<Void> migrated = CompletableFuture.runAsync(() -> Bulk.migrate(address));
            Eventually.eventually("the migration waits for the events", () -> isWaiting(watch, "event"));
            writing.execute("insert into event (person, id, type, at) values (0, 'meanwhile', 'open', now())");
            writer.commit();
            reader.commit();
            Eventually.soon("the migration ends", migrated);
            assertThat(text(watch, "select count(*)::text from event")).isEqualTo("1");
        }
    }

    @Test
    void anEmptyDatabaseHasAPartForThisMonth() throws Exception {
        DatabaseAddress address = old("old_empty");
        Bulk.migrate(address);
        try (Bulk bulk = Bulk.open(address)) {
            run(bulk, "insert into event (person, id, type, at) values (0, 'now', 'open', now())");
            assertThat(text(bulk, "select tableoid::regclass::text from event"))
                    .isEqualTo(text(bulk, "select 'event_' || to_char(now() at time zone 'Asia/Shanghai', 'YYYY_MM')"));
        }
    }

    /** A database as the version before parts made it. */
    private static DatabaseAddress old(String name) throws SQLException, IOException {
        DatabaseAddress other = TestPostgres.fresh();
        try (Bulk bulk = Bulk.open(other)) {
            bulk.outside("create database " + name);
        }
        DatabaseAddress address = new DatabaseAddress(other.host(), other.port(), name, other.user(), other.password());
        Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .target(BEFORE)
                .load()
                .migrate();
        return address;
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        Connection connection = DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static boolean isWaiting(Bulk watch, String table) {
        try {
            return text(
                            watch,
                            "select exists (select from pg_locks where relation = '" + table
                                    + "'::regclass and mode = 'AccessExclusiveLock' and not granted)::text")
                    .equals("true");
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Bulk bulk, String... statements) throws SQLException, IOException {
        for (String sql : statements) {
            bulk.transact(() -> bulk.run(sql));
        }
    }

    private static String text(Bulk bulk, String sql) throws SQLException, IOException {
        return bulk.transact(() -> bulk.read(sql, row -> row.getString(1))).getFirst();
    }
}
