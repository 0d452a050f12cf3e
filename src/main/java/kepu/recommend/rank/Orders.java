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

    /** What is added to an item's log odds. */
    double logBoost(int item, Things.Thing thing);

    boolean isBanned(int item, Things.Thing thing);

    List<Quota> quotas();
}
