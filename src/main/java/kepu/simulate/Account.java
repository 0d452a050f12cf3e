package kepu.simulate;

import java.time.Instant;
import kepu.activity.Event;
import kepu.activity.EventType;
import org.jspecify.annotations.Nullable;

/** Numbers a person's events and passes them on, up to a limit in time. */
final class Account {
    private static final int ID_DIGITS = 4;

    private final long person;
    private final Behaviour.Told told;
    private long limit;
    private int count;

    Account(long person, Behaviour.Told told) {
        this.person = person;
        this.told = told;
    }

    /** From now on only events before {@code millis} count. */
    void limit(long millis) {
        limit = millis;
    }

    boolean open(long at) {
        return at < limit;
    }

    void tell(
            EventType type,
            int item,
            int position,
            long at,
            @Nullable Integer millis,
            @Nullable Double value,
            float propensity) {
        if (open(at)) {
            Event event = new Event(
                    person, id(count++), item, type, Instant.ofEpochMilli(at), Behaviour.FEED, position, millis, value);
            told.event(event, propensity);
        }
    }

    /** {@code sim-} and the number in base 36, in digits enough to sort by time. */
    private static String id(int number) {
        String digits = Integer.toString(number, 36);
        return "sim-" + "0".repeat(Math.max(0, ID_DIGITS - digits.length())) + digits;
    }
}
