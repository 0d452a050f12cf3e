package kepu.bench.city;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** What happens in an evening at its moments, on a thread of its own: three campaigns and one bulletin. */
final class Happenings implements AutoCloseable {
    static final int CAMPAIGNS = 3;
    static final int BULLETINS = 1;

    private static final double[] CAMPAIGNS_AT = {0.15, 0.4, 0.75};
    private static final double BULLETIN_AT = 0.55;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final List<ScheduledFuture<?>> all = new ArrayList<>();

    /** Begins an evening of this length, after a warm-up. */
    Happenings(Operator operator, City city, Duration before, Duration evening) {
        for (int i = 0; i < CAMPAIGNS; i++) {
            String item = city.items().get(i);
            at(before, evening, CAMPAIGNS_AT[i], () -> operator.campaign(item));
        }
        at(before, evening, BULLETIN_AT, operator::bulletin);
    }

    private interface Deed {
        void run() throws IOException;
    }

    private void at(Duration before, Duration evening, double share, Deed deed) {
        long nanos = before.toNanos() + (long) (evening.toNanos() * share);
        all.add(clock.schedule(
                () -> {
                    deed.run();
                    return null;
                },
                nanos,
                TimeUnit.NANOSECONDS));
    }

    /** Waits for all of them; fails as the first did. */
    void await() throws IOException {
        try {
            for (ScheduledFuture<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
