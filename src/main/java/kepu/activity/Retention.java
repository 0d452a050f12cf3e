package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.people.Secrets;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the services go that are older than is kept: the rows of a sealed block at once, from the first block on. The block stays in the chain,
 * its rows stay in the totals and in the sums of their villages' days. A block whose rows are not those that were sealed keeps them, and all
 * after it, until somebody has looked. One node at a time.
 */
public final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    /** Blocks of one call, so that a job ends. */
    private static final int MOST_BLOCKS = 200;

    private final Database database;
    private final Secrets secrets;
    private final Clock clock;
    private final Supplier<Future<Long>> counted;
    private final Config.Services config;
    private final Counter rows;
    private final Counter blocks;

    /** {@code counted} gives the number of the last service that other totals hold, which read the rows too. */
    public Retention(
            Database database,
            Secrets secrets,
            Clock clock,
            Supplier<Future<Long>> counted,
            Config.Services config,
            MeterRegistry meters) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
        this.counted = counted;
        this.config = config;
        this.rows = meters.counter("kepu.services.gone");
        this.blocks = meters.counter("kepu.services.gone.blocks");
    }

    /** Lets go what is too old: whole months of Beijing's calendar. Not twice at once on a node. */
    public Future<Void> tick() {
        if (config.keepMonths() == 0) {
            return Future.succeededFuture();
        }
        LocalDate kept = Beijing.day(clock.instant()).withDayOfMonth(1).minusMonths(config.keepMonths());
        return counted.get().compose(upTo -> blocks(MOST_BLOCKS, kept, upTo));
    }

    private Future<Void> blocks(int left, LocalDate kept, long upTo) {
        return database.transact(transaction -> block(transaction, kept, upTo)).compose(went -> {
            if (went == 0) {
                return Future.succeededFuture();
            }
            rows.increment(went);
            blocks.increment();
            return left == 1 ? Future.succeededFuture() : blocks(left - 1, kept, upTo);
        });
    }

    /** The rows of one block; gives how many went. */
    private Future<Integer> block(SqlClient transaction, LocalDate kept, long upTo) {
        return RetentionStore.alone(transaction)
                .compose(alone ->
                        alone ? RetentionStore.next(transaction, upTo) : Future.<RetentionStore.Old>succeededFuture())
                .compose(old ->
                        old == null || (old.latest() != null && !old.latest().isBefore(kept))
                                ? Future.succeededFuture(0)
                                : letGo(transaction, old));
    }

    private Future<Integer> letGo(SqlClient transaction, RetentionStore.Old old) {
        return SealStore.parts(transaction, old.after(), old.last(), Integer.MAX_VALUE)
                .map(parts -> whole(old, parts))
                .compose(whole -> RetentionStore.keepSums(transaction, old))
                .compose(kept -> RetentionStore.letGo(transaction, old, mac(secrets, old.number(), old.hash())))
                .map(went -> went(old, went));
    }

    private static RetentionStore.Old whole(RetentionStore.Old old, List<SealStore.Part> parts) {
        if (parts.size() != 1 || !Arrays.equals(parts.getFirst().body(), old.body())) {
            throw touched(old);
        }
        return old;
    }

    private static int went(RetentionStore.Old old, int went) {
        if (went != old.rows()) {
            throw touched(old);
        }
        LOG.info(
                "the {} rows of block {} of the service record have gone: they were older than is kept",
                went,
                old.number());
        return went;
    }

    private static IllegalStateException touched(RetentionStore.Old old) {
        return new IllegalStateException(
                "the rows of block " + old.number()
                        + " of the service record are not those that were sealed and stay: ./kepu services verify says what was touched");
    }

    /** What only the holder of the program's secret can say of a block whose rows have gone. */
    static byte[] mac(Secrets secrets, long number, byte[] hash) {
        return secrets.hash("service-gone", number + " " + HexFormat.of().formatHex(hash));
    }
}
