package kepu.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * The event loop that something came in on. What was waited for together with others may be done on the loop of one of them, and connections
 * are touched on their own only.
 */
record Loop(Context context) {
    /** The present one. */
    static Loop of(Vertx vertx) {
        return new Loop(vertx.getOrCreateContext());
    }

    /** The same, done on this loop. */
    <T> Future<T> own(Future<T> future) {
        Promise<T> own = Promise.promise();
        future.onComplete(done -> {
            if (context.equals(Vertx.currentContext())) {
                own.handle(done);
            } else {
                context.runOnContext(turn -> own.handle(done));
            }
        });
        return own.future();
    }
}
