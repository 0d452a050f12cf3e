package kepu.store.cache;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ends what waits too long. All wait equally long, so the first that came are the first to end, and one timer does for all. */
final class Deadlines {
    /** Something that waits. */
    interface Waiting {
        boolean isOver();

        /** Called once, also when it is over. */
        void late();
    }

    private record Entry(long until, Waiting waiting) {}

    private final Vertx vertx;
    private final Context context;
    private final long millis;
    private final Queue<Entry> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean armed = new AtomicBoolean();

    Deadlines(Vertx vertx, long millis) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.millis = millis;
    }

    void add(Waiting waiting) {
        queue.add(new Entry(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), waiting));
        arm(millis);
    }

    private void arm(long delayMillis) {
        if (armed.compareAndSet(false, true)) {
            context.runOnContext(turn -> vertx.setTimer(delayMillis, this::end));
        }
    }

    private void end(long timer) {
        long now = System.nanoTime();
        Entry first = queue.peek();
        while (first != null && (first.until() - now <= 0 || first.waiting().isOver())) {
            queue.remove();
            first.waiting().late();
            first = queue.peek();
        }
        armed.set(false);
        Entry next = queue.peek();
        if (next != null) {
            arm(Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.until() - now) + 1));
        }
    }
}
