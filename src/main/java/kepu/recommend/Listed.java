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
}
