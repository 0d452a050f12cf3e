package kepu.activity;

import org.jspecify.annotations.Nullable;

/**
 * How an item came before somebody: the version of the model that placed it, and the probability of the place where that was left to
 * chance.
 */
public record Placing(String model, @Nullable Float propensity) {
    /** Tells how the item of an event came into the feed that the event names; null when nobody knows any more. */
    public interface Marking {
        @Nullable
        Placing of(String feed, int item);
    }
}
