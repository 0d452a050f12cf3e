package kepu.recommend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.people.Resident;
import kepu.recommend.rank.History;

/**
 * Makes the feeds of those who are expected before they come, behind the requests' backs: a few at a time on one thread of its own, then a pause
 * that keeps it to {@code feed.preparedPercent} of a core, and a longer one while the event loop is behind. What changed since a feed was
 * prepared has it made again in the next round. Nodes that share what they make begin at different places of the round, so that each finds what
 * the others made.
 */
public final class Preparing implements AutoCloseable {
    /** Who is expected. */
    public interface Expected {
        /** Residents who may come between {@code from} and so long after it, the likelier first, at most {@code limit}. */
        Future<List<Long>> within(Instant from, Duration window, int limit);
    }

    private static final int THREADS = 1;
    private static final int AT_ONCE = 16;
    private static final long LATE_MILLIS = 20;
    private static final long YIELD_MILLIS = 1_000;

    /** A resident and all that their list is made from. */
    private record Known(Resident resident, History history) {}

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final Feeds feeds;
    private final LongFunction<Future<Resident>> residents;
    private final Expected expected;
    private final Clock clock;
    private final int most;
    private final int percent;
    private final Duration window;
    private final Counter made;
    private final Counter yielded;
    private volatile List<Long> coming = List.of();
    private volatile Instant askAgain = Instant.MIN;
    private volatile boolean closed;

    /** {@code residents} gives profiles; it fails with {@link Failure.Unauthenticated} for who has erased themself. */
    public Preparing(
            Vertx vertx,
            Feeds feeds,
            LongFunction<Future<Resident>> residents,
            Expected expected,
            Clock clock,
            Config.Feed config,
            MeterRegistry meters) {
        this.vertx = vertx;
        this.worker = vertx.createSharedWorkerExecutor("feeds-ahead", THREADS);
        this.feeds = feeds;
        this.residents = residents;
        this.expected = expected;
        this.clock = clock;
        this.most = config.preparedResidents();
        this.percent = config.preparedPercent();
        this.window = Duration.ofMinutes(config.preparedMinutes());
        this.made = meters.counter("kepu.feed.prepared.made");
        this.yielded = meters.counter("kepu.feed.prepared.yielded");
        Gauge.builder("kepu.feed.expected", this, preparing -> preparing.coming.size())
                .register(meters);
    }

    /** One round over all who are expected. Called every minute, not twice at once. */
    public Future<Void> tick() {
        return most == 0 ? Future.succeededFuture() : coming().compose(ids -> from(inTurn(ids), 0));
    }

    @Override
    public void close() {
        closed = true;
        worker.close();
    }

    /** The log is asked twice in a window. */
    private Future<List<Long>> coming() {
        Instant now = clock.instant();
        return now.isBefore(askAgain)
                ? Future.succeededFuture(coming)
                : expected.within(now, window, most).onSuccess(found -> {
                    coming = found;
                    askAgain = now.plus(window.dividedBy(2));
                });
    }

    /** A node by itself begins with the likeliest. */
    private List<Long> inTurn(List<Long> ids) {
        if (!feeds.areShared()) {
            return ids;
        }
        List<Long> turned = new ArrayList<>(ids);
        Collections.rotate(turned, ThreadLocalRandom.current().nextInt(ids.size() + 1));
        return turned;
    }

    private Future<Void> from(List<Long> ids, int start) {
        if (start >= ids.size() || closed) {
            return Future.succeededFuture();
        }
        int end = Math.min(ids.size(), start + AT_ONCE);
        return known(ids.subList(start, end))
                .compose(this::unmade)
                .compose(known -> worker.executeBlocking(() -> prepare(known), false))
                .compose(nanos -> pause(nanos).compose(done -> from(ids, end)));
    }

    /** Those for whom no node made one that holds, as far as this one can find out: what another made is taken from what they share. */
    private Future<List<Known>> unmade(List<Known> some) {
        return worker.executeBlocking(
                        () -> some.stream()
                                .filter(known -> feeds.lacks(known.resident(), known.history()))
                                .toList(),
                        false)
                .compose(lacking -> Future.all(lacking.stream()
                                .map(known -> feeds.look(known.resident().id()))
                                .toList())
                        .map(lacking));
    }

    private Future<List<Known>> known(List<Long> ids) {
        return Future.all(ids.stream().map(this::known).toList())
                .map(all -> all.<Optional<Known>>list().stream()
                        .flatMap(Optional::stream)
                        .toList());
    }

    /** Whoever did something may have erased themself since. */
    private Future<Optional<Known>> known(long id) {
        return residents
                .apply(id)
                .compose(resident -> feeds.known(id).map(history -> Optional.of(new Known(resident, history))))
                .recover(failure -> failure instanceof Failure.Unauthenticated
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** Nanoseconds that it took. */
    private long prepare(List<Known> some) {
        long began = System.nanoTime();
        for (Known known : some) {
            if (!closed && feeds.prepare(known.resident(), known.history())) {
                made.increment();
            }
        }
        return System.nanoTime() - began;
    }

    private Future<Void> pause(long nanos) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos * (100 - percent) / percent));
        return after(millis).compose(late -> late > LATE_MILLIS ? giveWay() : Future.succeededFuture());
    }

    private Future<Void> giveWay() {
        yielded.increment();
        return after(YIELD_MILLIS).mapEmpty();
    }

    /** How many milliseconds late the wait was over: so long other work stood before it on the event loop. */
    private Future<Long> after(long millis) {
        Promise<Long> over = Promise.promise();
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        vertx.setTimer(millis, timer -> over.complete(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - due)));
        return over.future();
    }
}
