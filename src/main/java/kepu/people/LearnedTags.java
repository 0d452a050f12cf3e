package kepu.people;

import io.vertx.core.Future;
import java.util.Map;
import kepu.base.Topic;

/** What was learned of a resident from what they did. */
public interface LearnedTags {
    /**
     * The topics that the resident turned to and how much of what they did was about each (0 to 1). Never one that the resident
     * deleted; nothing while personalisation is off.
     */
    Future<Map<Topic, Double>> of(long resident);
}
