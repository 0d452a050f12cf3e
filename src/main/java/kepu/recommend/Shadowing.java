package kepu.recommend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import kepu.recommend.rank.Placed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A version that runs along: it makes lists that nobody sees, and what is learned is whether it can, its cost and how much it would change. What
 * goes wrong with it is counted, and the person is served all the same.
 */
public final class Shadowing {
    private static final Logger LOG = LoggerFactory.getLogger(Shadowing.class);
    /** What most people look at. */
    private static final int PLACES = 20;

    private final Timer time;
    private final DistributionSummary overlap;
    private final Counter failures;
    private Sum sum = new Sum("");

    Shadowing(MeterRegistry meters) {
        this.time = Timer.builder("kepu.models.shadow").register(meters);
        this.overlap = DistributionSummary.builder("kepu.models.shadow.overlap").register(meters);
        this.failures = meters.counter("kepu.models.shadow.failed");
    }

    /**
     * What a version did on this node, since it began to run along here.
     *
     * @param lists that it made
     * @param failed that it could not make
     * @param millis of the processor's a list of its, mean; 0 without any
     * @param servedMillis the same of the lists that the residents got instead
     * @param overlap which share of the first places holds what the residents got there too, 0 to 1, mean; 0 without any
     */
    public record Report(String version, long lists, long failed, double millis, double servedMillis, double overlap) {}

    /** Lets a version make a list beside the one that is served, which took so long. */
    void follow(String version, List<Placed> served, long servedNanos, Supplier<List<Placed>> making) {
        long start = System.nanoTime();
        try {
            List<Placed> list = making.get();
            long nanos = System.nanoTime() - start;
            double common = overlap(list, served);
            time.record(nanos, TimeUnit.NANOSECONDS);
            overlap.record(common);
            made(version, nanos, servedNanos, common);
        } catch (RuntimeException e) {
            failures.increment();
            if (failed(version) == 1) {
                LOG.error("the shadow {} cannot make a list", version, e);
            }
        }
    }

    synchronized Report of(String version) {
        return sum(version).report();
    }

    private synchronized void made(String version, long nanos, long servedNanos, double common) {
        Sum sum = sum(version);
        sum.lists++;
        sum.nanos += nanos;
        sum.servedNanos += servedNanos;
        sum.common += common;
    }

    private synchronized long failed(String version) {
        return ++sum(version).failed;
    }

    /** One version at a time runs along; another begins anew. */
    private Sum sum(String version) {
        if (!sum.version.equals(version)) {
            sum = new Sum(version);
        }
        return sum;
    }

    private static double overlap(List<Placed> one, List<Placed> other) {
        Set<Integer> first = new HashSet<>();
        other.stream().limit(PLACES).forEach(placed -> first.add(placed.item()));
        long common = one.stream()
                .limit(PLACES)
                .filter(placed -> first.contains(placed.item()))
                .count();
        return first.isEmpty() ? 1 : (double) common / first.size();
    }

    private static final class Sum {
        private final String version;
        private long lists;
        private long failed;
        private long nanos;
        private long servedNanos;
        private double common;

        Sum(String version) {
            this.version = version;
        }

        Report report() {
            double one = Math.max(1, lists);
            return new Report(version, lists, failed, nanos / one / 1e6, servedNanos / one / 1e6, common / one);
        }
    }
}
