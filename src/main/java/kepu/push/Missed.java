package kepu.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kepu.push.Publications.Framed;
import org.jspecify.annotations.Nullable;

/**
 * What a reader missed, as frames in the order of time: publications and withdrawals after their offset, and what was released to them from
 * waiting after the time of their place.
 */
final class Missed {
    private record Told(long at, Frame frame) {}

    private Missed() {}

    /** {@code timeline} is null for staff, who see what goes out. */
    static List<Frame> after(Frames frames, Viewer viewer, @Nullable Timeline timeline, Place from, Instant now) {
        List<Told> told = new ArrayList<>();
        int year = Publications.year(now);
        for (Framed framed : frames.after(from.offset(), now.toEpochMilli())) {
            long seq = framed.posted().seq();
            boolean isCancelled = framed.publication().cancelSeq() != null;
            if (timeline == null) {
                if (viewer.sees(framed.publication(), year)) {
                    told.add(new Told(time(framed), framed.frame()));
                }
                continue;
            }
            Parcel parcel = timeline.find(seq);
            if (parcel != null && parcel.isSent() && (isCancelled || !parcel.isLate())) {
                told.add(new Told(time(framed), framed.frame()));
            }
        }
        if (timeline != null) {
            addReleased(frames, timeline, from, now, told);
        }
        told.sort(Comparator.comparingLong(Told::at));
        return told.stream().map(Told::frame).toList();
    }

    /** One publication as itself, several as one digest. */
    static Frame digest(Frames frames, List<Publication> released, Place place) {
        if (released.size() == 1) {
            return Frame.of("publication", place, frames.entry(released.getFirst()));
        }
        JsonArray entries = new JsonArray();
        released.forEach(publication -> entries.add(frames.entry(publication)));
        return Frame.of("digest", place, new JsonObject().put("publications", entries));
    }

    private static long time(Framed framed) {
        return framed.publication().cancelSeq() == null
                ? framed.posted().publishedMillis()
                : framed.posted().cancelledMillis();
    }

    private static void addReleased(Frames frames, Timeline timeline, Place from, Instant now, List<Told> told) {
        long since = from.releasedMillis() == 0 ? frames.millisOf(from.offset()) : from.releasedMillis();
        long millis = now.toEpochMilli();
        List<Publication> together = new ArrayList<>();
        long at = 0;
        for (Parcel parcel : timeline.inbox(millis)) {
            boolean isShown = !frames.isWithdrawn(parcel.posted().publication());
            if (isShown && parcel.isLate() && parcel.sentMillis() > since) {
                if (!together.isEmpty() && parcel.sentMillis() != at) {
                    told.add(new Told(at, digest(frames, together, place(told, from, at))));
                    together = new ArrayList<>();
                }
                at = parcel.sentMillis();
                together.add(parcel.posted().publication());
            }
        }
        if (!together.isEmpty()) {
            told.add(new Told(at, digest(frames, together, place(told, from, at))));
        }
    }

    /** The reader stands after the last frame of before that time. */
    private static Place place(List<Told> told, Place from, long at) {
        long offset = told.stream()
                .filter(other -> other.at() <= at)
                .mapToLong(other -> other.frame().offset())
                .reduce(from.offset(), Math::max);
        return new Place(offset, at);
    }
}
