package kepu.push;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a publication after it was made. While it is paused it goes to nobody who does not have it yet; the last pause may have no end.
 * {@code cancelSeq} is the place of its withdrawal in the order of offsets, null while it stands.
 */
public record Fate(
        List<Pause> pauses,
        @Nullable Long cancelSeq,
        @Nullable Instant cancelledAt) {
    public static final Fate OUT = new Fate(List.of(), null, null);

    public Fate {
        pauses = List.copyOf(pauses);
    }

    /** From {@code from} until before {@code to}; for ever when that is null. */
    public record Pause(Instant from, @Nullable Instant to) {}
}
