package kepu.store.cache;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import kepu.config.Caching;
import kepu.store.Changes;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has changed lately, and in which transaction, by the log of changes: so a node knows of a value, wherever it was kept, whether it
 * still holds. A value is stamped with the transaction before which its maker had seen everything; it holds if that is past the last
 * change of what it is of. Nothing needs to be removed in time, and no clocks are compared.
 *
 * <p>A change is remembered for as long as a value may live. A node that begins, or that missed something, reads the log as far as it is
 * kept; until it has, no value holds.
 */
public final class Marks {
    private static final Logger LOG = LoggerFactory.getLogger(Marks.class);
    private static final String WHOLE = "";
    private static final long RETRY_MILLIS = 1_000;
    private static final String KEPT = "select s.system_identifier # (c.timeline_id::bigint << 32),"
            + " pg_snapshot_xmax(pg_current_snapshot())::text, m.room, m.key, m.xid::text"
            + " from pg_control_system() s cross join pg_control_checkpoint() c left join (select room, key, max(xid) as xid"
            + " from change where room = any($1) group by room, key limit $2) m on true";

    private final Vertx vertx;
    private final Database database;
    private final Changes changes;
    private final Set<String> rooms;
    private final Caching config;
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong highest = new AtomicLong();
    /** What this node changed itself and has not read in the log yet, by the turn in which it did. */
    private final Map<String, Long> own = new ConcurrentHashMap<>();

    private volatile Map<String, Long> present = new ConcurrentHashMap<>();
    private volatile Map<String, Long> former = new ConcurrentHashMap<>();
    private volatile long turnedAt = System.nanoTime();
    /** No value that is stamped up to this holds. */
    private volatile long floor;
    /** False until the log was read. */
    private volatile boolean isRead;
    /** The database, and which of its histories: values of another one say nothing. */
    private volatile long history;

    /** Marks for values of what the log keeps under {@code rooms}. Begins to read at once, and follows. */
    public Marks(Vertx vertx, Database database, Changes changes, Set<String> rooms, Caching config) {
        this.vertx = vertx;
        this.database = database;
        this.changes = changes;
        this.rooms = Set.copyOf(rooms);
        this.config = config;
        changes.listen(new Changes.Listener() {
            @Override
            public void changed(String room, String key, long transaction) {
                mark(room, key, transaction);
            }

            @Override
            public void everything() {
                read();
            }
        });
        read();
    }

    /** With what a value is stamped that is read from the database after this call; never from a replica. */
    long stamp() {
        return changes.least();
    }

    long history() {
        return history;
    }

    /** Whether a value with a stamp of this {@link #history} is as new as all that this node knows. */
    boolean holds(String room, String key, long stamp) {
        String tag = tag(room, key);
        return isRead && stamp > floor && !own.containsKey(tag) && stamp > last(tag) && stamp > last(tag(room, WHOLE));
    }

    /** What this node has just changed: no value of it holds until the change is read in the log. */
    public void forget(String room, String key) {
        long turn = turns.incrementAndGet();
        String tag = tag(room, key);
        own.put(tag, turn);
        settle(tag, turn);
    }

    private void settle(String tag, long turn) {
        changes.poll()
                .onSuccess(read -> own.remove(tag, turn))
                .onFailure(away -> vertx.setTimer(RETRY_MILLIS, again -> settle(tag, turn)));
    }

    private long last(String tag) {
        return Math.max(present.getOrDefault(tag, 0L), former.getOrDefault(tag, 0L));
    }

    private synchronized void mark(String room, String key, long transaction) {
        if (!rooms.contains(room)) {
            return;
        }
        turn();
        highest.accumulateAndGet(transaction, Math::max);
        present.merge(tag(room, key), transaction, Math::max);
        if (present.size() > config.marks()) {
            LOG.info("more than cache.marks changed: what was kept before is made again");
            floor = Math.max(floor, highest.get());
            present = new ConcurrentHashMap<>();
        }
    }

    /** Forgets what changed longer ago than any value may live. */
    private void turn() {
        if (System.nanoTime() - turnedAt > config.longest().toNanos()) {
            turnedAt = System.nanoTime();
            former = present;
            present = new ConcurrentHashMap<>();
        }
    }

    private void read() {
        isRead = false;
        database.query(KEPT, (Object) rooms.toArray(String[]::new), config.marks() + 1)
                .onSuccess(this::begin)
                .onFailure(away -> vertx.setTimer(RETRY_MILLIS, again -> read()));
    }

    private synchronized void begin(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        if (history != first.getLong(0)) {
            history = first.getLong(0);
            highest.set(0);
            floor = 0;
        }
        if (rows.size() > config.marks()) {
            floor = Math.max(floor, Long.parseLong(first.getString(1)) - 1);
        } else {
            rows.forEach(this::mark);
        }
        isRead = true;
    }

    private void mark(Row row) {
        String room = row.getString(2);
        if (room != null) {
            mark(room, row.getString(3), Long.parseLong(row.getString(4)));
        }
    }

    private static String tag(String room, String key) {
        return room + ":" + key;
    }
}
