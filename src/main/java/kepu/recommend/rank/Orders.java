package kepu.recommend.rank;

import java.util.List;
import kepu.recommend.log.Things;

/** What operators ordered for feeds of one kind of person at one time: pins, boosts, bans, quotas. */
public interface Orders {
    /** How many of what may or must be among any ten places. */
    interface Quota {
        boolean counts(Things.Thing thing);

        /** At least so many of any ten, as long as there are candidates. */
        int least();

        /** At most so many of any ten, as long as there are others. */
        int most();
    }

    Orders NONE = new Orders() {
        @Override
        public int[] pinned() {
            return NO_ITEMS;
        }

        @Override
        public int[] sought() {
            return NO_ITEMS;
        }

        @Override
        public boolean isSeeking() {
            return false;
        }

        @Override
        public double logBoost(int item, Things.Thing thing) {
            return 0;
        }

        @Override
        public boolean isBanned(int item, Things.Thing thing) {
            return false;
        }

        @Override
        public List<Quota> quotas() {
            return List.of();
        }
    };

    int[] NO_ITEMS = {};

    /** The items pinned to the first, second … place; -1 where none is. */
    int[] pinned();

    /** Items that must be among the candidates, wherever they will stand. */
    int[] sought();

    /** Whether {@link #seeks} can hold of anything. */
    boolean isSeeking();

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
    double logBoost(int item, Things.Thing thing);

    boolean isBanned(int item, Things.Thing thing);

    List<Quota> quotas();
}
