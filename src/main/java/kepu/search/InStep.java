package kepu.search;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import kepu.content.Item;
import kepu.content.Items;

/**
 * What is made of the live items, kept in step with them: one update at a time, many changes in a row taken in as one, and tried again after it
 * failed. Texts are read from the database a batch at a time.
 */
public final class InStep {
    private static final int BATCH_ITEMS = 200;

    private final Vertx vertx;
    /** Not the caller's: what begins on a server's ends in the middle when that server does, and nobody hears of it. */
    private final Context own;

    private final Items items;
    private final Duration retry;
    private final Supplier<Future<Void>> update;
    private final Consumer<Throwable> failed;
    private final Promise<Void> idle = Promise.promise();
    private boolean busy;
    private boolean stale;
    private volatile boolean closed;

    /**
     * Does nothing before {@link #follow}.
     *
     * @param retry how long after a failure it is tried again
     * @param update takes in what changed
     * @param failed is told why an update could not be made, but not while it is closing
     */
    public InStep(Vertx vertx, Items items, Duration retry, Supplier<Future<Void>> update, Consumer<Throwable> failed) {
        this.vertx = vertx;
        this.own = vertx.getOrCreateContext();
        this.items = items;
        this.retry = retry;
        this.update = update;
        this.failed = failed;
    }

    /** Something changed: updates now, or once more after the update that runs. */
    public synchronized void follow() {
        if (closed) {
            return;
        }
        stale = busy;
        if (!busy) {
            busy = true;
            own.runOnContext(now -> update.get().onComplete(done -> ended(), this::failed));
        }
    }

    /** Gives items with their bodies, by seq, to {@code take}, batch after batch, until it is closed. Who has no body is gone. */
    public <T> Future<Void> each(List<Item> fresh, BiFunction<List<Item>, Map<Integer, String>, Future<T>> take) {
        if (closed || fresh.isEmpty()) {
            return Future.succeededFuture();
        }
        int size = Math.min(BATCH_ITEMS, fresh.size());
        List<Item> batch = fresh.subList(0, size);
        return items.bodies(batch)
                .compose(bodies -> take.apply(batch, bodies))
                .compose(done -> each(fresh.subList(size, fresh.size()), take));
    }

    public boolean isClosed() {
        return closed;
    }

    /** Begins nothing any more; done when nothing runs. */
    public synchronized Future<Void> close() {
        closed = true;
        if (!busy) {
            idle.tryComplete();
        }
        return idle.future();
    }

    private synchronized void ended() {
        busy = false;
        if (closed) {
            idle.tryComplete();
        } else if (stale) {
            follow();
        }
    }

    private synchronized void failed(Throwable cause) {
        busy = false;
        if (closed) {
            idle.tryComplete();
            return;
        }
        failed.accept(cause);
        vertx.setTimer(retry.toMillis(), tick -> follow());
    }
}
