package kepu.push;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.people.Resident;

/**
 * What one connected resident's limits let through, as frames: what comes goes out or waits, and what waits goes out when it may, several at once as one
 * digest. On the event loop of the connection.
 */
final class Gate {
    private final Governor governor;
    private final Publications publications;
    private final GovernorMeters meters;
    private Timeline timeline;

    /** Digests that were made in one turn, for those who get the same at the same offset. */
    static final class Digests {
        private final Map<List<Long>, Frame> made = new HashMap<>();
    }

    Gate(Governor governor, Publications publications, GovernorMeters meters, Resident resident, Instant now) {
        this.governor = governor;
        this.publications = publications;
        this.meters = meters;
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
    List<Frame> deliver(Publications.Framed framed, long offset, long now, Digests digests) {
        Posted posted = framed.posted();
        if (framed.publication().cancelSeq() != null) {
            timeline.change(posted, now);
        } else if (posted.fits(timeline.who())) {
            timeline.arrive(posted);
            meters.count(timeline.outcome(posted.seq()));
        }
        List<Frame> frames = new ArrayList<>(released(offset, now, digests));
        Parcel parcel = timeline.find(posted.seq());
        boolean isNews = framed.frame().offset() > offset;
        boolean isCancelled = framed.publication().cancelSeq() != null;
        if (isNews && parcel != null && parcel.isSent() && (isCancelled || !parcel.isLate())) {
            frames.add(framed.frame());
        }
        return frames;
    }

    /** What waited and may go now. */
    List<Frame> release(long offset, long now, Digests digests) {
        if (timeline.nextLook() > now) {
            return List.of();
        }
        timeline.pass(now);
        return released(offset, now, digests);
    }

    /** A publication is held or let go. */
    List<Frame> change(Posted posted, long offset, long now, Digests digests) {
        timeline.change(posted, now);
        return released(offset, now, digests);
    }

    /** The profile or the wishes changed: what waited and may go now goes. */
    List<Frame> settle(Resident resident, long offset, Instant now) {
        Timeline before = timeline;
        timeline = timeline(resident, now);
        List<Parcel> freed = timeline.takeReleased().stream()
                .filter(parcel -> before.outcome(parcel.posted().seq()).waits())
                .toList();
        return frames(freed, offset, now.toEpochMilli(), new Digests());
    }

    private Timeline timeline(Resident resident, Instant now) {
        return governor.timeline(resident, now, publications.personal(resident.id()));
    }

    private List<Frame> released(long offset, long now, Digests digests) {
        return frames(timeline.takeReleased(), offset, now, digests);
    }

    private List<Frame> frames(List<Parcel> released, long offset, long now, Digests digests) {
        if (released.isEmpty()) {
            return List.of();
        }
        List<Publication> live = released.stream()
                .filter(parcel -> parcel.posted().isLive(now))
                .map(parcel -> parcel.posted().publication())
                .toList();
        if (live.isEmpty()) {
            return List.of();
        }
        meters.released(live.size());
        List<Long> key = new ArrayList<>(List.of(offset));
        live.forEach(publication -> key.add(publication.seq()));
        return List.of(digests.made.computeIfAbsent(
                key, same -> Missed.digest(publications.frames(), live, new Place(offset, now))));
    }
}
