package kepu.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Long readings of the database on a thread of their own, one after the other. Closing breaks the one off that is under way. */
public final class Readings {
    /** Reads something. Blocking. */
    public interface Reading<T> {
        T of(Bulk bulk) throws SQLException, IOException;
    }

    private final DatabaseAddress address;
    private final WorkerExecutor thread;
    /** Guarded by this, like all below. */
    private @Nullable Bulk present;

    private boolean closed;

    /** {@code longest}: after which Vert.x warns that a reading takes too long. */
    public Readings(Vertx vertx, String name, DatabaseAddress address, Duration longest) {
        this.address = address;
        this.thread = vertx.createSharedWorkerExecutor(name, 1, longest.toMinutes(), TimeUnit.MINUTES);
    }

    /** What was read; fails with {@link CancellationException} when this is closed before it comes to its end. */
    public <T> Future<T> read(Reading<T> reading) {
        return isClosed()
                ? Future.failedFuture(new CancellationException("closed"))
                : thread.executeBlocking(() -> run(reading), false)
                        .recover(failure ->
                                Future.failedFuture(isClosed() ? new CancellationException("closed") : failure));
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    /** Done when nothing runs any more. */
    public Future<Void> close() {
        synchronized (this) {
            closed = true;
            if (present != null) {
                present.abort();
            }
        }
        // the one thread comes to this when the reading is over
        return thread.<@Nullable Void>executeBlocking(() -> null, false).eventually(thread::close);
    }

    private <T> T run(Reading<T> reading) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(address)) {
            begin(bulk);
            return reading.of(bulk);
        } finally {
            end();
        }
    }

    private synchronized void begin(Bulk bulk) {
        if (closed) {
            throw new CancellationException("closed");
        }
        present = bulk;
    }

    private synchronized void end() {
        present = null;
    }
}
