package kepu.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kepu.people.Resident;
import org.jspecify.annotations.Nullable;

/** A reader on a live line, and their place in the order of frames. On the event loop of its shard. */
public final class Connection {
    /** A reader who missed more reads the inbox again. */
    private static final int MOST_MISSED = 100;

    /** Of two lines of a shard the earlier has the smaller. */
    private final long number;

    private final Hub.Shard shard;
    private final Hub.Ground hub;
    private final UUID session;
    private final Line line;
    private Viewer viewer;
    private long offset;
    private boolean isOver;
    /** What a resident's limits let through; null for staff, who see what goes out. */
    private @Nullable Gate gate;
    /** The last urgent change that this reader knows of. */
    private long change;

    Connection(long number, Hub.Shard shard, Hub.Ground hub, Viewer viewer, UUID session, Line line) {
        this.number = number;
        this.shard = shard;
        this.hub = hub;
        this.session = session;
        this.viewer = viewer;
        this.line = line;
    }

    /** The reader went away. On the shard's event loop; a second call does nothing. */
    public void closed() {
        isOver = true;
        shard.remove(this);
    }

    long number() {
        return number;
    }

    Viewer viewer() {
        return viewer;
    }

    UUID session() {
        return session;
    }

    /** 0 for staff. */
    long resident() {
        return viewer instanceof Viewer.OfResident(Resident resident) ? resident.id() : 0;
    }

    /** Says hello, tells what is urgent, and sends what came after {@code from} (null: nothing). */
    void open(@Nullable Place from) {
        long last = hub.publications().last();
        boolean resumed = from != null && hub.publications().frames().reaches(from.offset());
        offset = resumed && from != null ? from.offset() : last;
        Instant now = hub.clock().instant();
        Urgent first = hub.urgent().get();
        Urgent.Standing standing = first == null ? Urgent.Standing.NOTHING : first.standing(viewer, from != null);
        line.send(Frame.notice(
                "hello",
                offset,
                new JsonObject()
                        .put("offset", Long.toString(offset))
                        .put("resumed", resumed)
                        .put("bulletins", new JsonArray(standing.ids()))
                        .put("now", now.toString())));
        tell(standing);
        if (from != null && !resumed) {
            reset(last);
        }
        if (viewer instanceof Viewer.OfResident(Resident resident)) {
            gate = new Gate(hub.governor(), hub.publications(), resident, now);
        }
        if (resumed && from != null) {
            tellMissed(from, now);
        }
        waitOn();
    }

    private void tellMissed(Place from, Instant now) {
        List<Frame> missed =
                Missed.after(hub.publications().frames(), viewer, gate == null ? null : gate.timeline(), from, now);
        if (missed.size() > MOST_MISSED) {
            offset = hub.publications().last();
            reset(offset);
            return;
        }
        hub.delivered().increment(send(missed));
    }

    /** Has the reader read the inbox again. */
    private void reset(long at) {
        if (!isOver) {
            line.send(Frame.notice("reset", at, new JsonObject().put("offset", Long.toString(at))));
        }
    }

    /** Sends a publication or its withdrawal when it is for this reader and their limits let it through. */
    void deliver(Publications.Framed framed, Turn turn) {
        if (gate != null) {
            sendAll(gate.deliver(framed, offset, turn), turn);
        } else if (framed.frame().offset() > offset && viewer.sees(framed.publication(), turn.year())) {
            turn.delivered(send(List.of(framed.frame())));
        }
    }

    /** Sends what was held and may go now. */
    void release(Turn turn) {
        if (gate != null) {
            sendAll(gate.release(offset, turn), turn);
        }
    }

    /** A publication is held or let go. */
    void change(Posted posted, Turn turn) {
        if (gate != null) {
            sendAll(gate.change(posted, offset, turn), turn);
        }
    }

    /** What the resident wishes of pushes decides from now on. */
    void settle() {
        if (gate != null && viewer instanceof Viewer.OfResident(Resident resident)) {
            Turn turn = new Turn(hub.clock().instant());
            sendAll(gate.settle(resident, offset, turn), turn);
            turn.end(hub);
        }
    }

    /** Tells an urgent change, whatever the limits are. */
    void announce(Urgent.Word word) {
        Frame frame = word.change() <= change ? null : word.frame().apply(viewer);
        if (frame != null) {
            tell(new Urgent.Standing(List.of(), List.of(frame), word.change()));
        }
    }

    /** Tells what moves no offset. */
    void tell(Frame frame) {
        tell(new Urgent.Standing(List.of(), List.of(frame), change));
    }

    /** The resident's profile is another from now on; gives who they were. */
    Viewer become(Resident resident) {
        Viewer before = viewer;
        viewer = new Viewer.OfResident(resident);
        return before;
    }

    /** Tells what another profile brings. */
    void moved(Viewer before) {
        Urgent first = hub.urgent().get();
        if (first != null) {
            tell(first.moved(before, viewer));
        }
        settle();
    }

    /** Writes something small. */
    void beat() {
        line.beat();
    }

    /** Whoever is too slow to take it comes back and is told first. */
    private void tell(Urgent.Standing standing) {
        if (isOver) {
            return;
        }
        if (!standing.frames().isEmpty() && line.isFull()) {
            hub.slow().increment();
            end();
            return;
        }
        change = Math.max(change, standing.change());
        standing.frames().forEach(line::send);
        hub.delivered().increment(standing.frames().size());
    }

    private void sendAll(List<Frame> frames, Turn turn) {
        turn.delivered(send(frames));
        waitOn();
    }

    /** Whether the shard looks at it once a second. */
    private void waitOn() {
        shard.await(this, !isOver && gate != null && gate.isWaiting());
    }

    /** How many of the frames are on their way; the reader may be too slow for the rest. */
    private int send(List<Frame> frames) {
        for (int sent = 0; sent < frames.size(); sent++) {
            if (isOver) {
                return sent;
            }
            if (line.isFull()) {
                hub.slow().increment();
                end();
                return sent;
            }
            offset = Math.max(offset, frames.get(sent).offset());
            line.send(frames.get(sent));
        }
        return frames.size();
    }

    /** Ends the line; the reader comes back and goes on. On the shard's event loop; a second call does nothing. */
    public void end() {
        if (!isOver) {
            isOver = true;
            closed();
            line.close();
        }
    }

    /** Ends the line and asks the reader to come back after so long. False when it was over before. On the shard's event loop. */
    boolean leave(long returnMillis) {
        if (isOver) {
            return false;
        }
        closed();
        line.leave(returnMillis);
        return true;
    }
}
