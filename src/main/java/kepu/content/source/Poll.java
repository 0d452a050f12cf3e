package kepu.content.source;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one look at a source came to. */
public record Poll(Instant at, Outcome outcome, long bytes, Counts counts, List<Fault> faults) {
    /** Faults of entries that are kept with a poll. */
    static final int MOST_FAULTS = 20;

    public Poll {
        faults = faults.stream().limit(MOST_FAULTS).toList();
    }

    /** How a look ended. */
    public sealed interface Outcome {
        /** There were entries, perhaps none that is new. */
        record Read() implements Outcome {}

        /** The source says that nothing changed. */
        record Unchanged() implements Outcome {}

        /** It could not be read; {@code type} is stable, {@code detail} Chinese. */
        record Failed(String type, String detail) implements Outcome {}
    }

    /**
     * How many entries there were and what became of them.
     *
     * @param entries in the feed
     * @param fresh not seen before and like no other
     * @param duplicates not seen before and nearly the same as another
     * @param revised seen before with another text
     * @param known seen before
     * @param refused that could not be taken: {@link Poll#faults} says why
     */
    public record Counts(int entries, int fresh, int duplicates, int revised, int known, int refused) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

        Counts plus(Counts other) {
            return new Counts(
                    entries + other.entries,
                    fresh + other.fresh,
                    duplicates + other.duplicates,
                    revised + other.revised,
                    known + other.known,
                    refused + other.refused);
        }
    }

    /** Why an entry was not taken; {@code place} is its place in the feed, from 0. */
    public record Fault(int place, String type, String detail) {}

    static JsonArray wire(List<Fault> faults) {
        JsonArray array = new JsonArray();
        faults.forEach(fault -> array.add(new JsonObject()
                .put("entry", fault.place())
                .put("type", fault.type())
                .put("detail", fault.detail())));
        return array;
    }

    static List<Fault> faults(JsonArray wire) {
        return wire.stream()
                .map(JsonObject.class::cast)
                .map(fault -> new Fault(fault.getInteger("entry"), fault.getString("type"), fault.getString("detail")))
                .toList();
    }

    static @Nullable String type(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed ? failed.type() : null;
    }
}
