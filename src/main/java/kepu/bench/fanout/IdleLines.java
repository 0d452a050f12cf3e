package kepu.bench.fanout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import kepu.bench.Figure;
import kepu.bench.load.Node;
import kepu.bench.load.OpenFiles;
import kepu.bench.load.Usage;

/**
 * What lines take that are open and wait: memory of the servers and of the kernel before and after. When a process may not open so many
 * files there are several nodes on one database, and as many more workers of nginx.
 */
final class IdleLines {
    private static final int OUR_NETWORK = 3;
    private static final int THEIR_NETWORK = 43;
    private static final int WARM_UP_NETWORK = 83;
    /** Lines that open and close before, so that what is made once for all does not count. */
    private static final int WARM_UP = 2_000;
    /** Ends of a connection, both on this machine. */
    private static final int ENDS = 2;

    private static final double MEBIBYTE = 1 << 20;

    private final int lines;
    private final String heap;
    private final Path folder;
    private final Consumer<String> progress;

    IdleLines(int lines, String heap, Path folder, Consumer<String> progress) {
        this.lines = lines;
        this.heap = heap;
        this.folder = folder;
        this.progress = progress;
    }

    /** Memory that servers hold, and the kernel, in bytes; and what of it lives on the heaps of our nodes. */
    private record Memory(long servers, long kernel, long heap) {}

    private record Growth(Memory before, Memory after) {}

    List<Figure> measure(World world, boolean beside) throws IOException {
        int processes = (lines + OpenFiles.connections() - 1) / OpenFiles.connections();
        if (processes > 1) {
            progress.accept(
                    "a process may open %,d files here: %,d idle lines need %d nodes. For one: ulimit -n %d (as root, in the shell before)"
                            .formatted(OpenFiles.limit(), lines, processes, lines + 1_000));
        }
        List<Figure> figures = new ArrayList<>();
        Growth ours = ours(world, processes);
        String name = "%,d idle lines%s, -Xmx%s: "
                .formatted(lines, processes > 1 ? " on %d nodes".formatted(processes) : "", heap);
        if (beside) {
            Growth theirs = theirs(Math.max(processes, Runtime.getRuntime().availableProcessors()));
            add(figures, name + "memory of a connection", "B", bytes(ours), bytes(theirs));
            add(figures, name + "memory of the servers before", "MiB", before(ours), before(theirs));
            add(figures, name + "memory of the servers after", "MiB", after(ours), after(theirs));
            add(figures, name + "kernel's memory of a server's end", "B", kernel(ours), kernel(theirs));
        } else {
            figures.add(Figure.alone(name + "memory of a connection", "B", bytes(ours)));
            figures.add(Figure.alone(name + "memory of the servers before", "MiB", before(ours)));
            figures.add(Figure.alone(name + "memory of the servers after", "MiB", after(ours)));
            figures.add(Figure.alone(name + "kernel's memory of a server's end", "B", kernel(ours)));
        }
        figures.add(Figure.alone(
                name + "of a connection, live on the heap",
                "B",
                (double) (ours.after().heap() - ours.before().heap()) / lines));
        return figures;
    }

    private static void add(List<Figure> figures, String name, String unit, double our, double their) {
        figures.add(Figure.beside(name, unit, new double[] {our}, new double[] {their}));
    }

    private Growth ours(World world, int processes) throws IOException {
        List<Node> nodes = new ArrayList<>();
        try {
            List<Crowd.Lines> each = new ArrayList<>();
            for (int i = 0; i < processes; i++) {
                progress.accept("starting node %d of %d".formatted(i + 1, processes));
                Node node = KepuNode.start(folder.resolve("idle-node-" + (i + 1)), heap, world);
                nodes.add(node);
                int share = lines * (i + 1) / processes - lines * i / processes;
                each.add(new Crowd.Lines(node.url().getPort(), share, world.requests()));
            }
            return grown(each, OUR_NETWORK, nodes.stream().map(Node::process).toList(), () -> {
                long live = 0;
                for (Node node : nodes) {
                    live += node.collect();
                }
                return live;
            });
        } finally {
            nodes.forEach(Node::close);
        }
    }

    private Growth theirs(int workers) throws IOException {
        Path at = Files.createDirectories(folder.resolve("idle-nginx"));
        try (Nchan nchan = Nchan.start(at, workers, round -> "")) {
            return grown(List.of(nchan.lines(lines)), THEIR_NETWORK, nchan.processes(), () -> 0);
        }
    }

    private interface Collecting {
        /** Gives the bytes that live. */
        long collect() throws IOException;
    }

    private Growth grown(List<Crowd.Lines> each, int network, List<ProcessHandle> servers, Collecting garbage)
            throws IOException {
        for (int i = 0; i < each.size(); i++) {
            Crowd.Lines warming = each.get(i);
            int some = Math.min(WARM_UP, warming.lines());
            Crowd.open(new Crowd.Lines(warming.port(), some, warming.requests()), WARM_UP_NETWORK + i)
                    .close();
        }
        long live = garbage.collect();
        List<ProcessHandle> all = Usage.trees(servers);
        Memory before = new Memory(Usage.memory(all), Usage.kernelMemory(), live);
        List<Crowd> crowds = new ArrayList<>();
        try {
            progress.accept("opening %,d lines".formatted(lines));
            for (int i = 0; i < each.size(); i++) {
                crowds.add(Crowd.open(each.get(i), network + i));
            }
            long living = garbage.collect();
            Memory after = new Memory(Usage.memory(all), Usage.kernelMemory(), living);
            crowds.forEach(Crowd::requireSound);
            return new Growth(before, after);
        } finally {
            crowds.forEach(Crowd::close);
        }
    }

    private double bytes(Growth growth) {
        return (double) (growth.after().servers() - growth.before().servers()) / lines;
    }

    private double kernel(Growth growth) {
        return (double) (growth.after().kernel() - growth.before().kernel()) / lines / ENDS;
    }

    private static double before(Growth growth) {
        return growth.before().servers() / MEBIBYTE;
    }

    private static double after(Growth growth) {
        return growth.after().servers() / MEBIBYTE;
    }
}
