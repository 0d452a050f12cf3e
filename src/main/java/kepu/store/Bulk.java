package kepu.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import kepu.config.ConfigException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The blocking door to PostgreSQL, for commands and the boot: migrations and COPY. One connection, one transaction at a time. */
public final class Bulk implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Bulk.class);
    private static final String OTHERWISE = " or name another place with --data, or another database with database.url";

    /**
     * While a migration waits for a lock on a table, all who come after it wait too; and who waits for it in turn is ended by the server after a second
     * (deadlock_timeout). So it lets go before that, and begins again.
     */
    private static final class Briefly implements Callback {
        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.AFTER_CONNECT;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("set lock_timeout = '500ms'");
            } catch (SQLException e) {
                throw new FlywayException(e);
            }
        }

        @Override
        public String getCallbackName() {
            return "briefly";
        }
    }

    /** So often, which is at least a minute. */
    private static final int MIGRATION_TRIES = 120;
    /** A lock that was not given in time, or both waited for each other (SQL states of PostgreSQL). */
    private static final List<String> LOCKED = List.of("55P03", "40P01");

    private final Connection connection;

    private Bulk(Connection connection) {
        this.connection = connection;
    }

    /**
     * Brings the schema up to date; safe when several nodes start at once. {@link ConfigException} when the database is not one that this
     * version can go on with.
     */
    public static void migrate(DatabaseAddress address) {
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(address.jdbcUrl(), address.user(), address.password())
                .loggers("slf4j")
                .callbacks(new Briefly())
                .connectRetries(10);
        try {
            migrate(flyway, MIGRATION_TRIES);
        } catch (FlywayException e) {
            if (e.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
                throw new ConfigException(
                        "the database %s was made by another version of kepu (%s): start that version,"
                                        .formatted(address, misfits(flyway))
                                + OTHERWISE);
            }
            if (e.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
                throw new ConfigException(
                        "the database %s holds tables that are not kepu's: take an empty one,".formatted(address)
                                + OTHERWISE);
            }
            throw e;
        }
    }

    /** What a migration did not come to is undone, and it begins again. */
    private static void migrate(FluentConfiguration flyway, int tries) {
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            if (tries == 1 || !isInTheWay(e)) {
                throw e;
            }
            LOG.info("a table is in use that a migration needs for itself: it begins again");
            migrate(flyway, tries - 1);
        }
    }

    /** Whether somebody held a lock for too long, or both waited for each other. */
    private static boolean isInTheWay(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException e && LOCKED.contains(String.valueOf(e.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** The migrations that are not as this version has them: V003 (CHECKSUM_MISMATCH). */
    private static String misfits(FluentConfiguration flyway) {
        return flyway
                .ignoreMigrationPatterns("*:pending", "*:future")
                .load()
                .validateWithResult()
                .invalidMigrations
                .stream()
                .map(fault -> "V" + fault.version + " " + fault.errorDetails.errorCode)
                .collect(Collectors.joining(", "));
    }

    public static Bulk open(DatabaseAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("reWriteBatchedInserts", "true");
        Connection connection = DriverManager.getConnection(address.jdbcUrl(), properties);
        connection.setAutoCommit(false);
        return new Bulk(connection);
    }

    /** Breaks off what is under way on another thread, which fails; nothing can be done with this any more. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Work that is stored as a whole. */
    public interface Work<T> {
        T run() throws SQLException, IOException;
    }

    /** Runs {@code work} and commits, or stores nothing. */
    public <T> T transact(Work<T> work) throws SQLException, IOException {
        try {
            T result = work.run();
            connection.commit();
            return result;
        } catch (SQLException | IOException | RuntimeException e) {
            try {
                connection.rollback();
            } catch (SQLException broken) {
                e.addSuppressed(broken);
            }
            throw e;
        }
    }

    /** Runs one statement with parameters at its question marks; gives the count of rows. */
    public int run(String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    /** Reads one row's value. */
    public interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    public <T> List<T> read(String sql, Reading<T> reading, @Nullable Object... parameters) throws SQLException {
        List<T> all = new ArrayList<>();
        each(sql, row -> all.add(reading.read(row)), parameters);
        return all;
    }

    /** Takes one row at a time. */
    public interface Taking {
        void take(ResultSet row) throws SQLException;
    }

    /** Streams the rows of a query, however many. */
    public void each(String sql, Taking taking, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    taking.take(rows);
                }
            }
        }
    }

    /** Statements without parameters, such as those that make a temporary table. */
    public void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A statement that stands in no transaction, such as VACUUM; what was done before it must be committed. */
    public void outside(String sql) throws SQLException {
        connection.setAutoCommit(true);
        try {
            execute(sql);
        } finally {
            connection.setAutoCommit(false);
        }
    }

    /** Opens {@code COPY target FROM STDIN}; {@code target} is a table with its columns. */
    public Rows copy(String target) throws SQLException {
        return new Rows(connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy " + target + " from stdin"));
    }

    /** A lock of the whole database, held until it is closed or the connection is. */
    public interface Lock extends AutoCloseable {
        @Override
        void close();
    }

    /** Takes a lock by its number, unless another connection holds it. */
    public Optional<Lock> tryLock(long number) throws SQLException, IOException {
        boolean locked = transact(() -> read("select pg_try_advisory_lock(?)", row -> row.getBoolean(1), number))
                .getFirst();
        return locked ? Optional.of(() -> unlock(number)) : Optional.empty();
    }

    /** The server learns later that a connection was closed, so who closes it without this keeps the lock for a while. */
    private void unlock(long number) {
        try {
            transact(() -> read("select pg_advisory_unlock(?)", row -> row.getBoolean(1), number));
        } catch (SQLException | IOException e) {
            LOG.debug("the lock {} went with its connection: {}", number, e.toString());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepare(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    /** Rows on their way into a table, in PostgreSQL's text format. Close sends the rest. */
    public static final class Rows implements AutoCloseable {
        private static final int FLUSH_CHARS = 1 << 16;

        private final CopyIn copy;
        private final StringBuilder buffer = new StringBuilder(FLUSH_CHARS + 4_096);
        private long count;

        private Rows(CopyIn copy) {
            this.copy = copy;
        }

        /** One row: numbers, texts, lists of texts or numbers, booleans, instants, byte arrays; null is NULL. */
        public void row(@Nullable Object... values) throws SQLException {
            for (int i = 0; i < values.length; i++) {
                if (i > 0) {
                    buffer.append('\t');
                }
                value(values[i]);
            }
            buffer.append('\n');
            count++;
            if (buffer.length() >= FLUSH_CHARS) {
                flush();
            }
        }

        public long count() {
            return count;
        }

        @Override
        public void close() throws SQLException {
            flush();
            copy.endCopy();
        }

        private void flush() throws SQLException {
            byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
            copy.writeToCopy(bytes, 0, bytes.length);
            buffer.setLength(0);
        }

        private void value(@Nullable Object value) {
            switch (value) {
                case null -> buffer.append("\\N");
                case List<?> list -> list(list);
                case byte[] bytes -> {
                    buffer.append("\\\\x");
                    for (byte b : bytes) {
                        buffer.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
                    }
                }
                case String text -> escaped(text);
                default -> buffer.append(value);
            }
        }

        private void list(List<?> list) {
            buffer.append('{');
            for (int i = 0; i < list.size(); i++) {
                if (i > 0) {
                    buffer.append(',');
                }
                Object element = list.get(i);
                if (element instanceof Number) {
                    buffer.append(element);
                } else {
                    buffer.append('"');
                    escaped(String.valueOf(element).replace("\\", "\\\\").replace("\"", "\\\""));
                    buffer.append('"');
                }
            }
            buffer.append('}');
        }

        private void escaped(String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                switch (c) {
                    case '\\' -> buffer.append("\\\\");
                    case '\n' -> buffer.append("\\n");
                    case '\r' -> buffer.append("\\r");
                    case '\t' -> buffer.append("\\t");
                    default -> buffer.append(c);
                }
            }
        }
    }
}
