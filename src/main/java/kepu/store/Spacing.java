package kepu.store;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the beginnings of work apart, so that where much comes more of it is done together; after a silence nothing waits. Only touched by one
 * event loop.
 */
final class Spacing {
    private final long apartNanos;
    private long lastBegin;
    private boolean isWaking;

    /** @param apart from one beginning to the next */
    Spacing(Duration apart) {
        this.apartNanos = apart.toNanos();
        this.lastBegin = System.nanoTime() - apartNanos;
    }

    /** Notes that something begins. */
    void begins() {
        lastBegin = System.nanoTime();
    }

    /** Whether it is too early to begin something; then {@code later} is called when it is not any more, once for all who asked meanwhile. */
    boolean isTooEarly(Vertx vertx, Runnable later) {
        long left = apartNanos - (System.nanoTime() - lastBegin);
        if (left <= 0) {
            return false;
        }
        if (!isWaking) {
            isWaking = true;
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)), timer -> {
                isWaking = false;
                later.run();
            });
        }
        return true;
    }
}
