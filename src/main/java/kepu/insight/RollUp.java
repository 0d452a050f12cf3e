package kepu.insight;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import kepu.config.Config;
import kepu.store.Database;

/**
 * Takes the sealed service record into the totals that pages and reports are read from, so many rows in a transaction, with a mark of its
 * own: neither those who write services nor the sealer wait for it, and what was there before it existed is taken up in the same way. One
 * node does it at a time; each row is taken once.
 */
public final class RollUp {
    /** Rounds of one call, so that a job ends. */
    private static final int MOST_ROUNDS = 50;

    private final Database database;
    private final Config.Insight config;
    private final Counter rolled;

    public RollUp(Database database, Config.Insight config, MeterRegistry meters) {
        this.database = database;
        this.config = config;
        this.rolled = meters.counter("kepu.outreach.rolled");
    }

    /** Takes up what is sealed; gives how many services that were. */
    public Future<Integer> tick() {
        return rounds(MOST_ROUNDS, 0);
    }

    /** The number of the last service that was taken up. */
    public Future<Long> last() {
        return RollUpStore.last(database);
    }

    private Future<Integer> rounds(int left, int before) {
        return database.transact(this::round)
                .compose(rows -> rows < config.rollUpRows() || left == 1
                        ? Future.succeededFuture(before + rows)
                        : rounds(left - 1, before + rows));
    }

    private Future<Integer> round(SqlClient transaction) {
        return RollUpStore.alone(transaction)
                .compose(alone -> alone
                        ? RollUpStore.stretch(transaction, config.rollUpRows())
                        : Future.succeededFuture(new RollUpStore.Stretch(0, 0, 0)))
                .compose(next -> next.rows() == 0
                        ? Future.succeededFuture(0)
                        : RollUpStore.roll(transaction, next).map(done -> {
                            rolled.increment(next.rows());
                            return next.rows();
                        }));
    }
}
