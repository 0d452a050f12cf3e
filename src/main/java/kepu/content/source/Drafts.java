package kepu.content.source;

import io.vertx.core.Future;
import kepu.people.Caller;

/** Takes what came in from outside to the first stage of review. */
public interface Drafts {
    /**
     * Makes a draft and gives the id of its item. The same {@code origin} and {@code key} again give the same item, so that who does not
     * know whether it was done does it again.
     */
    Future<String> add(Caller.OfStaff by, Proposal proposal, String origin, String key);
}
