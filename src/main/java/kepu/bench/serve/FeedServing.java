package kepu.bench.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import kepu.bench.Figure;
import kepu.bench.Report;
import kepu.bench.load.Alternation;
import kepu.bench.load.BareServer;
import kepu.bench.load.Generator;
import kepu.bench.load.Node;

/**
 * Feeds of 20 cards over HTTP, beside a bare server that gives the same bytes: warm, when the same residents look again, and cold, when each
 * request is another resident's and nothing was prepared. Blocking, for minutes.
 */
public final class FeedServing {
    /**
     * What is measured.
     *
     * @param warmResidents who look again and again
     * @param heap of the node, such as {@code 2g}
     */
    public record Size(int warmResidents, Alternation.Rounds rounds, String heap) {}

    private static final String FEED = "/v1/feed?size=20";
    /** Answers of the project that the bare server gives in turn. */
    private static final int CAPTURED = 64;

    /** No feed is served again, and none is made before it is asked for. */
    private static final Map<String, Object> UNPREPARED = Map.of("feed.warmMinutes", 0, "feed.preparedResidents", 0);

    /** Of what the node answers at most, for its latency. */
    private static final double SHARE = 0.5;

    private static final double WARM = 0.7;
    private static final double COLD = 0.15;

    private final Size size;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private FeedServing(Size size, Path folder, Consumer<String> progress) {
        this.size = size;
        this.folder = folder;
        this.progress = progress;
    }

    /** Measures on a populace, in a folder for what is written meanwhile. Ends every process that it started. */
    public static Report run(Size size, Populace populace, Generator generator, Path folder, Consumer<String> progress)
            throws IOException {
        return new FeedServing(size, folder, progress).run(populace, generator);
    }

    private Report run(Populace populace, Generator generator) throws IOException {
        int residents = populace.size().residents();
        Path everybody = folder.resolve("everybody");
        Path some = folder.resolve("some");
        progress.accept("tokens of %,d residents".formatted(residents));
        populace.ask(Populace.Asked.by(residents, FEED), residents, everybody);
        populace.ask(Populace.Asked.by(size.warmResidents(), FEED), size.warmResidents(), some);
        Alternation alternation = new Alternation(generator, size.rounds(), progress);
        warm(populace, alternation, some);
        cold(populace, alternation, everybody);
        notes.add(alternation.check(some, folder));
        notes.add("%,d residents with %d opened items each, %,d items, a forest of 60 trees; heap of the node %s."
                .formatted(residents, populace.size().history(), populace.size().items(), size.heap()));
        return new Report(figures, notes);
    }

    private void warm(Populace populace, Alternation alternation, Path some) throws IOException {
        try (Node node = Sides.start(folder.resolve("warm"), size.heap(), populace, Map.of(), progress);
                BareServer bare = bare(node, some)) {
            figures.addAll(alternation.measure(
                    "warm feed of 20 cards, %,d residents again and again".formatted(size.warmResidents()),
                    Sides.ours(node, some),
                    Sides.bare(bare, some),
                    WARM));
            Latencies latencies = new Latencies(FEED, populace.tokens(size.warmResidents()), size.rounds(), progress);
            double rate = figures.getFirst().value() * SHARE;
            figures.addAll(latencies.measure(
                    "warm feed at %,.0f/s".formatted(rate), rate, Sides.ours(node, some), Sides.bare(bare, some)));
            notes.add("Latency: " + latencies.sender());
        }
    }

    /** Everybody is asked for once before, so that profiles, histories and tokens are in memory; the feeds themselves are not kept ready. */
    private void cold(Populace populace, Alternation alternation, Path everybody) throws IOException {
        try (Node node = Sides.start(folder.resolve("cold"), size.heap(), populace, UNPREPARED, progress);
                BareServer bare = bare(node, everybody)) {
            double first = alternation.once(
                    Sides.ours(node, everybody), populace.size().residents());
            figures.add(Figure.alone("first feed of everybody: token, profile and history are new", "1/s", first));
            figures.addAll(alternation.measure(
                    "cold feed of 20 cards, each another of %,d residents"
                            .formatted(populace.size().residents()),
                    Sides.ours(node, everybody),
                    Sides.bare(bare, everybody),
                    COLD));
        }
    }

    private BareServer bare(Node node, Path requests) throws IOException {
        return BareServer.like(node.url().getPort(), requests, CAPTURED, folder);
    }
}
