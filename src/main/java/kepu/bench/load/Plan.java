package kepu.bench.load;

import java.util.List;
import java.util.SplittableRandom;

/** Which request comes when: all of it follows from the rate, the seed and the request's number. */
final class Plan {
    private final FixedRate run;
    private final long start;
    private final double weights;

    /** {@code start} is the moment of the first request, as {@link System#nanoTime} tells it. */
    Plan(FixedRate run, long start) {
        this.run = run;
        this.start = start;
        this.weights = run.kinds().stream().mapToDouble(Kind::weight).sum();
    }

    /** A request that is due. */
    record Due(int kind, Ask ask) {}

    FixedRate run() {
        return run;
    }

    long requests() {
        return run.rate().requests();
    }

    long startNanos() {
        return start;
    }

    long nanos(long number) {
        return start + run.rate().nanos(number);
    }

    long lastNanos() {
        return nanos(requests() - 1);
    }

    /** Requests whose moment has come. */
    long due(long now) {
        return Math.clamp((long) ((now - start) / 1e9 * run.rate().perSecond()) + 1, 0, requests());
    }

    boolean counts(long number) {
        return run.rate().nanos(number) >= run.rate().warmUp().toNanos();
    }

    int kind(long number) {
        return kind(random(number));
    }

    Due request(long number) {
        SplittableRandom random = random(number);
        int kind = kind(random);
        return new Due(kind, run.kinds().get(kind).making().ask(random));
    }

    private SplittableRandom random(long number) {
        return new SplittableRandom(run.seed() * 0x9E3779B97F4A7C15L + number).split();
    }

    private int kind(SplittableRandom random) {
        double drawn = random.nextDouble(weights);
        List<Kind> kinds = run.kinds();
        int kind = 0;
        while (kind < kinds.size() - 1 && drawn >= kinds.get(kind).weight()) {
            drawn -= kinds.get(kind).weight();
            kind++;
        }
        return kind;
    }
}
