package kepu.bench.fanout;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import kepu.bench.Figure;
import kepu.bench.Report;
import kepu.bench.load.OpenFiles;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to tell everybody who is connected of a publication, beside nginx with nchan telling as many, by the same readers, in
 * rounds that take turns; and what lines take that only wait. Both servers are processes of their own on the loopback interface.
 * Blocking, for minutes; Linux only.
 */
public final class FanoutBench {
    /**
     * What is measured.
     *
     * @param clients lines of each server that are told
     * @param warmUp rounds before, not counted
     * @param rounds that count
     * @param idle lines that only wait; 0: none
     * @param heap of each of our nodes, such as {@code 1g}
     */
    public record Size(int clients, int warmUp, int rounds, int idle, String heap) {
        public Size {
            if (clients < 1 || warmUp < 0 || rounds < 1 || idle < 0) {
                throw new IllegalArgumentException("nobody to tell");
            }
        }
    }

    private static final int OUR_NETWORK = 1;
    private static final int THEIR_NETWORK = 2;

    private final Size size;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Figure> figures = new ArrayList<>();

    private FanoutBench(Size size, Path folder, Consumer<String> progress) {
        this.size = size;
        this.folder = folder;
        this.progress = progress;
    }

    /** Measures in an empty folder. Ends every process that it started. */
    public static Report run(Size asked, Path folder, Consumer<String> progress) throws IOException, SQLException {
        return new FanoutBench(fitting(asked, progress), folder, progress).run();
    }

    /** As many lines as one node may open. */
    private static Size fitting(Size asked, Consumer<String> progress) throws IOException {
        int most = OpenFiles.connections();
        if (asked.clients() <= most) {
            return asked;
        }
        progress.accept(
                "a process may open %,d files here: %,d lines instead of %,d. For all: ulimit -n %d (as root, in the shell before), or LimitNOFILE of the service"
                        .formatted(OpenFiles.limit(), most, asked.clients(), asked.clients() + 1_000));
        return new Size(most, asked.warmUp(), asked.rounds(), asked.idle(), asked.heap());
    }

    private Report run() throws IOException, SQLException {
        progress.accept("%,d residents and their tokens".formatted(size.clients()));
        try (World world = World.make(folder, size.clients())) {
            boolean beside = Nchan.isInstalled();
            if (!beside) {
                progress.accept(
                        "nginx with nchan is not installed (Debian: nginx-light, libnginx-mod-nchan): no reference");
            }
            told(world, beside);
            if (size.idle() > 0) {
                figures.addAll(new IdleLines(size.idle(), size.heap(), folder, progress).measure(world, beside));
            }
        }
        return new Report(figures);
    }

    private void told(World world, boolean beside) throws IOException {
        progress.accept("starting a node with a heap of " + size.heap());
        try (Kepu kepu = new Kepu(KepuNode.start(folder.resolve("node"), size.heap(), world), world)) {
            progress.accept("opening %,d lines".formatted(size.clients()));
            try (Crowd ours = Crowd.open(kepu.lines(size.clients()), OUR_NETWORK)) {
                // the first publication shows what nchan is to send
                Round.run(1, kepu, ours, Round.Watched.of(kepu, List.of(), ours));
                if (!beside) {
                    take(world, kepu, ours, null, null);
                    return;
                }
                IntFunction<String> message = message(kepu.published());
                Path at = Files.createDirectories(folder.resolve("nginx"));
                try (Nchan nchan = Nchan.start(at, Runtime.getRuntime().availableProcessors(), message)) {
                    progress.accept("opening %,d lines of nginx".formatted(size.clients()));
                    try (Crowd theirs = Crowd.open(nchan.lines(size.clients()), THEIR_NETWORK)) {
                        Round.run(1, nchan, theirs, Round.Watched.of(nchan, List.of(), theirs));
                        take(world, kepu, ours, nchan, theirs);
                    }
                }
            }
        }
    }

    /** What the hub sent, with the mark of another round. */
    private static IntFunction<String> message(String published) {
        return round -> published.replace(Mark.of(1), Mark.of(round));
    }

    private void take(World world, Broadcaster kepu, Crowd ours, @Nullable Broadcaster nchan, @Nullable Crowd theirs)
            throws IOException {
        Round.Watched watched = Round.Watched.of(kepu, world.database(), ours);
        Round.Watched beside = nchan == null || theirs == null ? watched : Round.Watched.of(nchan, List.of(), theirs);
        List<Round> our = new ArrayList<>();
        List<Round> their = new ArrayList<>();
        progress.accept("%d rounds to warm up, and %d".formatted(size.warmUp(), size.rounds()));
        for (int round = 2; round < 2 + size.warmUp() + size.rounds(); round++) {
            boolean counts = round >= 2 + size.warmUp();
            Round mine = Round.run(round, kepu, ours, watched);
            if (counts) {
                our.add(mine);
            }
            if (nchan != null && theirs != null) {
                Round other = Round.run(round, nchan, theirs, beside);
                if (counts) {
                    their.add(other);
                }
            }
        }
        ours.requireSound();
        if (theirs != null) {
            theirs.requireSound();
        }
        figures(our, their);
    }

    private void figures(List<Round> our, List<Round> their) {
        String to = "%,d lines: ".formatted(size.clients());
        spread(to + "from the request to the last receipt", our, their, Round::fromAsked);
        spread(to + "from the first receipt to the last", our, their, Round::fromFirst);
        figures.add(
                withoutRatio(figure(to + "from the answer to the last receipt, p50", our, their, Round::fromAnswer)));
        figures.add(Stretches.figure(to + "CPU of the server a round", our, their, Round::cpu));
        figures.add(Stretches.figure(to + "CPU of our database a round", our, List.of(), Round::databaseCpu));
        figures.add(Stretches.figure(to + "CPU of the readers a round", our, their, Round::readersCpu));
        figures.add(Figure.alone(to + "publications told to everybody, each once", "", our.size()));
    }

    private void spread(String name, List<Round> our, List<Round> their, ToDoubleFunction<Round> of) {
        figures.add(figure(name + ", p50", our, their, of));
        figures.add(Quantile.figure(name + ", p99", "ms", 0.99, values(our, of), values(their, of)));
    }

    private static Figure figure(String name, List<Round> our, List<Round> their, ToDoubleFunction<Round> of) {
        return their.isEmpty()
                ? Figure.alone(name, "ms", values(our, of))
                : Figure.beside(name, "ms", values(our, of), values(their, of));
    }

    /** Of times that may be below nothing. */
    private static Figure withoutRatio(Figure figure) {
        return new Figure(figure.figure(), figure.unit(), figure.value(), figure.reference(), null);
    }

    private static double[] values(List<Round> rounds, ToDoubleFunction<Round> of) {
        return rounds.stream().mapToDouble(of).toArray();
    }
}
