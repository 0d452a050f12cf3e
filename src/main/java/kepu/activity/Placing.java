package kepu.activity;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How an item came before somebody: the version of the model that placed it, and the probability of the place where that was left to
 * chance.
 */
public record Placing(String model, @Nullable Float propensity) {
    /** Tells how the items of events came into the feeds that the events name. */
    public interface Marking {
        /** Nobody knows of any feed. */
        Marking NONE = new Marking() {
            @Override
            public Future<Void> bring(List<Event> events) {
                return Future.succeededFuture();
            }

            @Override
            public IntFunction<@Nullable Placing> of(String feed) {
                return item -> null;
            }
        };

        /** Has at hand what other nodes know of the feeds of these events, as far as it can be had. Never fails. */
        Future<Void> bring(List<Event> events);

        /** By item, for a feed; null when nobody knows any more. */
        IntFunction<@Nullable Placing> of(String feed);
    }
}
