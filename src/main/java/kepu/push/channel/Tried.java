package kepu.push.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a receiver made of a try. */
public sealed interface Tried {
    /** It has it. */
    record Delivered() implements Tried {}

    /** There is no such receiver any more. */
    record Gone() implements Tried {}

    /** It will never take this one. */
    record Refused(String reason) implements Tried {}

    /** It could not take it now; {@code pause} is what it asked for, if anything. */
    record Failed(String reason, @Nullable Duration pause) implements Tried {}
}
