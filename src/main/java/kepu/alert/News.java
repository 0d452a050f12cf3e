package kepu.alert;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kepu.store.Changes;

/**
 * Brings what changed in the database to this node's board, in the order of changes, one reading after the other: its own posts at once,
 * those of other nodes as the changes tell.
 */
final class News {
    private final BulletinStore store;
    private final Reading reading;
    private final Board board;
    private final Clock clock;
    private Future<Void> tail = Future.succeededFuture();
    /** Only moved by the reading whose turn it is. */
    private volatile long last;

    private volatile Runnable tell = () -> {};

    News(BulletinStore store, Reading reading, Board board, Clock clock) {
        this.store = store;
        this.reading = reading;
        this.board = board;
        this.clock = clock;
    }

    /** Takes in what other nodes change, and tells them. */
    void follow(Changes changes) {
        tell = changes.follow("bulletins", this::read);
    }

    int live() {
        return board.size();
    }

    /** Reads what lives and what ended in {@code remembered}. At the boot. */
    Future<Void> load(Duration remembered) {
        Instant now = clock.instant();
        return store.lastChange()
                .compose(change -> store.window(now, now.minus(remembered))
                        .compose(reading::bulletins)
                        .map(found -> take(found, change)));
    }

    /** The same when the change is this node's. */
    Future<Void> told() {
        tell.run();
        return read();
    }

    /** What changed since is on the board when the future succeeds. */
    synchronized Future<Void> read() {
        Promise<Void> promise = Promise.promise();
        tail = tail.transform(before -> next()).onComplete(promise).transform(done -> Future.succeededFuture());
        return promise.future();
    }

    private Future<Void> next() {
        return store.changed(last).compose(reading::bulletins).map(found -> take(found, last));
    }

    @SuppressWarnings("NullAway")
    private Void take(List<Bulletin> found, long least) {
        found.forEach(board::put);
        last = Math.max(least, found.stream().mapToLong(Bulletin::change).max().orElse(0));
        return null;
    }
}
