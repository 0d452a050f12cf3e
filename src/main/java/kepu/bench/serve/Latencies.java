package kepu.bench.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import kepu.bench.Figure;
import kepu.bench.load.Alternation;
import kepu.bench.load.Ask;
import kepu.bench.load.FixedRate;
import kepu.bench.load.Kind;
import kepu.bench.load.Measured;

/** How long answers take at a fixed rate, from the moments that requests were meant for, of two sides in turn; on event loops of our own process. */
final class Latencies {
    private static final int OK = 200;
    private static final int LOOPS = 1;
    private static final int MOST_ROUNDS = 3;
    private static final long SEED = 5109;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final String path;
    private final List<String> tokens;
    private final Alternation.Rounds rounds;
    private final Consumer<String> progress;
    private String sender = "";

    /** Asks for a path with tokens drawn at random. */
    Latencies(String path, List<String> tokens, Alternation.Rounds rounds, Consumer<String> progress) {
        this.path = path;
        this.tokens = tokens;
        this.rounds = rounds;
        this.progress = progress;
    }

    List<Figure> measure(String figure, double perSecond, Alternation.Side ours, Alternation.Side reference) {
        List<Measured> our = new ArrayList<>();
        List<Measured> their = new ArrayList<>();
        for (int round = 0; round < Math.min(MOST_ROUNDS, rounds.rounds()); round++) {
            their.add(run(reference, perSecond));
            our.add(run(ours, perSecond));
            progress.accept("%s: p99 %.2f ms, %s %.2f ms"
                    .formatted(
                            figure,
                            our.getLast().all().p99(),
                            reference.name(),
                            their.getLast().all().p99()));
        }
        sender = "at a fixed rate on an event loop of the bench; in the last round "
                + our.getLast().pacer().text()
                + (our.stream().allMatch(Measured::isSenderOnTime)
                        ? "."
                        : ". **It was late**: the latencies are its own in part.");
        return List.of(
                beside(figure + ", p50", our, their, measured -> measured.all().p50()),
                beside(figure + ", p99", our, their, measured -> measured.all().p99()),
                beside(
                        figure + ", p99.9",
                        our,
                        their,
                        measured -> measured.all().p999()));
    }

    /** How the sender did. */
    String sender() {
        return sender;
    }

    private Measured run(Alternation.Side side, double perSecond) {
        int seconds = rounds.effort().seconds();
        Measured measured = new FixedRate(
                        new FixedRate.Target(
                                "127.0.0.1", side.port(), rounds.effort().connections(), LOOPS, TIMEOUT),
                        new FixedRate.Rate(perSecond, Duration.ofSeconds(1), Duration.ofSeconds(seconds)),
                        List.of(Kind.answered(
                                "feed", 1, OK, random -> Ask.get(path, tokens.get(random.nextInt(tokens.size()))))),
                        SEED)
                .run(told -> {});
        if (measured.errors() > 0) {
            throw new IllegalStateException("%s: %,d errors".formatted(side.name(), measured.errors()));
        }
        return measured;
    }

    private static Figure beside(
            String figure, List<Measured> our, List<Measured> their, ToDoubleFunction<Measured> of) {
        return Figure.beside(
                figure,
                "ms",
                our.stream().mapToDouble(of).toArray(),
                their.stream().mapToDouble(of).toArray());
    }
}
