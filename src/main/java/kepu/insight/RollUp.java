package kepu.insight;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import kepu.config.Config;
import kepu.store.Database;
import kepu.store.Pacing;

/**
 * Takes the sealed service record into the totals that pages and reports are read from, some thousands in a transaction, with a mark of its
 * own: neither those who write services nor the sealer wait for it, and what was there before it existed is taken up in the same way. One
 * node does it at a time; each row is taken once. It works in small pieces with pauses between them, so that the database has a processor for
 * people meanwhile.
 */
public final class RollUp {
    /** Rounds of one call, so that a job ends. */
    private static final int MOST_ROUNDS = 50;
    /** Pieces of one round: a total that several of them add to is written once. */
    private static final int PIECES = 10;
    /** The share of the time in which it works. */
    private static final double WORKING = 0.25;

    private final Pacing pacing;
    private final Database database;
    private final int piece;
    private final Counter rolled;

    public RollUp(Vertx vertx, Database database, Config.Insight config, MeterRegistry meters) {
        this.pacing = new Pacing(vertx, WORKING);
        this.database = database;
        this.piece = config.rollUpRows();
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
                .compose(rows -> rows < piece * PIECES || left == 1
                        ? Future.succeededFuture(before + rows)
                        : rounds(left - 1, before + rows));
    }

    private Future<Integer> round(SqlClient transaction) {
        return RollUpStore.alone(transaction)
                .compose(alone -> alone
                        ? RollUpStore.stretch(transaction, piece * PIECES)
                        : Future.succeededFuture(new RollUpStore.Stretch(0, 0, 0)))
                .compose(next -> next.isEmpty()
                        ? Future.succeededFuture(0)
                        : roll(transaction, next).map(done -> {
                            rolled.increment(next.rows());
                            return next.rows();
                        }));
    }

    private Future<Void> roll(SqlClient transaction, RollUpStore.Stretch stretch) {
        return RollUpStore.groups(transaction)
                .map(Totals::new)
                .compose(totals -> take(transaction, stretch, totals).map(done -> totals.inOrder()))
                .compose(totals -> add(transaction, totals, 0))
                .compose(done -> RollUpStore.end(transaction, stretch));
    }

    private Future<Void> take(SqlClient transaction, RollUpStore.Stretch left, Totals totals) {
        return left.isEmpty()
                ? Future.succeededFuture()
                : RollUpStore.part(transaction, left, piece)
                        .compose(part -> pacing.piece(() -> RollUpStore.take(transaction, part))
                                .compose(alike -> {
                                    alike.forEach(totals::add);
                                    return take(transaction, left.without(part), totals);
                                }));
    }

    private Future<Void> add(SqlClient transaction, List<Totals.Total> totals, int from) {
        if (from == totals.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + piece, totals.size());
        return pacing.piece(() -> RollUpStore.add(transaction, totals.subList(from, to)))
                .compose(done -> add(transaction, totals, to));
    }
}
