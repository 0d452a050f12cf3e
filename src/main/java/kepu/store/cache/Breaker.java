package kepu.store.cache;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Keeps calls from a server that does not answer (circuit breaker, Nygard 2007): after so many failures in a row none is let through for a
 * while, then one; if that succeeds all are, else none for as long again.
 */
final class Breaker {
    private static final long CLOSED = Long.MIN_VALUE;

    private final int failures;
    private final long openNanos;
    private final LongSupplier nanoTime;
    private final AtomicInteger inRow = new AtomicInteger();
    /** When the next call may be tried. */
    private final AtomicLong until = new AtomicLong(CLOSED);

    Breaker(int failures, long openNanos, LongSupplier nanoTime) {
        this.failures = failures;
        this.openNanos = openNanos;
        this.nanoTime = nanoTime;
    }

    /** Whether a call may be made, whose end is then to be told. */
    boolean lets() {
        long present = until.get();
        if (present == CLOSED) {
            return true;
        }
        long now = nanoTime.getAsLong();
        return now - present >= 0 && until.compareAndSet(present, now + openNanos);
    }

    void succeeded() {
        if (inRow.get() != 0) {
            inRow.set(0);
        }
        if (until.get() != CLOSED) {
            until.set(CLOSED);
        }
    }

    void failed() {
        if (inRow.incrementAndGet() >= failures) {
            until.set(nanoTime.getAsLong() + openNanos);
        }
    }

    boolean isOpen() {
        return until.get() != CLOSED;
    }
}
