package kepu.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Which node does what one does for all: whoever asks first, as long as it asks again in time, and then whoever asks next. The database's
 * clock decides. A lease saves double work; what must not be done twice is kept apart by its own rows or locks besides, because a node that
 * hangs may wake up when its lease is another's.
 */
public final class Leases {
    private static final String HOLD = "insert into job_lease as l (job, node, until)"
            + " values ($1, $2, clock_timestamp() + make_interval(secs => $3)) on conflict (job) do update"
            + " set node = excluded.node, until = excluded.until where l.node = excluded.node or l.until < clock_timestamp()";

    private static final int RELEASE_SECONDS = 2;

    private final Database database;
    private final String node;

    /** For a node that no other is named like. */
    public Leases(Database database, String node) {
        this.database = database;
        this.node = node;
    }

    /** Takes or keeps a job for so long; false when it is another node's. */
    public Future<Boolean> hold(String job, Duration time) {
        return database.query(HOLD, job, node, time.toMillis() / 1e3).map(done -> done.rowCount() == 1);
    }

    /** Leaves all jobs to others, or, when the database does not answer soon, lets the leases run out. */
    public Future<Void> release() {
        return database.query("delete from job_lease where node = $1", node)
                .timeout(RELEASE_SECONDS, TimeUnit.SECONDS)
                .mapEmpty();
    }
}
