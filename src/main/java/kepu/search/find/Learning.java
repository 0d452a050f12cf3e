package kepu.search.find;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kepu.content.Catalogue;
import kepu.content.Items;
import org.apache.lucene.store.AlreadyClosedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is learned from all items together: the words that slips are mended to, and what half-typed words are completed to. It takes seconds
 * over very many items, so it has a thread of its own and comes after the items themselves are found; many changes in a row are one.
 */
final class Learning {
    private static final Logger LOG = LoggerFactory.getLogger(Learning.class);
    private static final long LONGEST_MINUTES = 10;

    private final Items items;
    private final Supplier<@Nullable ItemIndex> index;
    private final WorkerExecutor worker;
    private final Promise<Void> idle = Promise.promise();
    private volatile Suggestions suggestions = Suggestions.NONE;
    private boolean busy;
    private boolean stale;
    private boolean closed;

    Learning(Vertx vertx, Items items, Supplier<@Nullable ItemIndex> index) {
        this.items = items;
        this.index = index;
        this.worker = vertx.createSharedWorkerExecutor("kepu-search-learn", 1, LONGEST_MINUTES, TimeUnit.MINUTES);
    }

    /** Begins again soon. */
    synchronized void again() {
        if (closed) {
            return;
        }
        stale = busy;
        if (!busy) {
            busy = true;
            worker.executeBlocking(this::learn).onFailure(Learning::tell).onComplete(done -> ended());
        }
    }

    Suggestions suggestions() {
        return suggestions;
    }

    /** Done when nothing runs any more. */
    synchronized Future<Void> close() {
        closed = true;
        if (!busy) {
            idle.tryComplete();
        }
        return idle.future().compose(done -> worker.close());
    }

    private @Nullable Void learn() throws IOException {
        ItemIndex present = index.get();
        if (present != null) {
            present.learn();
            suggestions = Suggestions.of(
                    items.catalogue().entries().stream()
                            .map(Catalogue.Entry::item)
                            .toList(),
                    present.words());
        }
        return null;
    }

    private synchronized void ended() {
        busy = false;
        if (closed) {
            idle.tryComplete();
        } else if (stale) {
            again();
        }
    }

    /** An index that was replaced or closed meanwhile is no matter: its successor is learned from. */
    private static void tell(Throwable cause) {
        if (!(cause instanceof AlreadyClosedException)) {
            LOG.warn("suggestions stay as they were: {}", cause.toString());
        }
    }
}
