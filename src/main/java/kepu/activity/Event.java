package kepu.activity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing a person did. {@code id} is made by the client and, with the person, makes a retry harmless; {@code person} is a resident's
 * id or {@link #GUEST}; {@code item} is an item's seq; {@code feed} says where they met it: a feed's id, {@code push:} and a
 * publication, {@code search:} or {@code share:} and anything.
 */
public record Event(
        long person,
        String id,
        @Nullable Integer item,
        EventType type,
        Instant at,
        @Nullable String feed,
        @Nullable Integer position,
        @Nullable Integer millis,
        @Nullable Double value) {
    /** Stands for whoever has no token. */
    public static final long GUEST = 0;
}
