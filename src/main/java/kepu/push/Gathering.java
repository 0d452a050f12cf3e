package kepu.push;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What nodes answer to one question, in any order; done when all have answered that were known, or when nobody waits for more. */
final class Gathering {
    private final Set<String> awaited;
    /** What came of nodes that have not said everything. */
    private final Map<String, Map<Integer, List<Long>>> parts = new HashMap<>();

    private final Map<String, List<Long>> whole = new HashMap<>();
    private final Promise<Map<String, List<Long>>> promise = Promise.promise();

    Gathering(Set<String> nodes) {
        awaited = new HashSet<>(nodes);
    }

    /** The answers of those who said everything in time. */
    Future<Map<String, List<Long>>> answers() {
        return promise.future();
    }

    /** Part {@code part} of {@code all}, from 1. */
    synchronized void take(String node, int part, int all, List<Long> ids) {
        if (whole.containsKey(node)) {
            return;
        }
        Map<Integer, List<Long>> known = parts.computeIfAbsent(node, fresh -> new HashMap<>());
        known.put(part, ids);
        if (known.size() == all) {
            List<Long> together = new ArrayList<>();
            parts.remove(node).values().forEach(together::addAll);
            whole.put(node, together);
            awaited.remove(node);
        }
        if (awaited.isEmpty()) {
            end();
        }
    }

    /** Waits no longer. Gives how many did not answer. */
    synchronized int end() {
        promise.tryComplete(Map.copyOf(whole));
        return awaited.size();
    }
}
