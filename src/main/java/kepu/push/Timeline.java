package kepu.push;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What one person gets, and when: the publications of their audiences in order of seq, passed through their limits. A simulation in the time of
 * events: what is decided for an instant depends only on what happened until then, so the same publications, settings and instant give the same
 * answer on every node and at every look, whether the time was passed step by step (a live line) or all at once (an inbox).
 *
 * <p>A publication is sent when it arrives, if it may; else it waits. Whenever that can change — quiet hours end, a day begins, a pause ends, a
 * duplicate's first is withdrawn — those that wait are looked at by lane and seq, and what may be sent is. What was sent stays sent and counts.
 * docs/campaigns.md has the rules.
 */
final class Timeline {
    private static final Lane[] LANES = Lane.values();

    private final Limits limits;
    private final Who who;
    private final PushSettings settings;
    private final long quietSince;
    private final List<Parcel> parcels = new ArrayList<>();
    /** By lane; no lanes while nothing waits. */
    private List<List<Parcel>> waiting = List.of();

    private List<Parcel> released = List.of();
    private final Map<String, Parcel> latestOf = new HashMap<>();
    private final int[] sentOfTopic = new int[Topic.values().length];
    private long time = Long.MIN_VALUE;
    private long last = -1;
    private long day;
    private int sentToday;
    /** When what waits is looked at next. */
    private long next = Posted.NEVER;
    /** Of those that wait for more than the clock, the first instant at which a pause ends or a duplicate's first may be gone. */
    private long relief = Posted.NEVER;

    Timeline(Limits limits, Who who, PushSettings settings) {
        this.limits = limits;
        this.who = who;
        this.settings = settings;
        this.quietSince = settings.quietSince().toEpochMilli();
    }

    Who who() {
        return who;
    }

    /**
     * Takes the next publication, in order of seq; others, and those that came before, are left out. Gives how it stands; null when it is not
     * for this person.
     */
    @Nullable
    Parcel arrive(Posted posted) {
        if (posted.seq() <= last) {
            return find(posted.seq());
        }
        if (!posted.fits(who)) {
            return null;
        }
        last = posted.seq();
        Handling handling = posted.handling();
        int lot = posted.lot(who);
        if (!posted.isForAll() && !handling.share().holds(lot)) {
            return heldOut(posted, handling, lot);
        }
        pass(Math.max(time, posted.publishedMillis()));
        String matter = posted.matter();
        Parcel parcel = hold(posted, matter.isEmpty() ? null : latestOf.get(matter));
        if (handling.lane() != Lane.PERSONAL && !matter.isEmpty()) {
            latestOf.put(matter, parcel);
        }
        if (!settle(parcel)) {
            await(parcel, handling.lane());
        }
        return parcel;
    }

    /** It goes to another share. Of those who get none of it at all, one arm says it for all. */
    private @Nullable Parcel heldOut(Posted posted, Handling handling, int lot) {
        if (lot >= handling.held() || handling.share().from() != handling.held()) {
            return null;
        }
        Parcel parcel = hold(posted, null);
        parcel.is(Outcome.HOLDOUT);
        return parcel;
    }

    private void await(Parcel parcel, Lane lane) {
        boolean isPlanned = isWaiting();
        if (waiting.isEmpty()) {
            waiting = List.of(new ArrayList<>(0), new ArrayList<>(0), new ArrayList<>(0));
        }
        parcel.await();
        waiting.get(lane.ordinal()).add(parcel);
        if (isPlanned) {
            next = Math.min(next, relief);
        } else {
            plan();
        }
    }

    /** Lets time pass: what waits is sent at the instants at which it may. */
    void pass(long now) {
        for (long next = nextLook(); next <= now; next = nextLook()) {
            move(next);
            look();
        }
        move(Math.max(time, now));
    }

    /** Takes another version of a publication: paused, going on or withdrawn. */
    void change(Posted posted, long now) {
        pass(now);
        Parcel parcel = find(posted.seq());
        if (parcel != null) {
            parcel.replace(posted);
        }
        look();
    }

    /** The first instant after the present at which something that waits may be sent; {@link Posted#NEVER} when nothing does. */
    long nextLook() {
        return isWaiting() ? next : Posted.NEVER;
    }

    boolean isWaiting() {
        for (int lane = 0; lane < waiting.size(); lane++) {
            if (!waiting.get(lane).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** What was sent after waiting, since this was asked last. */
    List<Parcel> takeReleased() {
        List<Parcel> taken = released;
        released = List.of();
        return taken;
    }

    /** What the person has and is live, in the order in which it came. */
    List<Parcel> inbox(long now) {
        List<Parcel> sent = new ArrayList<>();
        boolean sorted = true;
        long before = Long.MIN_VALUE;
        for (Parcel parcel : parcels) {
            if (parcel.isSent() && parcel.posted().isLive(now)) {
                sent.add(parcel);
                sorted &= parcel.sentMillis() >= before;
                before = parcel.sentMillis();
            }
        }
        if (!sorted) {
            sent.sort(Comparator.comparingLong(Parcel::sentMillis));
        }
        return sent;
    }

    /** Of the publication with this seq; null when it was never for this person. */
    @Nullable
    Parcel find(long seq) {
        int low = 0;
        int high = parcels.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Parcel parcel = parcels.get(middle);
            long there = parcel.posted().seq();
            if (there == seq) {
                return parcel;
            } else if (there < seq) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** How a publication stands at the present. */
    Outcome outcome(long seq) {
        Parcel parcel = find(seq);
        return parcel == null ? Outcome.NOT_ADDRESSED : outcome(parcel);
    }

    /** How one of the person's stands at the present. */
    Outcome outcome(Parcel parcel) {
        boolean isOpen = parcel.outcome().waits() || parcel.outcome() == Outcome.DUPLICATE;
        if (isOpen && parcel.posted().cancelledMillis() <= time) {
            return Outcome.WITHDRAWN;
        }
        if (parcel.outcome().waits() && parcel.posted().expiresMillis() <= time) {
            return Outcome.EXPIRED;
        }
        // nobody looked at it any more on a day that was full
        boolean isStale = parcel.outcome() == Outcome.QUIET
                && isFull(parcel.posted().handling().lane())
                && !quiet(time).holds(time);
        return isStale ? Outcome.DAILY_CAP : parcel.outcome();
    }

    private Parcel hold(Posted posted, @Nullable Parcel before) {
        Parcel parcel = new Parcel(posted, before);
        parcels.add(parcel);
        return parcel;
    }

    private void move(long to) {
        long today = Quiet.day(to);
        if (today != day) {
            sentToday = 0;
            if (Quiet.week(today) != Quiet.week(day)) {
                Arrays.fill(sentOfTopic, 0);
            }
            day = today;
        }
        time = to;
    }

    /** Decides about all that wait. By night, and past the day's limit, nothing else matters than the morning. */
    private void look() {
        relief = Posted.NEVER;
        boolean isNight = quiet(time).holds(time);
        for (int i = 0; i < waiting.size() && !isNight; i++) {
            List<Parcel> lane = waiting.get(i);
            int kept = 0;
            int at = 0;
            while (at < lane.size() && !isFull(LANES[i])) {
                Parcel parcel = lane.get(at++);
                if (!settle(parcel)) {
                    lane.set(kept++, parcel);
                } else if (parcel.isSent()) {
                    release(parcel);
                }
            }
            lane.subList(kept, at).clear();
        }
        plan();
    }

    private void release(Parcel parcel) {
        if (released.isEmpty()) {
            released = new ArrayList<>();
        }
        released.add(parcel);
    }

    /** Says when to look next: when quiet hours end, when a day begins, when they change, or when something gives way. */
    private void plan() {
        long midnight = Quiet.midnight(day + 1);
        Quiet now = quiet(time);
        Quiet then = quiet(midnight);
        next = now.holds(time) ? now.end(time) : then.holds(midnight) ? then.end(midnight) : midnight;
        next = Math.min(Math.min(next, later(quietSince)), relief);
    }

    /** Whether all of a lane wait for another day, which saves the longer look. */
    private boolean isFull(Lane lane) {
        return lane != Lane.PERSONAL && sentToday >= limits.daily();
    }

    /** Decides as of the present; false when it has to be looked at again. */
    private boolean settle(Parcel parcel) {
        Posted posted = parcel.posted();
        Handling handling = posted.handling();
        if (posted.cancelledMillis() <= time) {
            return parcel.is(Outcome.WITHDRAWN);
        }
        if (posted.expiresMillis() <= time) {
            return parcel.outcome() == Outcome.DUPLICATE || parcel.is(Outcome.EXPIRED);
        }
        if (posted.pausedUntil(time) >= 0) {
            relief = Math.min(relief, later(posted.pausedUntil(time)));
            return parcel.is(Outcome.PAUSED);
        }
        if (handling.lane() == Lane.PERSONAL) {
            return quiet(time).holds(time) ? parcel.is(Outcome.QUIET) : parcel.send(time);
        }
        return settle(parcel, handling);
    }

    private boolean settle(Parcel parcel, Handling handling) {
        Topic topic = handling.topic();
        if (isUnsubscribed(settings.senders().get(handling.sender()))) {
            return parcel.is(Outcome.UNSUBSCRIBED_SENDER);
        }
        if (topic != null && isUnsubscribed(settings.topics().get(topic))) {
            return parcel.is(Outcome.UNSUBSCRIBED_TOPIC);
        }
        if (isDuplicate(parcel)) {
            return parcel.is(Outcome.DUPLICATE);
        }
        if (quiet(time).holds(time)) {
            return parcel.is(Outcome.QUIET);
        }
        if (isFull(handling.lane())) {
            return parcel.is(Outcome.DAILY_CAP);
        }
        if (topic != null && sentOfTopic[topic.ordinal()] >= limits.topicWeekly()) {
            return parcel.is(Outcome.TOPIC_CAP);
        }
        sentToday++;
        if (topic != null) {
            sentOfTopic[topic.ordinal()]++;
        }
        return parcel.send(time);
    }

    private boolean isUnsubscribed(@Nullable Instant since) {
        return since != null && since.toEpochMilli() <= time;
    }

    /** Whether another campaign brought the same within the window, or is about to. */
    private boolean isDuplicate(Parcel parcel) {
        long since = parcel.posted().publishedMillis() - limits.duplicateMillis();
        String campaign = parcel.posted().publication().campaign();
        for (Parcel before = parcel.before;
                before != null && before.posted().publishedMillis() > since;
                before = before.before) {
            Posted first = before.posted();
            if (first.cancelledMillis() > time
                    && isHadOrComing(before)
                    && !first.publication().campaign().equals(campaign)) {
                relief = Math.min(relief, later(first.cancelledMillis()));
                if (!before.isSent()) {
                    relief = Math.min(relief, Math.min(later(first.expiresMillis()), first.nextTurn(time)));
                }
                return true;
            }
        }
        return false;
    }

    private boolean isHadOrComing(Parcel before) {
        return before.isSent()
                || before.outcome().waits()
                        && before.posted().expiresMillis() > time
                        && before.posted().pausedUntil(time) != Posted.NEVER;
    }

    private long later(long millis) {
        return millis > time ? millis : Posted.NEVER;
    }

    private Quiet quiet(long millis) {
        Quiet own = millis < quietSince ? settings.earlier() : settings.quiet();
        return own == null ? limits.quiet() : own;
    }
}
