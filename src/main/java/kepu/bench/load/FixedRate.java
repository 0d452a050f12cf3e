package kepu.bench.load;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Sends requests at a fixed rate to one server, each at a moment that was set before the first was sent, and measures from that moment. A
 * server that stops for a while so answers late to all that were meant for that while, and not only to the one that it held: nothing is
 * omitted in coordination with it (Tene, How NOT to Measure Latency; wrk2). What is meant for a moment in which all connections are taken
 * waits for one, and its wait counts.
 *
 * <p>It tells of itself how late it sent though a connection was free, and how busy its event loops were: {@link Measured#pacer}.
 *
 * @param seed of the mix and of what its kinds draw; the same seed sends the same requests in the same order
 */
public record FixedRate(Target target, Rate rate, List<Kind> kinds, long seed) {
    /**
     * Where to.
     *
     * @param connections that are open at once, each with one request under way
     * @param loops event loops that send, each with its share of the connections
     * @param timeout after which a request is an error
     */
    public record Target(String host, int port, int connections, int loops, Duration timeout) {
        public Target {
            if (loops < 1 || connections < loops) {
                throw new IllegalArgumentException("each event loop needs a connection");
            }
        }
    }

    /** How much: what is sent in the warm-up is not counted. */
    public record Rate(double perSecond, Duration warmUp, Duration measured) {
        public Rate {
            if (perSecond <= 0 || warmUp.isNegative() || !measured.isPositive()) {
                throw new IllegalArgumentException("nothing to send");
            }
        }

        /** As many as the connections bear: all are due at once, and each waits for a connection. Latencies then mean nothing. */
        public static Rate flood(int requests) {
            return new Rate(requests * 1_000.0, Duration.ZERO, Duration.ofMillis(1));
        }

        /** Requests in all, with the warm-up. */
        long requests() {
            return (long) (perSecond * warmUp.plus(measured).toNanos() / 1e9);
        }

        /** The moment of a request, from the first on. */
        long nanos(long number) {
            return (long) (number * 1e9 / perSecond);
        }
    }

    /**
     * How it stands: requests answered and wrong so far, and requests whose moment has passed without an answer.
     *
     * @param p99 milliseconds that 99 of 100 answers did not pass since it was told before
     */
    public record Progress(double seconds, long answered, long errors, long late, double p99) {}

    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final Duration RUN_UP = Duration.ofMillis(100);
    private static final int OPENING_SECONDS = 60;
    private static final int CLOSING_SECONDS = 20;

    public FixedRate {
        kinds = List.copyOf(kinds);
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("nothing to send");
        }
    }

    /** Sends all, on event loops of its own. Blocking. */
    public Measured run(Consumer<Progress> progress) {
        Vertx vertx =
                Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(target.loops()));
        try {
            List<Lane> lanes = new ArrayList<>();
            for (int i = 0; i < target.loops(); i++) {
                Context context = ((VertxInternal) vertx).createEventLoopContext();
                lanes.add(new Lane(vertx, context, this, i));
            }
            Future.all(lanes.stream().map(Lane::open).toList()).await(OPENING_SECONDS, TimeUnit.SECONDS);
            Plan plan = new Plan(this, System.nanoTime() + RUN_UP.toNanos());
            List<Future<Lane.Sent>> sent =
                    lanes.stream().map(lane -> lane.run(plan)).toList();
            vertx.setPeriodic(PROGRESS.toMillis(), turn -> progress.accept(progress(plan, lanes)));
            long most = plan.lastNanos() - System.nanoTime() + target.timeout().toNanos() * 2;
            Future.all(sent).await(TimeUnit.NANOSECONDS.toSeconds(most) + CLOSING_SECONDS, TimeUnit.SECONDS);
            return Measured.of(this, sent.stream().map(Future::result).toList());
        } catch (TimeoutException e) {
            throw new IllegalStateException("requests neither came back nor failed", e);
        } finally {
            vertx.close().await();
        }
    }

    private static Progress progress(Plan plan, List<Lane> lanes) {
        long answered = lanes.stream().mapToLong(Lane::answered).sum();
        long errors = lanes.stream().mapToLong(Lane::errors).sum();
        double seconds = (System.nanoTime() - plan.startNanos()) / 1e9;
        Histogram lately = Tally.histogram();
        lanes.forEach(lane -> lately.add(lane.lately()));
        return new Progress(
                seconds,
                answered,
                errors,
                plan.due(System.nanoTime()) - answered - errors,
                lately.getValueAtPercentile(99) / 1e6);
    }
}
