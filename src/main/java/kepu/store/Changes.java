package kepu.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import kepu.config.Config;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the log of changes that any node or command commits, and lets each room take in its own: at once when another node hints,
 * otherwise when {@link #poll} is called the next time. A reading takes the rows that its snapshot sees and the last reading's did not
 * (pg_visible_in_snapshot), so a transaction that commits late is neither missed nor read twice, whatever the order of its number.
 */
public final class Changes {
    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
    private static final String TOPIC = "change";
    private static final String NEWS = "select s.present::text,"
            + " s.swept >= pg_snapshot_xmin($1::text::pg_snapshot)"
            + " or pg_snapshot_xmax(s.present) < pg_snapshot_xmin($1::text::pg_snapshot), c.room, c.key, c.xid::text"
            + " from (select pg_current_snapshot() as present, xid as swept from change_swept) s left join change c"
            + " on c.xid >= pg_snapshot_xmin($1::text::pg_snapshot)"
            + " and not pg_visible_in_snapshot(c.xid, $1::text::pg_snapshot) limit $2";

    /** Hears of changes as they are read, before any room takes them in. Called by one reading after the other; must be quick. */
    public interface Listener {
        /** A transaction changed what {@code key} names, or the whole room if that is empty. */
        void changed(String room, String key, long transaction);

        /** More changed, or longer ago, than can be told. */
        void everything();
    }

    private final Vertx vertx;
    private final Database database;
    private final Bus bus;
    private final Config.Changes config;
    private final MeterRegistry meters;
    private final Map<String, Following> rooms = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean hinted = new AtomicBoolean();
    private final Counter read;
    private final Counter reloads;

    /** The last reading's; only moved by the reading whose turn it is. */
    private volatile String snapshot;

    private volatile long readNanos = System.nanoTime();
    /** The reading that runs, and the one that waits for it; guarded by this. */
    private Future<Void> present = Future.succeededFuture();

    private @Nullable Future<Void> next;

    /** Reads on from {@code snapshot}: see {@link #snapshot(Bulk)}. */
    public Changes(
            Vertx vertx, Database database, Bus bus, Config.Changes config, String snapshot, MeterRegistry meters) {
        this.vertx = vertx;
        this.database = database;
        this.bus = bus;
        this.config = config;
        this.snapshot = snapshot;
        this.meters = meters;
        this.read = meters.counter("kepu.changes.read");
        this.reloads = meters.counter("kepu.changes.reloads");
        TimeGauge.builder(
                        "kepu.changes.behind",
                        this,
                        TimeUnit.SECONDS,
                        changes -> Duration.ofNanos(System.nanoTime() - changes.readNanos)
                                        .toMillis()
                                / 1_000.0)
                .register(meters);
        bus.subscribe(TOPIC, payload -> heard());
    }

    /** Where to read on from for whoever reads the database after this. Blocking, for the boot. */
    public static String snapshot(Bulk bulk) throws SQLException {
        return bulk.read("select pg_current_snapshot()::text", row -> row.getString(1))
                .getFirst();
    }

    /**
     * Registers a room that keeps something in memory: {@code some} takes in what keys name as it is now, {@code all} everything; both may
     * be told of what they know. Gives what the room calls when it has committed something, so that other nodes look at once.
     */
    public Runnable follow(String room, Function<Set<String>, Future<Void>> some, Supplier<Future<Void>> all) {
        rooms.put(room, new Following(room, config.most(), some, all, meters));
        return this::tell;
    }

    /** The same for a room that always reads everything. */
    public Runnable follow(String room, Supplier<Future<Void>> all) {
        return follow(room, keys -> all.get(), all);
    }

    /** Registers who hears of the changes of all rooms. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** The last reading, and so whatever is read of the database from now on, has seen all transactions before this one come to their end. */
    public long least() {
        String present = snapshot;
        return Long.parseLong(present.substring(0, present.indexOf(':')));
    }

    /** Lets a room read everything again. */
    public Future<Void> reload(String room) {
        Following following = rooms.get(room);
        if (following == null) {
            throw new IllegalArgumentException("nobody follows " + room);
        }
        following.add("");
        following.take();
        return Future.succeededFuture();
    }

    /** What was committed before this call is on its way to its rooms when the future succeeds. Called again and again. */
    public synchronized Future<Void> poll() {
        Future<Void> waiting = next;
        if (waiting != null) {
            return waiting;
        }
        Promise<Void> own = Promise.promise();
        next = own.future();
        present.onComplete(before -> begin().onComplete(own));
        present = own.future();
        return own.future();
    }

    /** Deletes what is older than changes are kept; a node that has not read it yet will see that, and read everything. */
    public Future<Void> sweep() {
        return database.query(
                        "with gone as (delete from change where at < now() - make_interval(hours => $1) returning xid)"
                                + " update change_swept set xid = greatest(xid, (select max(xid) from gone))"
                                + " where exists (select from gone)",
                        config.keepHours())
                .mapEmpty();
    }

    /** This node looks too, which takes the place of telling itself. */
    private void tell() {
        bus.publish(TOPIC, "");
        heard();
    }

    /** Many hints while one is being followed are one. */
    private void heard() {
        if (hinted.compareAndSet(false, true)) {
            vertx.runOnContext(now -> {
                hinted.set(false);
                poll().onFailure(cause -> LOG.warn("a hint could not be followed: {}", cause.toString()));
            });
        }
    }

    private Future<Void> begin() {
        synchronized (this) {
            next = null;
        }
        return database.query(NEWS, snapshot, config.most() + 1).map(this::taken);
    }

    @SuppressWarnings("NullAway")
    private Void taken(RowSet<Row> rows) {
        Row first = rows.iterator().next();
        if (first.getBoolean(1) || rows.size() > config.most()) {
            LOG.info("all rooms read everything again");
            reloads.increment();
            rooms().forEach(room -> room.add(""));
            listeners.forEach(Listener::everything);
        } else {
            rows.forEach(this::note);
        }
        snapshot = first.getString(0);
        readNanos = System.nanoTime();
        rooms().forEach(Following::take);
        return null;
    }

    private void note(Row row) {
        String room = row.getString(2);
        if (room == null) {
            return;
        }
        long transaction = Long.parseLong(row.getString(4));
        listeners.forEach(listener -> listener.changed(room, row.getString(3), transaction));
        Following following = rooms.get(room);
        if (following != null) {
            read.increment();
            following.add(row.getString(3));
        }
    }

    private Iterable<Following> rooms() {
        return rooms.values();
    }
}
