package kepu.push.channel;

import io.vertx.core.Future;

/** A way out. Never fails: whatever happens is an {@link Outcome}. */
interface Channel {
    /** Tries once, in bounded time. */
    Future<Outcome> send(Delivery delivery);
}
