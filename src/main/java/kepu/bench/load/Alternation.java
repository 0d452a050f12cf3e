package kepu.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import kepu.bench.Figure;

/**
 * Measures a program and its reference in turn under the same load, and watches that it is them which are measured and not the generator.
 */
public final class Alternation {
    /**
     * How often each side has its turn; turns of the warm-up do not count. There are as many as said, and up to five times
     * as many while the program that is measured still becomes faster.
     */
    public record Rounds(int warmUp, int rounds, Generator.Effort effort) {
        public Rounds {
            if (rounds < 1 || warmUp < 0) {
                throw new IllegalArgumentException("nothing to measure");
            }
        }
    }

    /**
     * One that answers.
     *
     * @param processes whose processor time is its own
     */
    public record Side(String name, int port, Path requests, List<ProcessHandle> processes) {}

    /** A generator busier than this share of its threads may be what is measured. */
    private static final double BUSY = 0.9;
    /** A turn that is faster than any before by more than this share shows a program that is still warming up. */
    private static final double FASTER = 0.03;

    private static final int MOST_WARM_UP = 5;
    /** Turns in a row without an answer. */
    private static final int MOST_IDLE = 10;

    private final Generator generator;
    private final Rounds rounds;
    private final Consumer<String> progress;
    private long sent;
    private double busiest;
    private double fastest;

    public Alternation(Generator generator, Rounds rounds, Consumer<String> progress) {
        this.generator = generator;
        this.rounds = rounds;
        this.progress = progress;
    }

    /** The figures of answers a second: beside the reference, and what a request took of the processors. */
    public List<Figure> measure(String figure, Side ours, Side reference, double reach) throws IOException {
        double[] our = new double[rounds.rounds()];
        double[] their = new double[rounds.rounds()];
        double[] ourCpu = new double[rounds.rounds()];
        double[] theirCpu = new double[rounds.rounds()];
        warmUp(figure, ours, reference);
        for (int round = 0; round < rounds.rounds(); round++) {
            Taken other = taken(reference);
            Taken own = taken(ours);
            tell(figure + ", round " + (round + 1) + " of " + rounds.rounds(), own, reference.name(), other);
            our[round] = own.turn().perSecond();
            their[round] = other.turn().perSecond();
            ourCpu[round] = own.microsAnAnswer();
            theirCpu[round] = other.microsAnAnswer();
        }
        return List.of(
                Figure.rate(figure + ", beside " + reference.name(), "1/s", our, their)
                        .reaching(reach),
                Figure.beside(figure + ": processor time of the server an answer", "µs", ourCpu, theirCpu));
    }

    private void warmUp(String figure, Side ours, Side reference) throws IOException {
        double best = 0;
        boolean faster = true;
        for (int round = 0; round < rounds.warmUp() || faster && round < rounds.warmUp() * MOST_WARM_UP; round++) {
            Taken other = taken(reference);
            Taken own = taken(ours);
            tell(figure + ", warming up", own, reference.name(), other);
            faster = own.turn().perSecond() > best * (1 + FASTER);
            best = Math.max(best, own.turn().perSecond());
        }
    }

    private void tell(String what, Taken own, String reference, Taken other) {
        double our = own.turn().perSecond();
        double their = other.turn().perSecond();
        progress.accept("%s: %,.0f/s, %s %,.0f/s (%.2f)".formatted(what, our, reference, their, our / their));
    }

    /** The answers a second of one that has no reference. */
    public Figure alone(String figure, Side ours) throws IOException {
        double[] our = new double[rounds.rounds()];
        for (int round = -rounds.warmUp(); round < rounds.rounds(); round++) {
            double perSecond = taken(ours).turn().perSecond();
            progress.accept("%s: %,.0f/s".formatted(figure, perSecond));
            if (round >= 0) {
                our[round] = perSecond;
            }
        }
        return Figure.alone(figure, "1/s", our);
    }

    /** Sends all of a side's requests, however long it takes, and gives the answers a second. Those that go before are sent again. */
    public double once(Side side, long requests) throws IOException {
        long begun = sent;
        double seconds = 0;
        for (int idle = 0; sent - begun < requests && idle < MOST_IDLE; idle++) {
            Turn turn = turn(side);
            seconds += turn.seconds();
            idle = turn.answers() > 0 ? 0 : idle;
            progress.accept("%,d of %,d asked once".formatted(Math.min(requests, sent - begun), requests));
        }
        if (sent - begun < requests) {
            throw new IOException(side.name() + " does not answer");
        }
        return (sent - begun) / seconds;
    }

    /**
     * Lets the same generator ask a bare server that answers two bytes, for what it can at most, and says whether it was the bottleneck.
     *
     * @param requests any that it asked before
     */
    public String check(Path requests, Path folder) throws IOException {
        RawAnswer smallest = new RawAnswer(200, List.of(), "ok".getBytes(StandardCharsets.US_ASCII));
        double most;
        try (BareServer bare = BareServer.start(List.of(smallest), folder)) {
            Side side = new Side("the smallest answer", bare.port(), requests, bare.processes());
            double measuredFastest = fastest;
            double measuredBusiest = busiest;
            taken(side);
            most = taken(side).turn().perSecond();
            fastest = measuredFastest;
            busiest = measuredBusiest;
        }
        return "Load: %s Out of a bare server that answers two bytes it got %s answers a second, %s times as many as in its fastest turn here."
                .formatted(
                        generator(),
                        String.format(Locale.ROOT, "%,.0f", most),
                        String.format(Locale.ROOT, "%.1f", most / fastest));
    }

    /** How the load was made so far, and whether what made it was the bottleneck. */
    public String generator() {
        Generator.Effort effort = rounds.effort();
        return String.format(
                Locale.ROOT,
                "%s in a process of its own, %d connections on %d thread%s. In its busiest turn it had its threads' processors for %.0f %% of the time: %s",
                generator.name(),
                effort.connections(),
                effort.threads(),
                effort.threads() == 1 ? "" : "s",
                busiest * 100,
                busiest < BUSY
                        ? "it was not the bottleneck."
                        : "**it was at its limit**, and what is fast here is faster than it could tell.");
    }

    /** A turn, and the milliseconds of processor time that the server took in it. */
    private record Taken(Turn turn, long serverMillis) {
        double microsAnAnswer() {
            return serverMillis * 1e3 / turn.answers();
        }
    }

    private Taken taken(Side side) throws IOException {
        List<ProcessHandle> processes = Usage.trees(side.processes());
        long before = Usage.cpuMillis(processes);
        Turn turn = turn(side);
        long millis = Usage.cpuMillis(processes) - before;
        if (turn.answers() == 0) {
            throw new IOException(side.name() + " answered nothing in its turn");
        }
        busiest = Math.max(busiest, turn.generatorCores() / rounds.effort().threads());
        fastest = Math.max(fastest, turn.perSecond());
        return new Taken(turn, millis);
    }

    private Turn turn(Side side) throws IOException {
        Turn turn = generator.run(new Generator.Load(side.port(), side.requests(), sent, rounds.effort()));
        if (turn.errors() > 0) {
            throw new IOException(
                    "%s: %,d errors beside %,d answers".formatted(side.name(), turn.errors(), turn.answers()));
        }
        sent += turn.answers();
        return turn;
    }
}
