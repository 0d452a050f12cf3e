package kepu.push.channel;

import io.vertx.core.Future;

/** A way out. Never fails: whatever happens is an {@link Tried}. */
interface Channel {
    /** Tries once, in bounded time. */
    Future<Tried> send(Delivery delivery);
}
