package kepu.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongFunction;
import kepu.base.Failure;

/**
 * Questions of one kind, each about one number, that are asked of the database together: what an event loop asks while its last reading is
 * under way, or began a moment ago, waits for the next. So a quiet node asks at once, and the busier it is the more share a statement (after
 * DataLoader, Facebook 2015). Off the event loops each is asked alone.
 *
 * @param <T> an answer
 */
public final class Gathering<T> {
    /** What is known of each of these numbers, at one moment. */
    public interface Asking<T> {
        Future<LongFunction<T>> of(Collection<Long> numbers);
    }

    private static final int BATCH = 64;
    /** So many share what a statement costs beside its rows: nobody waits for more. */
    private static final int ENOUGH = 16;

    private final int mostWaiting;
    private final Duration apart;
    private final Asking<T> asking;
    private final ConcurrentMap<Thread, Loop> loops = new ConcurrentHashMap<>();

    /** @param apart from the beginning of a reading to that of the next, unless enough wait for it */
    Gathering(int mostWaiting, Duration apart, Asking<T> asking) {
        this.mostWaiting = mostWaiting;
        this.apart = apart;
        this.asking = asking;
    }

    /** Asks about a number; {@link Failure.Unavailable} when too many wait, else what the reading failed with for all that it was for. */
    public Future<T> ask(long number) {
        return Context.isOnEventLoopThread()
                ? loops.computeIfAbsent(Thread.currentThread(), thread -> new Loop())
                        .ask(number)
                : read(List.of(number)).map(known -> known.apply(number));
    }

    private Future<LongFunction<T>> read(Collection<Long> numbers) {
        return Future.succeededFuture().compose(now -> asking.of(numbers));
    }

    /** What one event loop asks; only touched by it. */
    private final class Loop {
        private final Map<Long, Promise<T>> waiting = new LinkedHashMap<>();
        private final Vertx vertx = Vertx.currentContext().owner();
        private final Spacing spacing = new Spacing(apart);
        private boolean isReading;

        private Future<T> ask(long number) {
            Promise<T> same = waiting.get(number);
            if (same != null) {
                return same.future();
            }
            if (waiting.size() >= mostWaiting) {
                return Future.failedFuture(new Failure.Unavailable("database-busy", "现在访问的人太多，请稍后再试"));
            }
            Promise<T> promise = Promise.promise();
            waiting.put(number, promise);
            readNext();
            return promise.future();
        }

        private void readNext() {
            if (isReading || waiting.isEmpty() || isGathering()) {
                return;
            }
            isReading = true;
            spacing.begins();
            Map<Long, Promise<T>> asked = take();
            read(asked.keySet()).onComplete(done -> {
                isReading = false;
                // first, so that the database works while the answers are used
                readNext();
                asked.forEach((number, promise) -> {
                    if (done.succeeded()) {
                        promise.complete(done.result().apply(number));
                    } else {
                        promise.fail(done.cause());
                    }
                });
            });
        }

        /** Whether more are to come into the next reading; then somebody will look again. */
        private boolean isGathering() {
            return waiting.size() < ENOUGH && spacing.isTooEarly(vertx, this::readNext);
        }

        private Map<Long, Promise<T>> take() {
            Map<Long, Promise<T>> asked = new LinkedHashMap<>();
            Iterator<Map.Entry<Long, Promise<T>>> each = waiting.entrySet().iterator();
            while (each.hasNext() && asked.size() < BATCH) {
                Map.Entry<Long, Promise<T>> one = each.next();
                asked.put(one.getKey(), one.getValue());
                each.remove();
            }
            return asked;
        }
    }
}
