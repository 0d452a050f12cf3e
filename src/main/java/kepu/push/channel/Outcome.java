package kepu.push.channel;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a receiver made of a try. */
public sealed interface Outcome {
    /** It has it. */
    record Delivered() implements Outcome {}

    /** There is no such receiver any more. */
    record Gone() implements Outcome {}

    /** It will never take this one. */
    record Refused(String reason) implements Outcome {}

    /** It could not take it now; {@code pause} is what it asked for, if anything. */
    record Failed(String reason, @Nullable Duration pause) implements Outcome {}
}
