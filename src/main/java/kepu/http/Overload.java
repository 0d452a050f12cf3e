package kepu.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import kepu.base.Failure;
import kepu.config.Http;

/**
 * Turns ordinary requests of one event loop away, at once and cheaply, while more arrive than it can answer: when they wait for it too long
 * ({@link StandingDelay}) or too many are under way. Bulletins and sign-in are always let through, and so many files of the app a second, for a page
 * that got half of its files is dead; lines that are open are no requests.
 */
final class Overload {
    private static final long TICK_MILLIS = 10;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** What stays open: warnings, to be posted and to be read, and the way in for those who post them. */
    private static final List<String> LANES = List.of("/v1/bulletins", "/v1/sessions", "/v1/codes");

    private static final CharSequence PROBLEM = HttpHeaders.createOptimized(Problems.TYPE_OF_CONTENT);

    /** What the event loops of a node count together. */
    static final class Counts {
        private final Counter delayed;
        private final Counter crowded;
        private final Counter files;
        private final List<Overload> loops = new CopyOnWriteArrayList<>();

        Counts(MeterRegistry meters) {
            this.delayed = meters.counter("kepu.http.shed", "reason", "delay");
            this.crowded = meters.counter("kepu.http.shed", "reason", "underway");
            this.files = meters.counter("kepu.http.shed", "reason", "files");
            meters.gauge(
                    "kepu.http.underway",
                    loops,
                    all -> all.stream().mapToInt(one -> one.underWay.get()).sum());
            meters.gauge(
                    "kepu.http.delay.seconds",
                    loops,
                    all -> all.stream().mapToLong(one -> one.late.get()).max().orElse(0) / 1e9);
        }
    }

    private final Vertx vertx;
    private final Http.Overload limits;
    private final Counts counts;
    private final Predicate<HttpServerRequest> files;
    private final StandingDelay delay;
    private final Buffer problem = Problems.document(new Failure.Unavailable("overloaded", "现在使用的人太多，服务器忙不过来，请过几秒再试"));
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong late = new AtomicLong();
    private int turnedAway;
    private long filesSince;
    private int filesSent;
    private long timer;

    /** On the event loop that it watches; {@code files} knows what asks for a file of the app, which is in memory. */
    Overload(Vertx vertx, Http.Overload limits, Counts counts, Predicate<HttpServerRequest> files) {
        this.vertx = vertx;
        this.limits = limits;
        this.counts = counts;
        this.files = files;
        this.filesSince = System.nanoTime();
        this.delay = new StandingDelay(
                TimeUnit.MILLISECONDS.toNanos(limits.delayMillis()),
                TimeUnit.MILLISECONDS.toNanos(limits.standingMillis()),
                System.nanoTime());
        counts.loops.add(this);
        tick();
    }

    void close() {
        vertx.cancelTimer(timer);
        counts.loops.remove(this);
    }

    /** A request is being answered. */
    void begin() {
        underWay.incrementAndGet();
    }

    void end() {
        underWay.decrementAndGet();
    }

    /** Answers an ordinary request with 503 when there is too much to do; false when it may go on. */
    boolean refuses(HttpServerRequest request) {
        if (isOpen(request.uri())) {
            return false;
        }
        boolean crowded = underWay.get() >= limits.underWay();
        long now = System.nanoTime();
        if (!crowded && !delay.stands(now)) {
            return false;
        }
        boolean isFile = files.test(request);
        if (isFile ? sendsFile(now) : !crowded && !delay.sheds(now)) {
            return false;
        }
        (isFile ? counts.files : crowded ? counts.crowded : counts.delayed).increment();
        turnAway(request);
        return true;
    }

    private boolean sendsFile(long nowNanos) {
        if (nowNanos - filesSince >= SECOND_NANOS) {
            filesSince = nowNanos;
            filesSent = 0;
        }
        return filesSent++ < limits.filesPerSecond();
    }

    private static boolean isOpen(String uri) {
        for (String lane : LANES) {
            if (uri.startsWith(lane)) {
                return true;
            }
        }
        return false;
    }

    /** They are told different times, so that they do not all come back at once. */
    private void turnAway(HttpServerRequest request) {
        int seconds = 1 + Math.floorMod(turnedAway++, limits.retrySeconds());
        request.response()
                .setStatusCode(503)
                .putHeader(Heading.CONTENT_TYPE_OPTIONS, Heading.NOSNIFF)
                .putHeader(HttpHeaders.CONTENT_TYPE, PROBLEM)
                .putHeader(HttpHeaders.CACHE_CONTROL, Heading.NO_STORE)
                .putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(seconds))
                .end(problem);
    }

    private void tick() {
        long now = System.nanoTime();
        late.set(delay.tick(now, now + TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS)));
        timer = vertx.setTimer(TICK_MILLIS, id -> tick());
    }
}
