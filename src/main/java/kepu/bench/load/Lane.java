package kepu.bench.load;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.internal.ContextInternal;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** The share of one event loop: every nth request. All but {@link #answered} and {@link #errors} is touched on that loop only. */
final class Lane {
    /** What a lane did: a tally a kind; how late it sent by its own fault; its processor time, and the time in which it had it. */
    record Sent(List<Tally> kinds, Histogram lag, long cpuNanos, long wallNanos, long endNanos) {}

    private final ContextInternal context;
    private final EventLoop loop;
    private final HttpClient client;
    private final Plan plan;
    private final List<Tally> tallies;
    private final Histogram lag = Tally.histogram();
    private final Promise<Sent> sent = Promise.promise();
    private final int most;
    private final int step;
    private long next;
    private int underWay;
    /** Whether a request that is due waits for a connection, and when the last one was done waiting. */
    private boolean waiting;

    private long freed;
    private boolean turning;
    private long cpuBefore;
    private long wallBefore;
    private final LongAdder answered = new LongAdder();
    private final LongAdder errors = new LongAdder();

    Lane(Vertx vertx, Context context, Plan plan, int number) {
        FixedRate.Target target = plan.run().target();
        this.context = (ContextInternal) context;
        this.loop = this.context.nettyEventLoop();
        this.plan = plan;
        this.step = target.loops();
        this.next = number;
        this.most = (target.connections() + target.loops() - 1 - number) / target.loops();
        this.tallies = plan.run().kinds().stream().map(kind -> new Tally()).toList();
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setDefaultHost(target.host())
                        .setDefaultPort(target.port())
                        .setConnectTimeout(Math.toIntExact(target.timeout().toMillis())),
                new PoolOptions().setHttp1MaxSize(most));
    }

    Future<Sent> run() {
        context.runOnContext(begin -> {
            cpuBefore = cpuNanos();
            wallBefore = System.nanoTime();
            turn();
        });
        return sent.future();
    }

    long answered() {
        return answered.sum();
    }

    long errors() {
        return errors.sum();
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
        long now = System.nanoTime();
        while (next < plan.requests() && plan.nanos(next) <= now && !waiting) {
            if (underWay == most) {
                waiting = true;
            } else {
                send(now);
                now = System.nanoTime();
            }
        }
        if (next < plan.requests()) {
            if (!waiting) {
                loop.schedule(() -> context.emit(due -> turn()), plan.nanos(next) - now, TimeUnit.NANOSECONDS);
            }
        } else if (underWay == 0) {
            end(now);
        }
    }

    private void send(long now) {
        long number = next;
        long meant = plan.nanos(number);
        next += step;
        if (now > plan.lastNanos() + plan.run().target().timeout().toNanos()) {
            wrong(number, plan.kind(number), "not sent in time");
            return;
        }
        if (plan.counts(number)) {
            lag.recordValue(Math.max(0, now - Math.max(meant, freed)));
        }
        underWay++;
        Plan.Due due = plan.request(number);
        client.request(options(due.ask()))
                .compose(request -> sent(request, due.ask()))
                .onComplete(done -> {
                    if (done.succeeded()) {
                        answered(number, due.kind(), meant, done.result());
                    } else {
                        wrong(number, due.kind(), name(done.cause()));
                    }
                    free();
                });
    }

    private RequestOptions options(Ask ask) {
        RequestOptions options = new RequestOptions()
                .setMethod(ask.method())
                .setURI(ask.target())
                .setTimeout(plan.run().target().timeout().toMillis());
        if (ask.token() != null) {
            options.putHeader(HttpHeaders.AUTHORIZATION, "Bearer " + ask.token());
        }
        if (ask.body() != null) {
            options.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
        }
        return options;
    }

    private record Answer(Ask ask, int status, Buffer body) {}

    private static Future<Answer> sent(HttpClientRequest request, Ask ask) {
        Buffer body = ask.body();
        return (body == null ? request.send() : request.send(body))
                .compose(response -> response.body().map(bytes -> new Answer(ask, response.statusCode(), bytes)));
    }

    private void answered(long number, int kind, long meant, Answer answer) {
        long now = System.nanoTime();
        @Nullable
        String fault = plan.run().kinds().get(kind).check().fault(answer.ask(), answer.status(), answer.body());
        if (fault != null) {
            wrong(number, kind, fault);
            return;
        }
        answered.increment();
        if (plan.counts(number)) {
            tallies.get(kind).answered(now - meant);
        }
    }

    private void wrong(long number, int kind, String fault) {
        errors.increment();
        if (plan.counts(number)) {
            tallies.get(kind).wrong(fault);
        }
    }

    private void free() {
        underWay--;
        if (waiting) {
            waiting = false;
            freed = System.nanoTime();
            turn();
        } else if (next >= plan.requests() && underWay == 0) {
            turn();
        }
    }

    private void end(long now) {
        Sent result = new Sent(tallies, lag, cpuNanos() - cpuBefore, now - wallBefore, now - plan.startNanos());
        client.close().onComplete(closed -> sent.tryComplete(result));
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static String name(Throwable cause) {
        String message = cause.getMessage();
        return cause.getClass().getSimpleName()
                + (message == null || message.length() > 60 ? "" : ": " + message.replaceAll("\\d+", "n"));
    }
}
