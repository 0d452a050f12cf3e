package kepu.push;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import kepu.people.Resident;
import org.jspecify.annotations.Nullable;

/**
 * What one connected resident's limits let through, as frames: what comes goes out or waits, and what waits goes out when it may, several at once as one
 * digest. On the event loop of the connection.
 */
final class Gate {
    private final Governor governor;
    private final Publications publications;
    private Timeline timeline;

    Gate(Governor governor, Publications publications, Resident resident, Instant now) {
        this.governor = governor;
        this.publications = publications;
        this.timeline = timeline(resident, now);
        timeline.takeReleased();
    }

    Timeline timeline() {
        return timeline;
    }

    boolean isWaiting() {
        return timeline.isWaiting();
    }

    /** The frames for a publication or its withdrawal, for a reader at {@code offset}. */
    List<Frame> deliver(Publications.Framed framed, long offset, Turn turn) {
        boolean isCancelled = framed.publication().cancelSeq() != null;
        Parcel parcel = isCancelled ? cancel(framed.posted(), turn) : arrive(framed.posted(), turn);
        List<Frame> released = released(offset, turn);
        boolean isNews = framed.frame().offset() > offset;
        if (!isNews || parcel == null || !parcel.isSent() || (parcel.isLate() && !isCancelled)) {
            return released;
        }
        return released.isEmpty()
                ? List.of(framed.frame())
                : Stream.concat(released.stream(), Stream.of(framed.frame())).toList();
    }

    private @Nullable Parcel arrive(Posted posted, Turn turn) {
        Parcel parcel = timeline.arrive(posted);
        if (parcel != null) {
            turn.count(timeline.outcome(parcel));
        }
        return parcel;
    }

    private @Nullable Parcel cancel(Posted posted, Turn turn) {
        timeline.change(posted, turn.now());
        return timeline.find(posted.seq());
    }

    /** What waited and may go now. */
    List<Frame> release(long offset, Turn turn) {
        if (timeline.nextLook() > turn.now()) {
            return List.of();
        }
        timeline.pass(turn.now());
        return released(offset, turn);
    }

    /** A publication is held or let go. */
    List<Frame> change(Posted posted, long offset, Turn turn) {
        timeline.change(posted, turn.now());
        return released(offset, turn);
    }

    /** The profile or the wishes changed: what waited and may go now goes. */
    List<Frame> settle(Resident resident, long offset, Turn turn) {
        Timeline before = timeline;
        timeline = timeline(resident, turn.at());
        List<Parcel> freed = timeline.takeReleased().stream()
                .filter(parcel -> before.outcome(parcel.posted().seq()).waits())
                .toList();
        return frames(freed, offset, turn);
    }

    private Timeline timeline(Resident resident, Instant now) {
        return governor.timeline(resident, now, publications.personal(resident.id()));
    }

    private List<Frame> released(long offset, Turn turn) {
        return frames(timeline.takeReleased(), offset, turn);
    }

    private List<Frame> frames(List<Parcel> released, long offset, Turn turn) {
        if (released.isEmpty()) {
            return List.of();
        }
        List<Publication> live = released.stream()
                .filter(parcel -> parcel.posted().isLive(turn.now()))
                .map(parcel -> parcel.posted().publication())
                .filter(publication -> !publications.frames().isWithdrawn(publication))
                .toList();
        if (live.isEmpty()) {
            return List.of();
        }
        turn.released(live.size());
        return List.of(turn.digest(publications.frames(), live, offset));
    }
}
