package kepu.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;

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
        // a promise that belongs to a loop has its timers there too, and not on a thread of Netty's that all would wake
        Promise<T> own = ((ContextInternal) context).promise();
        future.onComplete(own);
        return own.future();
    }
}
