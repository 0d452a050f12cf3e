package kepu.recommend;

import java.util.Arrays;
import kepu.people.Resident;
import kepu.recommend.model.Model;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Orders;
import kepu.recommend.release.Choice;
import org.jspecify.annotations.Nullable;

/**
 * What decided a list, as this node had it in memory when the list was made; {@link Standing} says whether it still is so.
 *
 * @param resident null for those of whom only a region is known
 * @param edition of the history
 * @param choice which versions serve them; for a region, that nothing was chosen
 * @param released the version that serves where nothing was chosen
 */
record Stamp(
        @Nullable Resident resident,
        @Nullable History history,
        int edition,
        Choice<Model> choice,
        Model released,
        Worlds.Moment moment,
        Orders orders,
        Pushes pushes,
        long atMillis) {
    /** What had been pushed to the person. When something went out to anybody it is looked at again whether it was to them. */
    static final class Pushes {
        private final int[] items;
        private volatile long edition;

        Pushes(int[] items, long edition) {
            this.items = items;
            this.edition = edition;
        }

        boolean isAsOf(long now) {
            return edition == now;
        }

        /** Whether these are still the items; then they are so as of that edition. */
        boolean isStill(int[] found, long now) {
            boolean same = Arrays.equals(items, found);
            if (same) {
                edition = now;
            }
            return same;
        }

        int[] items() {
            return items;
        }
    }
}
