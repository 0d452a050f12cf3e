package kepu.bench.serve;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import kepu.bench.Figure;
import kepu.bench.Report;
import kepu.bench.load.Alternation;
import kepu.bench.load.BareServer;
import kepu.bench.load.Generator;
import kepu.bench.load.NginxServer;
import kepu.bench.load.Node;
import kepu.bench.load.Requests;

/**
 * Items by their ids over HTTP, beside a bare server that gives the same bytes; and pieces of a video by Range, beside nginx that sends the same
 * pieces of the same file. Blocking, for minutes.
 */
public final class ItemServing {
    /**
     * What is measured.
     *
     * @param video bytes of the file
     * @param piece bytes of one range of it
     */
    public record Size(int video, int piece, Alternation.Rounds rounds, String heap) {
        public Size {
            if (piece < 1 || video < piece) {
                throw new IllegalArgumentException("a piece is larger than the video");
            }
        }
    }

    private static final long SEED = 5109;
    private static final int CAPTURED = 256;
    private static final int PIECES = 1_000;
    private static final String VIDEO = "/media/" + "be7c".repeat(10) + ".mp4";
    private static final double ITEM = 0.8;
    private static final double MEDIA = 0.6;
    private static final double MEBIBYTE = 1 << 20;

    private final Size size;
    private final Path folder;
    private final Consumer<String> progress;
    private final SplittableRandom random;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private ItemServing(Size size, Path folder, Consumer<String> progress) {
        this.size = size;
        this.folder = folder;
        this.progress = progress;
        this.random = new SplittableRandom(SEED);
    }

    /** Measures on a populace, in a folder for what is written meanwhile. Ends every process that it started. */
    public static Report run(Size size, Populace populace, Generator generator, Path folder, Consumer<String> progress)
            throws IOException {
        return new ItemServing(size, folder, progress).run(populace, generator);
    }

    private Report run(Populace populace, Generator generator) throws IOException {
        Path data = Files.createDirectories(folder.resolve("node"));
        Path items = folder.resolve("items");
        Path pieces = folder.resolve("pieces");
        write(data.resolve(VIDEO.substring(1)));
        pieces(pieces);
        populace.ask(shuffled(populace.size()), populace.size().items(), items);
        try (Node node = Sides.start(data, size.heap(), populace, Map.of(), progress)) {
            Alternation alternation = new Alternation(generator, size.rounds(), progress);
            items(node, populace.size().items(), items, alternation);
            notes.add(alternation.check(items, folder));
            media(node, data, pieces, new Alternation(generator, size.rounds(), progress));
        }
        return new Report(figures, notes);
    }

    /** Each is asked for once before: what is measured are bytes that are ready, and not the making of them. */
    private void items(Node node, int count, Path items, Alternation alternation) throws IOException {
        alternation.once(Sides.ours(node, items), count);
        try (BareServer bare = BareServer.like(node.url().getPort(), items, CAPTURED, folder)) {
            figures.addAll(alternation.measure(
                    "item by id, %,d items in turn".formatted(count),
                    Sides.ours(node, items),
                    Sides.bare(bare, items),
                    ITEM));
        }
    }

    private void media(Node node, Path data, Path pieces, Alternation alternation) throws IOException {
        String figure =
                "%.2f MiB of a video of %.0f MiB by Range".formatted(size.piece() / MEBIBYTE, size.video() / MEBIBYTE);
        if (!NginxServer.isInstalled()) {
            notes.add("nginx is not installed (Debian: nginx-light): media have no reference.");
            figures.add(alternation.alone(figure, Sides.ours(node, pieces)));
            return;
        }
        try (NginxServer nginx = Nginx.start(folder.resolve("nginx"), data)) {
            figures.addAll(alternation.measure(
                    figure,
                    Sides.ours(node, pieces),
                    new Alternation.Side("nginx's sendfile of the same file", nginx.port(), pieces, nginx.processes()),
                    MEDIA));
        }
        notes.add("Media: " + alternation.generator());
    }

    /** Each item once, in no order, by the residents in turn. */
    private Populace.Asked shuffled(Populace.Size populace) {
        int items = populace.items();
        int[] order = new int[items];
        for (int i = 0; i < items; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i + 1;
        }
        return new Populace.Asked() {
            @Override
            public String path(int number) {
                return "/v1/items/item-" + order[number];
            }

            @Override
            public long resident(int number) {
                return 1L + number % populace.residents();
            }
        };
    }

    private void write(Path video) throws IOException {
        Files.createDirectories(video.getParent());
        byte[] block = new byte[1 << 16];
        try (OutputStream out = Files.newOutputStream(video)) {
            for (int left = size.video(); left > 0; left -= block.length) {
                random.nextBytes(block);
                out.write(block, 0, Math.min(left, block.length));
            }
        }
    }

    private void pieces(Path file) throws IOException {
        try (Requests requests = Requests.into(file)) {
            for (int i = 0; i < PIECES; i++) {
                int first = random.nextInt(size.video() - size.piece() + 1);
                requests.get(VIDEO, Map.of("range", "bytes=%d-%d".formatted(first, first + size.piece() - 1)));
            }
        }
    }
}
