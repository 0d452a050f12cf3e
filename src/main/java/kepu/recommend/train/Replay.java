package kepu.recommend.train;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import kepu.activity.EventType;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.People;
import kepu.recommend.log.Positives;
import kepu.recommend.log.Things;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Prior;
import kepu.recommend.rank.Rates;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Lives through a log event by event, with the counts and histories that serving would have had at each moment. */
final class Replay {
    private static final int HISTORY = 500;

    /** Told of an event before it changes anything. */
    interface Each {
        void event(int number);
    }

    private final Log log;
    private final Rates rates;
    private final @Nullable History[] histories;
    private final Prior.@Nullable Spot[] spots;
    private final Map<String, Prior.Spot> shared = new HashMap<>();
    private int next;

    /**
     * Begins before the first event.
     *
     * @param shares whether the log has no impressions
     */
    Replay(Log log, Duration halfLife, int backoffImpressions, boolean shares) {
        this.log = log;
        Events events = log.events();
        long last = events.size() == 0 ? 0 : events.atMillis()[events.size() - 1];
        this.rates = new Rates(Instant.ofEpochMilli(last), halfLife, backoffImpressions, shares);
        this.histories = new History[log.people().size()];
        this.spots = new Prior.Spot[log.people().size()];
    }

    Rates rates() {
        return rates;
    }

    /** Goes on until before the event of this number. */
    void until(int end, Each each) {
        for (; next < end; next++) {
            each.event(next);
            take(next);
        }
    }

    void until(int end) {
        until(end, number -> {});
    }

    /** The person as serving would know them now. */
    Person person(int number) {
        People people = log.people();
        return new Person(
                region(people.villages()[number]),
                people.groups()[number],
                people.birthYears()[number],
                people.interests()[number],
                0,
                histories[number]);
    }

    private void take(int number) {
        Events events = log.events();
        int person = events.people()[number];
        int item = events.things()[number];
        Things.Thing thing = log.things().all()[item];
        EventType type = events.type(number);
        if (!thing.isThere()) {
            return;
        }
        History history = histories[person];
        if (history == null) {
            history = new History(HISTORY);
            histories[person] = history;
        }
        boolean shown = type == EventType.IMPRESSION;
        boolean opened = Positives.is(type) && !history.met(item).isPositive();
        if (shown || opened) {
            rates.count(spot(person), thing, item, events.atMillis()[number], shown ? 1 : 0, opened ? 1 : 0);
        }
        history.add(item, type, events.atMillis()[number]);
    }

    private Prior.Spot spot(int person) {
        Prior.Spot spot = spots[person];
        if (spot == null) {
            long village = log.people().villages()[person];
            int groups = log.people().groups()[person];
            spot = shared.computeIfAbsent(
                    village + ":" + groups, key -> rates.prior().spot(village, groups));
            spots[person] = spot;
        }
        return spot;
    }

    private static RegionCode region(long village) {
        return village == 0 ? RegionCode.COUNTRY : RegionCode.village(village);
    }
}
