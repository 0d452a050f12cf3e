package kepu.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Work that nobody waits for, in pieces with pauses: a processor that it has for long is missing to all who ask meanwhile. */
public final class Pacing {
    private final Vertx vertx;
    private final double working;

    /** @param working the share of the time in which it works, above 0 and up to 1; else it waits */
    public Pacing(Vertx vertx, double working) {
        this.vertx = vertx;
        this.working = working;
    }

    /** Does a piece, and waits in proportion to how long that took. */
    public <T> Future<T> piece(Supplier<Future<T>> work) {
        long began = System.nanoTime();
        return work.get().compose(done -> {
            long worked = System.nanoTime() - began;
            long pause = 1 + TimeUnit.NANOSECONDS.toMillis((long) (worked * (1 / working - 1)));
            return vertx.timer(pause, TimeUnit.MILLISECONDS).map(waited -> done);
        });
    }
}
