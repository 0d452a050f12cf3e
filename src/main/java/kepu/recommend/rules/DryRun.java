package kepu.recommend.rules;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import kepu.region.RegionCode;

/** Shows what rules would change, before they are in force. */
public interface DryRun {
    /**
     * A person whose feed would change: who, without anything that names them (see {@link Sample#who}), the ids of the items before and
     * after, what each change comes from, and the titles of all these items by id.
     */
    record Change(String who, List<String> before, List<String> after, List<String> why, Map<String, String> titles) {
        public Change {
            before = List.copyOf(before);
            after = List.copyOf(after);
            why = List.copyOf(why);
            titles = Map.copyOf(titles);
        }
    }

    /** Compares feeds under the live rules and under {@code proposed} for a sample of {@code residents} people of a scope. */
    Future<List<Change>> run(RuleSet proposed, RegionCode scope, int residents);
}
