package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlClient;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import kepu.config.Config;
import kepu.people.Secrets;
import kepu.store.Database;
import kepu.store.Pacing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the service record: final rows, in the order of their numbers, go into blocks that are chained by SHA-256 (Haber and Stornetta
 * 1991), and in the same transaction into the totals, so that the last block is the watermark of both. Writers never wait for it. One
 * node seals at a time, a block in a transaction with a pause after it, or many blocks without one when much is to be caught up with.
 */
public final class Sealer {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    /** Rounds of one call, so that a job ends. */
    private static final int MOST_ROUNDS = 500;
    /** The share of the time in which it works. */
    private static final double WORKING = 0.25;

    private final Pacing pacing;
    private final Database database;
    private final SealStore store;
    private final Secrets secrets;
    private final Config.Services config;
    private final Counter sealed;
    private final Counter blocks;
    private final AtomicLong behind = new AtomicLong();
    /** What was seen last and is not final yet. */
    private volatile SealStore.@Nullable Fence waiting;

    public Sealer(Vertx vertx, Database database, Secrets secrets, Config.Services config, MeterRegistry meters) {
        this.pacing = new Pacing(vertx, WORKING);
        this.database = database;
        this.store = new SealStore(database);
        this.secrets = secrets;
        this.config = config;
        this.sealed = meters.counter("kepu.services.sealed");
        this.blocks = meters.counter("kepu.services.blocks");
        meters.gauge("kepu.services.unsealed", behind);
    }

    /** Seals what is final. Gives how many rows; calls must not overlap on a node, and may on several. */
    public Future<Integer> seal() {
        return fence().compose(
                        fence -> fence == null ? Future.succeededFuture(0) : rounds(fence.seq(), MOST_ROUNDS, 0));
    }

    /** All under one fence: where many write, the next one would have to wait for whoever writes just then. */
    private Future<Integer> rounds(long upTo, int left, int before) {
        Supplier<Future<Integer>> round = () -> database.transact(transaction -> round(transaction, upTo));
        return (isFarBehind(behind.get()) ? round.get() : pacing.piece(round))
                .compose(rows -> rows == 0 || left == 1
                        ? Future.succeededFuture(before + rows)
                        : rounds(upTo, left - 1, before + rows));
    }

    /** More than a round: then it takes whole rounds without a pause, else a block at a time. */
    private boolean isFarBehind(long rows) {
        return rows > config.roundRows();
    }

    /** The fence up to which all rows are final; null while a writer of before it is still at work. */
    private Future<SealStore.@Nullable Fence> fence() {
        SealStore.Fence earlier = waiting;
        Future<SealStore.Fence> fence = earlier == null ? store.fence() : Future.succeededFuture(earlier);
        return fence.compose(seen -> store.writers().map(now -> {
            boolean isFinal = Collections.disjoint(seen.writers(), now);
            waiting = isFinal ? null : seen;
            return isFinal ? seen : null;
        }));
    }

    private Future<Integer> round(SqlClient transaction, long upTo) {
        return SealStore.alone(transaction)
                .compose(alone ->
                        alone ? SealStore.head(transaction) : Future.<SealStore.@Nullable Head>succeededFuture())
                .compose(head -> head == null || head.last() >= upTo
                        ? Future.succeededFuture(0)
                        : seal(transaction, head, upTo));
    }

    private Future<Integer> seal(SqlClient transaction, SealStore.Head head, long upTo) {
        int most = isFarBehind(upTo - head.last()) ? config.roundRows() : config.blockRows();
        return SealStore.stretch(transaction, head.last(), upTo, most)
                .compose(stretch -> stretch.rows() == 0
                        ? Future.succeededFuture(0)
                        : seal(transaction, head, stretch).map(end -> {
                            behind.set(upTo - end.last());
                            sealed.increment(stretch.rows());
                            return stretch.rows();
                        }));
    }

    private Future<SealStore.Head> seal(SqlClient transaction, SealStore.Head head, SealStore.Stretch stretch) {
        return SealStore.settle(transaction, head.last(), stretch.last())
                .compose(done -> SealStore.parts(transaction, head.last(), stretch.last(), config.blockRows()))
                .compose(parts -> chain(transaction, head, parts))
                .compose(end ->
                        SealStore.rollUp(transaction, head.last(), end.last()).map(end));
    }

    private Future<SealStore.Head> chain(SqlClient transaction, SealStore.Head head, List<SealStore.Part> parts) {
        SealStore.Head end = head;
        Future<Void> all = Future.succeededFuture();
        for (SealStore.Part part : parts) {
            SealStore.Head block = new SealStore.Head(
                    end.number() + 1,
                    part.last(),
                    ServiceDigest.block(end.hash(), end.number() + 1, part.last(), part.rows(), part.body()));
            all = all.compose(done -> SealStore.add(transaction, block, part, mac(secrets, block.hash())));
            end = block;
        }
        blocks.increment(parts.size());
        LOG.info(
                "the service record is sealed up to block {}, {}",
                end.number(),
                HexFormat.of().formatHex(end.hash()));
        return all.map(end);
    }

    /** What only the holder of the program's secret can say of a hash. */
    static byte[] mac(Secrets secrets, byte[] hash) {
        return secrets.hash("service-chain", HexFormat.of().formatHex(hash));
    }
}
