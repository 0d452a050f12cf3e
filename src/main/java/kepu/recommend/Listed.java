package kepu.recommend;

import java.util.Collections;
import java.util.List;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Placed;

/** Places, and by which version each was filled. */
record Listed(List<Placed> places, List<Model> models) {
    Listed(List<Placed> places, Model model) {
        this(places, Collections.nCopies(places.size(), model));
    }

    /**
     * Some places of a list, one after the other.
     *
     * @param end the number of the place behind them
     * @param all how many places the list has
     */
    record Part(Listed listed, int end, int all) {}

    /** The places from {@code from} on, at most {@code size}. */
    Part part(int from, int size) {
        int start = Math.min(from, places.size());
        int end = Math.min(start + size, places.size());
        return new Part(new Listed(places.subList(start, end), models.subList(start, end)), end, places.size());
    }
}
