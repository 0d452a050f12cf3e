package kepu.content.source;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.config.Editorial;
import kepu.net.Backoff;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at sources when their time has come: each by one node, under a lease, and each on its own — what one source does, no other feels.
 * Every look leaves a record.
 */
final class Polling {
    private static final Logger LOG = LoggerFactory.getLogger(Polling.class);
    /** Sources with the same interval drift apart by up to this share of it. */
    private static final double JITTER = 0.1;

    private final Database database;
    private final SourceStore store;
    private final Fetch fetch;
    private final Parsing parsing;
    private final Intake intake;
    private final Clock clock;
    private final Editorial.Sources config;
    private final Backoff backoff;
    private final MeterRegistry meters;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private volatile boolean closed;

    /** The worker threads on which feeds are read. */
    record Parsing(FeedReader reader, WorkerExecutor workers) {}

    Polling(
            Database database,
            Fetch fetch,
            Parsing parsing,
            Clock clock,
            Editorial.Sources config,
            MeterRegistry meters) {
        this.database = database;
        this.store = new SourceStore(database);
        this.fetch = fetch;
        this.parsing = parsing;
        this.intake = new Intake(database, config.duplicatePercent() / 100.0, meters);
        this.clock = clock;
        this.config = config;
        this.backoff = new Backoff(
                Duration.ofSeconds(config.leastIntervalSeconds()), Duration.ofSeconds(config.longestBackoffSeconds()));
        this.meters = meters;
        Gauge.builder("kepu.sources.underway", underWay, AtomicInteger::get).register(meters);
    }

    /** Looks at what is due. The future is that of choosing; the looking goes on. */
    Future<Void> tick() {
        int room = config.mostUnderWay() - underWay.get();
        if (closed || room <= 0 || !claiming.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        return store.claim(now, now.plusSeconds(config.leaseSeconds()), room)
                .<Void>map(claimed -> {
                    claimed.forEach(this::look);
                    return null;
                })
                .onComplete(done -> claiming.set(false));
    }

    void close() {
        closed = true;
    }

    private void look(SourceStore.Claimed claimed) {
        underWay.incrementAndGet();
        fetch.get(claimed.source().outline().url(), claimed.known())
                .compose(answer -> took(claimed, answer))
                .recover(cause -> failed(claimed, cause))
                .onFailure(cause -> LOG.warn("source {}: {}", claimed.source().id(), cause.toString()))
                .onComplete(done -> underWay.decrementAndGet());
    }

    private Future<Boolean> took(SourceStore.Claimed claimed, Fetch.Answer answer) {
        return switch (answer) {
            case Fetch.Answer.Unchanged unchanged ->
                end(claimed, poll(new Poll.Outcome.Unchanged(), 0, Poll.Counts.NONE, List.of()), claimed.known());
            case Fetch.Answer.Changed changed -> taken(claimed, changed);
        };
    }

    /** What the workers made of a feed. */
    private record Reading(Feed feed, List<Sketched> entries) {}

    private Future<Boolean> taken(SourceStore.Claimed claimed, Fetch.Answer.Changed changed) {
        int most = claimed.source().outline().mostEntries();
        Instant now = clock.instant();
        return parsing.workers()
                .executeBlocking(() -> reading(changed.answered(), most, now), false)
                .compose(reading -> intake.store(claimed.source().id(), reading.entries(), now)
                        .map(counts -> poll(
                                new Poll.Outcome.Read(),
                                changed.answered().bytes().length,
                                counted(reading.feed(), counts),
                                reading.feed().faults())))
                .compose(poll -> end(claimed, poll, changed.known()));
    }

    private Reading reading(FeedReader.Answered answered, int most, Instant now) {
        Feed feed = parsing.reader().read(answered, most, now);
        return new Reading(feed, feed.entries().stream().map(Sketched::of).toList());
    }

    private static Poll.Counts counted(Feed feed, Poll.Counts counts) {
        return new Poll.Counts(
                feed.size(),
                counts.fresh(),
                counts.duplicates(),
                counts.revised(),
                counts.known(),
                feed.size() - feed.entries().size());
    }

    private Poll poll(Poll.Outcome outcome, long bytes, Poll.Counts counts, List<Poll.Fault> faults) {
        return new Poll(clock.instant(), outcome, bytes, counts, faults);
    }

    private Future<Boolean> end(SourceStore.Claimed claimed, Poll poll, Fetch.Known known) {
        meters.counter("kepu.sources.polls", "result", SourceStore.outcome(poll.outcome()))
                .increment();
        Duration interval = claimed.source().outline().interval();
        double share = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
        Instant next = clock.instant().plusMillis((long) (interval.toMillis() * share));
        return database.transact(transaction -> SourceStore.end(transaction, claimed, poll, known, next, 0, false));
    }

    /** Notes why it could not be read, and leaves the source alone the longer the more often that happened. */
    private Future<Boolean> failed(SourceStore.Claimed claimed, Throwable cause) {
        if (cause instanceof Failure.Unavailable away && away.type().equals("database-away")) {
            return Future.failedFuture(cause);
        }
        Poll.Outcome.Failed outcome = outcome(claimed.source(), cause);
        meters.counter("kepu.sources.polls", "result", "failed").increment();
        int failures = claimed.source().failures() + 1;
        Duration asked = cause instanceof Fetch.Busy busy ? busy.after : Duration.ZERO;
        Duration wait = backoff.after(failures, asked, ThreadLocalRandom.current());
        Duration interval = claimed.source().outline().interval();
        Instant next = clock.instant().plus(wait.compareTo(interval) > 0 ? wait : interval);
        Poll poll = poll(outcome, 0, Poll.Counts.NONE, List.of());
        return database.transact(transaction -> SourceStore.end(
                transaction,
                claimed,
                poll,
                claimed.known(),
                next,
                failures,
                outcome.type().equals("feed-gone")));
    }

    private static Poll.Outcome.Failed outcome(Source source, Throwable cause) {
        return switch (cause) {
            case Failure failure -> new Poll.Outcome.Failed(failure.type(), failure.detail());
            case Fetch.Busy busy -> new Poll.Outcome.Failed("feed-busy", "网站忙（%d），稍后再读".formatted(busy.status));
            case TimeoutException late -> new Poll.Outcome.Failed("feed-slow", "网站太慢，没有按时答复");
            case IOException unreached -> new Poll.Outcome.Failed("feed-unreachable", "连不上网站，或连接中断");
            case VertxException unreached -> new Poll.Outcome.Failed("feed-unreachable", "连不上网站，或连接中断");
            default -> {
                LOG.error("source {} cannot be read", source.id(), cause);
                yield new Poll.Outcome.Failed(
                        FeedFailures.unreadable().type(),
                        FeedFailures.unreadable().detail());
            }
        };
    }
}
