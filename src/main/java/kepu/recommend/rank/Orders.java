package kepu.recommend.rank;

import java.util.List;
import kepu.recommend.log.Things;

/** What operators ordered for feeds of one kind of person at one time: pins, boosts, bans, quotas; by default nothing. */
public interface Orders {
    /** How many of what may or must be among any ten places. */
    interface Quota {
        boolean counts(Things.Thing thing);

        /** At least so many of any ten, as long as there are candidates. */
        int least();

        /** At most so many of any ten, as long as there are others. */
        int most();
    }

    int[] NO_ITEMS = {};

    Orders NONE = new Orders() {};

    /** The items pinned to the first, second … place; -1 where none is. */
    default int[] pinned() {
        return NO_ITEMS;
    }

    /** Items that must be among the candidates, wherever they will stand. */
    default int[] sought() {
        return NO_ITEMS;
    }

    /** Whether {@link #seeks} can hold of anything. */
    default boolean isSeeking() {
        return false;
    }

    /** Whether items such as this must have a chance. */
    default boolean seeks(int item, Things.Thing thing) {
        if (logBoost(item, thing) > 0) {
            return true;
        }
        for (Quota quota : quotas()) {
            if (quota.least() > 0 && quota.counts(thing)) {
                return true;
            }
        }
        return false;
    }

    /** What is added to an item's log odds. */
    default double logBoost(int item, Things.Thing thing) {
        return 0;
    }

    default boolean isBanned(int item, Things.Thing thing) {
        return false;
    }

    default List<Quota> quotas() {
        return List.of();
    }

    /** A number that follows from what is ordered, the same on every node. */
    default long digest() {
        return 0;
    }
}
