package kepu.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.IOException;
import java.sql.SQLException;
import kepu.config.Config;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streaming replica for long questions that may be some seconds old: statistics, training, counting. It is asked while it lags no more than
 * {@code database.replicaLagSeconds}; what it cannot answer, the primary does.
 */
public final class Replica implements Reader, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    /**
     * Seconds by which a replica may lag; null when it is none, or nothing can be said. A transaction that was replayed just now says how
     * far it is; when nothing is written, that everything received is replayed and how long ago the primary was heard.
     */
    private static final String LAG =
            "select case when pg_is_in_recovery() then least(extract(epoch from now() - pg_last_xact_replay_timestamp()),"
                    + " (select extract(epoch from now() - last_msg_receipt_time) from pg_stat_wal_receiver where status = 'streaming'"
                    + " and pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()))::float8 end";

    private final Reader primary;
    private final Database database;
    private final int mostSeconds;
    private final Counter elsewhere;
    private volatile boolean follows;
    private volatile double lag = Double.NaN;

    private Replica(
            Vertx vertx, Reader primary, DatabaseAddress address, Config.Database config, MeterRegistry meters) {
        this.primary = primary;
        this.database = new Database(vertx, address, config);
        this.mostSeconds = config.replicaLagSeconds();
        this.elsewhere = meters.counter("kepu.replica.elsewhere");
        Gauge.builder("kepu.replica.lag.seconds", () -> lag).register(meters);
    }

    /** The configured replica; null when there is none. It is asked from its first {@link #tick} on. */
    public static @Nullable Replica of(Vertx vertx, Reader primary, Config.Database config, MeterRegistry meters) {
        return config.replica().isEmpty()
                ? null
                : new Replica(vertx, primary, DatabaseAddress.of(config.replica()), config, meters);
    }

    /** Where a command reads: the configured replica when it follows closely, else the primary. Blocking. */
    public static DatabaseAddress forReading(DatabaseAddress primary, Config.Database config) {
        if (config.replica().isEmpty()) {
            return primary;
        }
        DatabaseAddress replica = DatabaseAddress.of(config.replica());
        try (Bulk bulk = Bulk.open(replica)) {
            Double lag = bulk.transact(() -> bulk.read(LAG, row -> (Double) row.getObject(1)))
                    .getFirst();
            if (isClose(lag, config.replicaLagSeconds())) {
                LOG.info("reading from the replica {}", replica);
                return replica;
            }
            LOG.warn("the replica {} lags {} s: reading from the primary", replica, lag);
        } catch (SQLException | IOException e) {
            LOG.warn("the replica {} is away, reading from the primary: {}", replica, e.toString());
        }
        return primary;
    }

    @Override
    public Future<RowSet<Row>> query(String sql, @Nullable Object... parameters) {
        return follows
                ? database.query(sql, parameters).recover(cause -> otherwise(cause, sql, parameters))
                : otherwise(null, sql, parameters);
    }

    /** A replica may end a statement that stands in the way of what it replays, or be gone: the primary knows the answer, or the fault. */
    private Future<RowSet<Row>> otherwise(@Nullable Throwable cause, String sql, @Nullable Object... parameters) {
        if (cause != null) {
            LOG.warn("the replica did not answer: {}", cause.toString());
        }
        elsewhere.increment();
        return primary.query(sql, parameters);
    }

    /** Looks how far it lags. */
    public Future<Void> tick() {
        return database.query(LAG)
                .map(rows -> rows.iterator().next().getDouble(0))
                .transform((seconds, cause) -> {
                    boolean close = isClose(seconds, mostSeconds);
                    if (close != follows) {
                        LOG.info("the replica is {}: it lags {} s", close ? "asked" : "not asked", seconds);
                    }
                    lag = seconds == null ? Double.NaN : seconds;
                    follows = close;
                    return Future.succeededFuture();
                });
    }

    private static boolean isClose(@Nullable Double seconds, int most) {
        return seconds != null && seconds <= most;
    }

    @Override
    public void close() {
        database.close();
    }
}
