package kepu.bench.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kepu.bench.load.Alternation;
import kepu.bench.load.BareServer;
import kepu.bench.load.Node;

/** Who answers in turn. */
final class Sides {
    private static final Duration SETTLING = Duration.ofMinutes(10);

    private Sides() {}

    /** A node on a populace that has settled. */
    static Node start(
            Path data, String heap, Populace populace, Map<String, Object> settings, Consumer<String> progress)
            throws IOException {
        progress.accept("starting a node");
        Node node = Node.start(Files.createDirectories(data), heap, populace.environment(settings));
        progress.accept("it serves; waiting until it has settled");
        return node.settled(SETTLING);
    }

    static Alternation.Side ours(Node node, Path requests) {
        return new Alternation.Side("kepu", node.url().getPort(), requests, List.of(node.process()));
    }

    static Alternation.Side bare(BareServer bare, Path requests) {
        return new Alternation.Side("a bare server with the same bytes", bare.port(), requests, bare.processes());
    }
}
