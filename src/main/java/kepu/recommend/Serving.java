package kepu.recommend;

import java.util.List;
import java.util.Optional;
import kepu.recommend.model.Model;
import kepu.recommend.release.Choice;

/** Which versions of the model serve whom. Any thread, without waiting. */
public interface Serving {
    /** What serves a resident of a village (12 digits). */
    Choice<Model> forResident(long resident, long village);

    /** What serves everybody of whom nothing is known. */
    Model released();

    /** A version that runs along unseen. */
    Optional<Model> shadow();

    /** Every version that serves somebody or runs along. */
    List<Model> all();
}
