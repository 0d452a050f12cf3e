package kepu.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What came of a run, without its warm-up.
 *
 * @param wanted requests a second
 * @param seconds from the first of them to the last answer, or to when the last was meant to be sent
 * @param kinds in the order of the mix
 * @param all good answers of all kinds
 */
public record Measured(double wanted, double seconds, List<OfKind> kinds, Spread all, Pacer pacer) {
    /** Of the requests of one kind: how many were answered as they should be and how fast, and how many were not, by what was wrong. */
    public record OfKind(String name, Spread latency, Map<String, Long> faults) {
        public long errors() {
            return faults.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Milliseconds: the value that half of them, 99 and 99.9 of 100 do not pass, and the longest. */
    public record Spread(long count, double p50, double p99, double p999, double max) {
        static Spread of(Histogram nanos) {
            return new Spread(
                    nanos.getTotalCount(),
                    nanos.getValueAtPercentile(50) / 1e6,
                    nanos.getValueAtPercentile(99) / 1e6,
                    nanos.getValueAtPercentile(99.9) / 1e6,
                    nanos.getMaxValue() / 1e6);
        }
    }

    /**
     * How the sender itself did: how long after its moment each request was sent, or after a connection was free for it, and the share
     * of the run that the busiest event loop had a processor.
     */
    public record Pacer(Spread lag, double busy) {
        private static final double BUSY = 0.8;

        /** Whether what was measured is the server: the sender was on time when 99 of 100 were sent within a share of that figure's own. */
        public boolean isOnTime(Spread latencies) {
            return busy < BUSY && lag.p99() <= Math.max(LEAST_MILLIS, latencies.p99() * MOST_SHARE);
        }

        private static final double LEAST_MILLIS = 2;
        private static final double MOST_SHARE = 0.25;

        public String text() {
            return "the sender: p99 %.2f ms late (longest %.1f ms), its busiest loop had a processor %.0f %% of the time"
                    .formatted(lag.p99(), lag.max(), busy * 100);
        }
    }

    public Measured {
        kinds = List.copyOf(kinds);
    }

    public long errors() {
        return kinds.stream().mapToLong(OfKind::errors).sum();
    }

    /** Good answers a second. */
    public double done() {
        return all.count() / seconds;
    }

    public boolean isSenderOnTime() {
        return pacer.isOnTime(all);
    }

    static Measured of(FixedRate run, List<Lane.Sent> lanes) {
        List<OfKind> kinds = new ArrayList<>();
        Histogram all = Tally.histogram();
        for (int i = 0; i < run.kinds().size(); i++) {
            Histogram latencies = Tally.histogram();
            Map<String, Long> faults = new TreeMap<>();
            for (Lane.Sent lane : lanes) {
                latencies.add(lane.kinds().get(i).latencies());
                lane.kinds().get(i).faults().forEach((fault, count) -> faults.merge(fault, count, Long::sum));
            }
            all.add(latencies);
            kinds.add(new OfKind(run.kinds().get(i).name(), Spread.of(latencies), faults));
        }
        return new Measured(run.rate().perSecond(), seconds(run.rate(), lanes), kinds, Spread.of(all), pacer(lanes));
    }

    private static double seconds(FixedRate.Rate rate, List<Lane.Sent> lanes) {
        long last = lanes.stream().mapToLong(Lane.Sent::endNanos).max().orElse(0);
        return Math.max(rate.measured().toNanos(), last - rate.warmUp().toNanos()) / 1e9;
    }

    private static Pacer pacer(List<Lane.Sent> lanes) {
        Histogram lag = Tally.histogram();
        lanes.forEach(lane -> lag.add(lane.lag()));
        double busy = lanes.stream()
                .mapToDouble(lane -> (double) lane.cpuNanos() / lane.wallNanos())
                .max()
                .orElse(0);
        return new Pacer(Spread.of(lag), busy);
    }
}
