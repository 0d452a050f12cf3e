package kepu.bench.load;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The share of one event loop: every nth request, on connections that are open before the first of them; the one that was free last is taken,
 * as a proxy does. What {@link #answered}, {@link #errors} and {@link #lately} give may be asked for by anybody, all else is touched on that
 * loop only.
 */
final class Lane {
    /** What a lane did: a tally a kind; how late it sent by its own fault; its processor time, and the time in which it had it. */
    record Sent(List<Tally> kinds, Histogram lag, long cpuNanos, long wallNanos, long endNanos) {}

    /** Connections that are opened at once. */
    private static final int OPENED = 64;

    private static final int LOOK_MILLIS = 100;

    private final ContextInternal context;
    private final EventLoop loop;
    private final Vertx vertx;
    private final NetClient client;
    private final FixedRate run;
    private final List<Tally> tallies;
    private final Histogram lag = Tally.histogram();
    private final SingleWriterRecorder lately = Tally.recorder();
    private final Promise<Sent> sent = Promise.promise();
    private final List<Connection> connections = new ArrayList<>();
    private final ArrayDeque<Connection> free = new ArrayDeque<>();
    private final int step;
    private @Nullable Plan planned;
    private long next;
    /** Whether a request that is due waits for a connection, and when the last one was done waiting. */
    private boolean waiting;

    private long freed;
    private boolean turning;
    private long cpuBefore;
    private long wallBefore;
    private final LongAdder answered = new LongAdder();
    private final LongAdder errors = new LongAdder();

    Lane(Vertx vertx, Context context, FixedRate run, int number) {
        FixedRate.Target target = run.target();
        this.vertx = vertx;
        this.context = (ContextInternal) context;
        this.loop = this.context.nettyEventLoop();
        this.run = run;
        this.step = target.loops();
        this.next = number;
        this.tallies = run.kinds().stream().map(kind -> new Tally()).toList();
        this.client = vertx.createNetClient(new NetClientOptions()
                .setTcpNoDelay(true)
                .setConnectTimeout(Math.toIntExact(target.timeout().toMillis())));
        int count = (target.connections() + target.loops() - 1 - number) / target.loops();
        for (int i = 0; i < count; i++) {
            connections.add(new Connection(client, target));
        }
        free.addAll(connections);
    }

    /** Opens its connections; one that cannot be opened now is tried again by its first request. */
    Future<Void> open() {
        Promise<Void> opened = Promise.promise();
        context.runOnContext(begin -> open(0).onComplete(opened));
        return opened.future();
    }

    private Future<Void> open(int from) {
        if (from >= connections.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + OPENED, connections.size());
        return Future.join(connections.subList(from, to).stream()
                        .map(Connection::open)
                        .toList())
                .transform(done -> open(to));
    }

    Future<Sent> run(Plan plan) {
        context.runOnContext(begin -> {
            planned = plan;
            cpuBefore = cpuNanos();
            wallBefore = System.nanoTime();
            vertx.setPeriodic(LOOK_MILLIS, look -> giveUp());
            turn();
        });
        return sent.future();
    }

    private Plan plan() {
        return Objects.requireNonNull(planned);
    }

    private void giveUp() {
        long now = System.nanoTime();
        connections.forEach(connection -> connection.giveUp(now));
    }

    long answered() {
        return answered.sum();
    }

    long errors() {
        return errors.sum();
    }

    /** How long answers took, in nanoseconds, since this was asked for before. */
    Histogram lately() {
        return lately.getIntervalHistogram();
    }

    private void turn() {
        if (turning) {
            return;
        }
        turning = true;
        try {
            sendDue();
        } catch (RuntimeException e) {
            sent.tryFail(e);
        } finally {
            turning = false;
        }
    }

    /** Sends what is due, and comes back when the next is; when all connections are taken, the next answer calls. */
    private void sendDue() {
        Plan plan = plan();
        long now = System.nanoTime();
        while (next < plan.requests() && plan.nanos(next) <= now && !waiting) {
            if (free.isEmpty()) {
                waiting = true;
            } else {
                send(plan, now);
                now = System.nanoTime();
            }
        }
        if (next < plan.requests()) {
            if (!waiting) {
                loop.schedule(() -> context.emit(due -> turn()), plan.nanos(next) - now, TimeUnit.NANOSECONDS);
            }
        } else if (free.size() == connections.size()) {
            end(plan, now);
        }
    }

    private void send(Plan plan, long now) {
        long number = next;
        long meant = plan.nanos(number);
        next += step;
        if (now > plan.lastNanos() + run.target().timeout().toNanos()) {
            wrong(plan.counts(number), plan.kind(number), "not sent in time");
            return;
        }
        if (plan.counts(number)) {
            lag.recordValue(Math.max(0, now - Math.max(meant, freed)));
        }
        Plan.Due due = plan.request(number);
        Connection connection = free.pop();
        connection.ask(Requests.bytes(due.ask()), new Connection.End() {
            @Override
            public void answered(int status, Buffer body) {
                good(plan.counts(number), due, meant, status, body);
                free(connection);
            }

            @Override
            public void failed(String fault) {
                wrong(plan.counts(number), due.kind(), fault);
                free(connection);
            }
        });
    }

    private void good(boolean counts, Plan.Due due, long meant, int status, Buffer body) {
        long took = System.nanoTime() - meant;
        @Nullable String fault = run.kinds().get(due.kind()).check().fault(due.ask(), status, body);
        if (fault != null) {
            wrong(counts, due.kind(), fault);
            return;
        }
        answered.increment();
        lately.recordValue(Tally.clamped(took));
        if (counts) {
            tallies.get(due.kind()).answered(took);
        }
    }

    private void wrong(boolean counts, int kind, String fault) {
        errors.increment();
        if (counts) {
            tallies.get(kind).wrong(fault);
        }
    }

    private void free(Connection connection) {
        free.push(connection);
        if (waiting) {
            waiting = false;
            freed = System.nanoTime();
            turn();
        } else if (next >= plan().requests() && free.size() == connections.size()) {
            turn();
        }
    }

    private void end(Plan plan, long now) {
        Sent result = new Sent(tallies, lag, cpuNanos() - cpuBefore, now - wallBefore, now - plan.startNanos());
        client.close().onComplete(closed -> sent.tryComplete(result));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
