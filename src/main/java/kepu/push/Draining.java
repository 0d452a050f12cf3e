package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import kepu.config.Config;

/**
 * How the lines of a node that ends are ended: one after the other over a time, each reader asked to come back after a wait drawn evenly
 * from a window. Both are as much shorter as there are fewer lines than the node may hold, so people come to the other nodes at the same
 * rate whatever their number.
 */
record Draining(long overMillis, long windowMillis, Counter drained) {
    private static final long STEP_MILLIS = 20;

    static Draining of(int lines, Config.Push config, Counter drained) {
        double part = Math.min(1, (double) lines / config.connections());
        return new Draining(
                Math.round(part * config.drainSeconds() * 1_000),
                Math.round(part * config.returnSeconds() * 1_000),
                drained);
    }

    /** Ends these lines of an event loop, in an order of chance. On that loop; done when all are told. */
    Future<Void> end(Context context, List<Connection> lines) {
        List<Connection> order = new ArrayList<>(lines);
        Collections.shuffle(order, ThreadLocalRandom.current());
        long steps = Math.max(1, overMillis / STEP_MILLIS);
        Promise<Void> done = Promise.promise();
        step(context, order.iterator(), (int) Math.ceilDiv(order.size(), steps), done);
        return done.future();
    }

    private void step(Context context, Iterator<Connection> left, int most, Promise<Void> done) {
        for (int i = 0; i < most && left.hasNext(); i++) {
            if (left.next().leave(ThreadLocalRandom.current().nextLong(windowMillis + 1))) {
                drained.increment();
            }
        }
        if (left.hasNext()) {
            context.owner().setTimer(STEP_MILLIS, next -> step(context, left, most, done));
        } else {
            done.complete();
        }
    }
}
