package kepu.content.source;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kepu.store.Database;

/**
 * Stores entries: each once a source and guid, near-duplicates beside their leader. Entries are compared with what is stored one batch after
 * the other — on this node by taking turns, between nodes by a lock of the database — so that two that come at once find each other.
 */
final class Intake {
    /** Entries in one transaction: the lock is held for as long as it takes to store so many. */
    private static final int BATCH = 250;

    private final Database database;
    private final double least;
    private final MeterRegistry meters;
    private Future<?> last = Future.succeededFuture();

    /** @param least similarity of near-duplicates, from 0 to 1 */
    Intake(Database database, double least, MeterRegistry meters) {
        this.database = database;
        this.least = least;
        this.meters = meters;
    }

    /** Stores what is not there yet. What failed half-way is stored when it comes again. */
    Future<Poll.Counts> store(long source, List<Sketched> entries, Instant now) {
        return store(source, entries, now, 0, Poll.Counts.NONE);
    }

    private Future<Poll.Counts> store(long source, List<Sketched> entries, Instant now, int from, Poll.Counts soFar) {
        if (from >= entries.size()) {
            return Future.succeededFuture(soFar);
        }
        List<Sketched> batch = entries.subList(from, Math.min(entries.size(), from + BATCH));
        return inTurn(source, batch, now)
                .compose(counts -> store(source, entries, now, from + BATCH, soFar.plus(counts)));
    }

    /** One batch at a time, so that at most one connection of this node waits for the lock. */
    private synchronized Future<Poll.Counts> inTurn(long source, List<Sketched> batch, Instant now) {
        Future<Poll.Counts> stored = last.transform(
                done -> database.transact(transaction -> new Batch(transaction, source, now).store(batch)));
        last = stored;
        return stored.onSuccess(this::count);
    }

    private void count(Poll.Counts counts) {
        meters.counter("kepu.sources.entries", "result", "fresh").increment(counts.fresh());
        meters.counter("kepu.sources.entries", "result", "duplicate").increment(counts.duplicates());
        meters.counter("kepu.sources.entries", "result", "revised").increment(counts.revised());
    }

    /** A batch on its way into the database. */
    private final class Batch {
        private final SqlClient transaction;
        private final long source;
        private final Instant now;
        private final Leaders leaders = new Leaders(least);
        private int revised;

        Batch(SqlClient transaction, long source, Instant now) {
            this.transaction = transaction;
            this.source = source;
            this.now = now;
        }

        Future<Poll.Counts> store(List<Sketched> batch) {
            return EntryStore.lock(transaction)
                    .compose(done -> EntryStore.known(transaction, source, batch))
                    .compose(known -> divide(batch, known))
                    .compose(fresh -> add(batch, fresh));
        }

        /** What is new; what has another text by now is written over. */
        private Future<List<Sketched>> divide(List<Sketched> batch, Map<ByteBuffer, EntryStore.Known> known) {
            List<Sketched> fresh = new ArrayList<>();
            Map<Long, Sketched> others = new HashMap<>();
            for (Sketched one : batch) {
                EntryStore.Known stored = known.get(ByteBuffer.wrap(one.keyHash()));
                if (stored == null) {
                    fresh.add(one);
                } else if (!Arrays.equals(stored.digest(), one.digest())) {
                    others.put(stored.id(), one);
                }
            }
            revised = others.size();
            return EntryStore.revise(transaction, others, now).map(fresh);
        }

        private Future<Poll.Counts> add(List<Sketched> batch, List<Sketched> fresh) {
            if (fresh.isEmpty()) {
                return Future.succeededFuture(counts(batch, List.of()));
            }
            return EntryStore.leaders(transaction, fresh, leaders)
                    .compose(done -> EntryStore.ids(transaction, fresh.size()))
                    .map(ids -> placed(fresh, ids))
                    .compose(placed ->
                            EntryStore.add(transaction, source, placed, now).map(counts(batch, placed)));
        }

        private List<EntryStore.Placed> placed(List<Sketched> fresh, List<Long> ids) {
            List<EntryStore.Placed> placed = new ArrayList<>();
            for (int i = 0; i < fresh.size(); i++) {
                Sketched one = fresh.get(i);
                long id = ids.get(i);
                Optional<Leaders.Match> match = leaders.like(one.sketch(), one.few());
                if (match.isEmpty()) {
                    leaders.add(id, one.sketch());
                }
                placed.add(new EntryStore.Placed(id, one, match.orElse(new Leaders.Match(id, 1))));
            }
            return placed;
        }

        private Poll.Counts counts(List<Sketched> batch, List<EntryStore.Placed> placed) {
            int first = (int) placed.stream().filter(EntryStore.Placed::leads).count();
            int known = batch.size() - placed.size() - revised;
            return new Poll.Counts(batch.size(), first, placed.size() - first, revised, known, 0);
        }
    }
}
