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
import kepu.bench.load.Generator;
import kepu.bench.load.Node;
import kepu.bench.load.Usage;

/**
 * The memory of a node that serves: before anybody came, and after so many residents and then so many more looked at their feeds, so that their
 * tokens, profiles and histories are in memory. Blocking, for minutes; Linux only.
 */
public final class MemoryServing {
    /**
     * What is measured.
     *
     * @param steps residents who have come, fewest first; no more than there are
     */
    public record Size(List<Integer> steps, Alternation.Rounds rounds, String heap) {
        public Size {
            steps = steps.stream().sorted().distinct().toList();
            if (steps.isEmpty() || steps.getFirst() < 1) {
                throw new IllegalArgumentException("nobody comes");
            }
        }
    }

    private static final String FEED = "/v1/feed?size=20";
    private static final double MEBIBYTE = 1 << 20;

    private final Size size;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Figure> figures = new ArrayList<>();

    private MemoryServing(Size size, Path folder, Consumer<String> progress) {
        this.size = size;
        this.folder = folder;
        this.progress = progress;
    }

    /** Measures on a populace, in a folder for what is written meanwhile. Ends every process that it started. */
    public static Report run(Size size, Populace populace, Generator generator, Path folder, Consumer<String> progress)
            throws IOException {
        return new MemoryServing(size, folder, progress).run(populace, generator);
    }

    /** Bytes that live on the heap, and that the process holds. */
    private record Memory(long heap, long resident) {
        static Memory of(Node node) throws IOException {
            long live = node.collect();
            return new Memory(live, Usage.memory(List.of(node.process())));
        }
    }

    private Report run(Populace populace, Generator generator) throws IOException {
        try (Node node = Sides.start(folder.resolve("node"), size.heap(), populace, Map.of(), progress)) {
            Memory before = Memory.of(node);
            add("nobody has come", before);
            Alternation alternation = new Alternation(generator, size.rounds(), progress);
            int came = 0;
            for (int residents : size.steps()) {
                come(populace, node, alternation, came, residents);
                came = residents;
                grown(before, Memory.of(node), residents);
            }
        }
        return new Report(
                figures,
                List.of(
                        "The database holds %,d residents with %d opened items each and %,d items; -Xmx%s of the node. The heap is what lives after a collection, resident memory what the process holds then (Pss)."
                                .formatted(
                                        populace.size().residents(),
                                        populace.size().history(),
                                        populace.size().items(),
                                        size.heap())));
    }

    /** Those who have not come yet look at their feeds. */
    private void come(Populace populace, Node node, Alternation alternation, int from, int to) throws IOException {
        Path requests = folder.resolve("requests-" + to);
        progress.accept("tokens of %,d residents".formatted(to - from));
        populace.ask(
                new Populace.Asked() {
                    @Override
                    public String path(int number) {
                        return FEED;
                    }

                    @Override
                    public long resident(int number) {
                        return from + 1L + number;
                    }
                },
                to - from,
                requests);
        alternation.once(Sides.ours(node, requests), to - from);
    }

    private void add(String when, Memory memory) {
        figures.add(Figure.alone("heap, " + when, "MiB", memory.heap() / MEBIBYTE));
        figures.add(Figure.alone("resident memory, " + when, "MiB", memory.resident() / MEBIBYTE));
        progress.accept("%s: heap %.0f MiB, resident %.0f MiB"
                .formatted(when, memory.heap() / MEBIBYTE, memory.resident() / MEBIBYTE));
    }

    private void grown(Memory before, Memory after, int residents) {
        String when = "%,d residents have come".formatted(residents);
        add(when, after);
        figures.add(Figure.alone(
                "bytes a resident on the heap, " + when, "B", (double) (after.heap() - before.heap()) / residents));
    }
}
