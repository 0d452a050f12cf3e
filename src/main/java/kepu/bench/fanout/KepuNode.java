package kepu.bench.fanout;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kepu.bench.load.Node;

/** Nodes that let everything through. */
final class KepuNode {
    static final int HEARTBEAT_SECONDS = 20;

    private static final String TOKEN_MINUTES = "60";
    private static final String MOST_LINES = "1000000";
    /** An operator's push needs no second person up to here. */
    private static final String APPROVAL_REACH = "10000000";

    /**
     * Everybody is told of every round, at any time of day, though it is the same item: as many frames as nchan sends. And no line is turned
     * away while all of them open at once on a node that has just started.
     */
    private static final Map<String, String> UNGOVERNED = Map.of(
            "KEPU_HTTP_OVERLOAD_DELAY_MILLIS", "60000",
            "KEPU_GOVERNOR_DAILY", "1000000",
            "KEPU_GOVERNOR_TOPIC_WEEKLY", "1000000",
            "KEPU_GOVERNOR_QUIET_FROM", "",
            "KEPU_GOVERNOR_DUPLICATE_DAYS", "0");

    private KepuNode() {}

    /** Starts one in a folder for its data and its log, with a heap such as {@code 1g}. */
    static Node start(Path folder, String heap, World world) throws IOException {
        Map<String, String> environment = new HashMap<>(UNGOVERNED);
        environment.putAll(Map.of(
                "KEPU_DATABASE_URL", world.databaseUrl(),
                "KEPU_PEOPLE_SECRET", world.secret(),
                "KEPU_PEOPLE_TOKEN_MINUTES", TOKEN_MINUTES,
                "KEPU_HTTP_CONNECTIONS", MOST_LINES,
                "KEPU_PUSH_CONNECTIONS", MOST_LINES,
                "KEPU_PUSH_HEARTBEAT_SECONDS", Integer.toString(HEARTBEAT_SECONDS),
                "KEPU_PUSH_APPROVAL_REACH", APPROVAL_REACH));
        return Node.start(folder, heap, environment);
    }
}
