package kepu.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Waits for what comes by itself: asks again and again, off the test's thread, up to a deadline. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(90);
    private static final long PERIOD_MILLIS = 20;
    private static final ScheduledExecutorService ASKING = Executors.newScheduledThreadPool(
            2, Thread.ofPlatform().daemon().name("eventually").factory());

    private Eventually() {}

    /** Returns when {@code holds} does; an {@link AssertionError} that names {@code what} when it does not in time. */
    public static void eventually(String what, BooleanSupplier holds) {
        eventually(what, LONGEST, holds);
    }

    /** The same with a deadline of its own. */
    public static void eventually(String what, Duration longest, BooleanSupplier holds) {
        CompletableFuture<Void> held = new CompletableFuture<>();
        ScheduledFuture<?> asking = ASKING.scheduleWithFixedDelay(
                () -> {
                    try {
                        if (holds.getAsBoolean()) {
                            held.complete(null);
                        }
                    } catch (RuntimeException | AssertionError e) {
                        held.completeExceptionally(e);
                    }
                },
                0,
                PERIOD_MILLIS,
                TimeUnit.MILLISECONDS);
        try {
            soon(what, longest, held);
        } finally {
            asking.cancel(false);
        }
    }

    /** What the future brings; an {@link AssertionError} that names {@code what} when it does not in time. */
    public static <T> T soon(String what, CompletableFuture<T> future) {
        return soon(what, LONGEST, future);
    }

    private static <T> T soon(String what, Duration longest, CompletableFuture<T> future) {
        try {
            return future.get(longest.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("not within " + longest.toSeconds() + " s: " + what, e);
        } catch (ExecutionException e) {
            throw new AssertionError(what + ": " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(what, e);
        }
    }
}
