package kepu.push;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One look of a shard at many of its lines, at one moment: what several of them get is made once, and what is counted of them is counted
 * together. On the shard's event loop.
 */
final class Turn {
    private static final Outcome[] OUTCOMES = Outcome.values();

    private final Instant at;
    private final long now;
    private final int year;
    private final Map<List<Long>, Frame> digests = new HashMap<>();
    private final int[] outcomes = new int[OUTCOMES.length];
    private int released;
    private int delivered;

    Turn(Instant at) {
        this.at = at;
        this.now = at.toEpochMilli();
        this.year = Publications.year(at);
    }

    Instant at() {
        return at;
    }

    /** The same in milliseconds. */
    long now() {
        return now;
    }

    /** Of Beijing's calendar. */
    int year() {
        return year;
    }

    /** What was held and goes out now, for everybody at this offset for whom it is the same. */
    Frame digest(Frames frames, List<Publication> live, long offset) {
        List<Long> key = new ArrayList<>(List.of(offset));
        live.forEach(publication -> key.add(publication.seq()));
        return digests.computeIfAbsent(key, same -> Missed.digest(frames, live, new Place(offset, now)));
    }

    void count(Outcome outcome) {
        outcomes[outcome.ordinal()]++;
    }

    /** So many were held and went out later. */
    void released(int count) {
        released += count;
    }

    void delivered(int frames) {
        delivered += frames;
    }

    /** Puts down what was counted. */
    void end(Hub.Ground hub) {
        for (Outcome outcome : OUTCOMES) {
            hub.governed().count(outcome, outcomes[outcome.ordinal()]);
        }
        hub.governed().released(released);
        hub.delivered().increment(delivered);
    }
}
