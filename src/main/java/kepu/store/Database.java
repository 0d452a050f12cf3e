package kepu.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.DatabaseException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import kepu.base.Failure;
import kepu.config.Config;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reactive door to PostgreSQL: a bounded pool whose outages become {@link Failure.Unavailable}. */
public final class Database implements Reader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    /** A statement costs both sides as much as some rows: where many are asked for, those of a few milliseconds share it. */
    private static final Duration READINGS_APART = Duration.ofMillis(10);

    /**
     * How the driver begins to say, without a type of its own, that a pool's turn did not come, that a line broke with requests on it, and
     * that one was given out which had just broken.
     */
    private static final List<String> UNTYPED = List.of(
            "Timeout",
            "Pending requests failed to be sent due to connection has been closed.",
            "Connection is not active now");

    /** Classes of SQL states: connection lost, undone for another's sake, out of resources, shutting down or given up. */
    private static final List<String> OUTAGES = List.of("08", "40", "53", "57");

    private final Pool pool;
    private final int mostWaiting;

    public Database(Vertx vertx, DatabaseAddress address, Config.Database config) {
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setDatabase(address.database())
                .setUser(address.user())
                .setPassword(address.password())
                .setCachePreparedStatements(true)
                .setPreparedStatementCacheMaxSize(256)
                .setPipeliningLimit(16)
                .setReconnectAttempts(1)
                .setProperties(Map.of(
                        "application_name", "kepu",
                        "TimeZone", "UTC",
                        // many ask at once: a statement that takes all processors keeps the others waiting
                        "max_parallel_workers_per_gather", "0",
                        "statement_timeout", Integer.toString(config.statementMillis())));
        PoolOptions options = new PoolOptions()
                .setMaxSize(config.poolSize())
                .setMaxWaitQueueSize(config.maxWaiting())
                .setConnectionTimeout(config.statementMillis())
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setShared(true)
                .setName("kepu " + address.host() + ":" + address.port() + "/" + address.database());
        this.mostWaiting = config.maxWaiting();
        this.pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(connect)
                .with(options)
                .build();
    }

    @Override
    public Future<RowSet<Row>> query(String sql, @Nullable Object... parameters) {
        return query(pool, sql, parameters);
    }

    /** Runs one statement on the connection of a transaction. */
    public static Future<RowSet<Row>> query(SqlClient client, String sql, @Nullable Object... parameters) {
        return client.preparedQuery(sql).execute(Tuple.wrap(parameters)).recover(Database::away);
    }

    /** Runs {@code work} in one transaction: all of it is stored, or nothing. */
    public <T> Future<T> transact(Function<SqlClient, Future<T>> work) {
        return pool.<T>withTransaction(work::apply).recover(Database::away);
    }

    /** Questions about one number each, asked together; as many may wait as for the pool. */
    public <T> Gathering<T> gathering(Gathering.Asking<T> asking) {
        return new Gathering<>(mostWaiting, READINGS_APART, asking);
    }

    /** The JSON values of a query's first column, in its order. */
    public static JsonArray jsons(RowSet<Row> rows) {
        JsonArray all = new JsonArray();
        rows.forEach(row -> all.add(row.getJson(0)));
        return all;
    }

    /** Whether a row was refused because the part of its table is not made yet in which it would lie. */
    public static boolean lacksPart(Throwable cause) {
        return cause instanceof DatabaseException e
                && "23514".equals(e.getSqlState())
                && String.valueOf(e.getMessage()).contains("no partition of relation");
    }

    /** Whether a row was refused because there is one with its key. */
    public static boolean isTwice(Throwable cause) {
        return cause instanceof DatabaseException e && "23505".equals(e.getSqlState());
    }

    @Override
    public void close() {
        pool.close();
    }

    /** What the database says of a statement is ours to mend; a line that breaks or a pool that is full says that it is away. */
    private static <T> Future<T> away(Throwable cause) {
        boolean away = switch (cause) {
            case Failure failure -> false;
            case DatabaseException e -> isOutage(e);
            case ClosedConnectionException e -> true;
            case ConnectionPoolTooBusyException e -> true;
            case VertxException e -> UNTYPED.stream().anyMatch(String.valueOf(e.getMessage())::startsWith);
            case RuntimeException e -> false;
            default -> true;
        };
        if (!away) {
            return Future.failedFuture(cause);
        }
        LOG.warn("the database is away: {}", cause.toString());
        return Future.failedFuture(new Failure.Unavailable("database-away", "数据库暂时连不上，请稍后再试"));
    }

    private static boolean isOutage(DatabaseException e) {
        String state = e.getSqlState();
        return state != null && OUTAGES.stream().anyMatch(state::startsWith);
    }
}
