package kepu.push;

import org.jspecify.annotations.Nullable;

/** A publication on its way to one person: where it stands, and since when they have it. */
final class Parcel {
    private static final long NOT_YET = -1;

    /** The one before of the same item; null for the first. */
    final @Nullable Parcel before;

    private Posted posted;
    private Outcome outcome = Outcome.QUIET;
    private long sentMillis = NOT_YET;
    private boolean hasWaited;

    Parcel(Posted posted, @Nullable Parcel before) {
        this.posted = posted;
        this.before = before;
    }

    Posted posted() {
        return posted;
    }

    void replace(Posted other) {
        posted = other;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Ends or holds it. Gives whether it needs no further look. */
    boolean is(Outcome now) {
        outcome = now;
        return !now.waits() && now != Outcome.DUPLICATE;
    }

    /** What did not wait came when it was published, also when that was told a little later. */
    boolean send(long now) {
        outcome = Outcome.SENT;
        sentMillis = hasWaited ? now : posted.publishedMillis();
        return true;
    }

    void await() {
        hasWaited = true;
    }

    boolean isSent() {
        return sentMillis != NOT_YET;
    }

    long sentMillis() {
        return sentMillis;
    }

    /** Whether it was held before it was sent. */
    boolean isLate() {
        return hasWaited;
    }
}
