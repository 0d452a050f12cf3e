package kepu.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A bounded queue whose work is stored together, a few transactions at a time (group commit, DeWitt et al. 1984). Each piece is answered when
 * it is committed, so an answer is a promise that outlives a crash.
 *
 * @param <T> a piece of work
 * @param <A> what it is answered with
 */
public final class GroupCommit<T, A> {
    /**
     * What bounds it.
     *
     * @param waiting how much may wait
     * @param batch how much is stored together; a larger piece is stored alone
     * @param atOnce batches that are stored at the same time
     * @param apart from the beginning of a batch that is not full to that of the next: after a silence nothing waits, and where much comes
     *     more of it shares a commit
     */
    public record Limits(int waiting, int batch, int atOnce, Duration apart) {
        /** One batch after the other, as they come. */
        public Limits(int waiting, int batch) {
            this(waiting, batch, 1, Duration.ZERO);
        }
    }

    private record Waiting<T, A>(T work, int size, Promise<A> promise) {}

    private final Context context;
    private final Limits limits;
    private final Spacing spacing;
    private final Function<List<T>, Future<List<A>>> store;
    private final AtomicInteger waiting = new AtomicInteger();
    /** Only touched on {@link #context}. */
    private final Queue<Waiting<T, A>> queue = new ArrayDeque<>();

    private int queued;
    private int storing;

    /** {@code store} stores a batch in one transaction and gives the answers in the same order. Called on one event loop. */
    public GroupCommit(Vertx vertx, Limits limits, Function<List<T>, Future<List<A>>> store) {
        this(vertx.getOrCreateContext(), limits, store);
    }

    /** The same on the event loop of {@code context}. */
    public GroupCommit(Context context, Limits limits, Function<List<T>, Future<List<A>>> store) {
        this.context = context;
        this.limits = limits;
        this.spacing = new Spacing(limits.apart());
        this.store = store;
    }

    /** How much waits or is being stored. */
    public int waiting() {
        return waiting.get();
    }

    /** Takes a piece of work of some size; empty, and nothing of it is stored, when too much waits. */
    public Optional<Future<A>> offer(T work, int size) {
        if (waiting.addAndGet(size) > limits.waiting()) {
            waiting.addAndGet(-size);
            return Optional.empty();
        }
        Promise<A> promise = Promise.promise();
        context.runOnContext(now -> {
            queue.add(new Waiting<>(work, size, promise));
            queued += size;
            storeNext();
        });
        return Optional.of(promise.future());
    }

    private void storeNext() {
        if (storing == limits.atOnce() || queue.isEmpty() || isGathering()) {
            return;
        }
        storing++;
        spacing.begins();
        List<Waiting<T, A>> batch = take();
        List<T> works = batch.stream().map(Waiting::work).toList();
        Future.succeededFuture().compose(now -> store.apply(works)).onComplete(done -> {
            storing--;
            batch.forEach(one -> waiting.addAndGet(-one.size()));
            for (int i = 0; i < batch.size(); i++) {
                Promise<A> promise = batch.get(i).promise();
                if (done.succeeded()) {
                    promise.complete(done.result().get(i));
                } else {
                    promise.fail(done.cause());
                }
            }
            storeNext();
        });
    }

    /** Whether more is to come into the next batch before it is stored; then somebody will look again. */
    private boolean isGathering() {
        return queued < limits.batch() && spacing.isTooEarly(context.owner(), this::storeNext);
    }

    private List<Waiting<T, A>> take() {
        List<Waiting<T, A>> batch = new ArrayList<>();
        int size = 0;
        for (Waiting<T, A> next = queue.peek();
                next != null && (size == 0 || size + next.size() <= limits.batch());
                next = queue.peek()) {
            batch.add(queue.remove());
            size += next.size();
        }
        queued -= size;
        return batch;
    }
}
