package kepu.push.channel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.net.Backoff;
import kepu.push.Outlets;
import kepu.push.Publication;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactional outbox (Richardson, Microservices Patterns, 2018): what must be told outside is decided in the transaction that
 * publishes, spread over receivers in bounded steps, and tried under a lease until it is told. A crash repeats at most what was under
 * way, under the same id.
 */
final class Outbox implements Outlets {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
    private static final int STEPS_AT_ONCE = 20;

    /** What carries deliveries out. */
    record Channels(Channel browsers, Channel webhooks) {}

    private final Database database;
    private final OutboxStore store;
    private final Channels channels;
    private final Clock clock;
    private final Config.Channels config;
    private final MeterRegistry meters;
    private final Spreading spreading;
    private final Breakers breakers;
    private final Verdicts verdicts;
    private final Backoff backoff;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean claiming = new AtomicBoolean();
    private volatile boolean closed;

    Outbox(Database database, Channels channels, Clock clock, Config.Channels config, MeterRegistry meters) {
        this.database = database;
        this.store = new OutboxStore(database);
        this.channels = channels;
        this.clock = clock;
        this.config = config;
        this.meters = meters;
        this.breakers = new Breakers(config.breakerFailures(), Duration.ofSeconds(config.breakerSeconds()));
        this.spreading = new Spreading(database, clock, config);
        this.verdicts = new Verdicts(breakers);
        this.backoff = new Backoff(
                Duration.ofSeconds(config.backoffSeconds()), Duration.ofSeconds(config.longestBackoffSeconds()));
        Gauge.builder("kepu.channels.underway", underWay, AtomicInteger::get).register(meters);
    }

    void admitting(Admission by) {
        verdicts.admitting(by);
    }

    @Override
    public Future<Void> published(SqlClient transaction, List<Publication> publications) {
        return OutboxStore.plan(transaction, publications.stream().map(Publication::seq), Delivery.Event.PUBLISHED);
    }

    @Override
    public Future<Void> cancelled(SqlClient transaction, List<Publication> publications) {
        return OutboxStore.plan(transaction, publications.stream().map(Publication::seq), Delivery.Event.CANCELLED);
    }

    /** Spreads what is planned over receivers and sends what is due: bulletins first, and between the steps of their spreading. */
    Future<Void> tick() {
        return alarms(STEPS_AT_ONCE)
                .compose(done -> publications(STEPS_AT_ONCE))
                .compose(done -> work());
    }

    private Future<Void> alarms(int left) {
        return spreading
                .alarm()
                .compose(worked -> worked && left > 0 && !closed
                        ? work().compose(done -> alarms(left - 1))
                        : Future.succeededFuture());
    }

    private Future<Void> publications(int left) {
        return spreading
                .publication()
                .compose(worked -> worked && left > 1 && !closed ? publications(left - 1) : Future.succeededFuture());
    }

    /** Takes what is due and sends it, bulletins before publications. The future is that of the taking. */
    Future<Void> work() {
        if (closed || !claiming.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        Instant now = clock.instant();
        return take(AlarmStore::claim, now)
                .compose(done -> take(this::publications, now))
                .onComplete(done -> claiming.set(false));
    }

    /** What is due at {@code now}, leased until {@code until}. */
    private interface Claim {
        Future<List<Delivery>> of(SqlClient transaction, Instant now, Instant until, int limit);
    }

    private Future<List<Delivery>> publications(SqlClient transaction, Instant now, Instant until, int limit) {
        return OutboxStore.claim(transaction, now, until, limit, config.webpushPerDay());
    }

    private Future<Void> take(Claim claim, Instant now) {
        int room = config.mostUnderWay() - underWay.get();
        if (room <= 0) {
            return Future.succeededFuture();
        }
        return database.transact(transaction -> claim.of(transaction, now, now.plusSeconds(config.leaseSeconds()), room)
                        .compose(claimed -> sorted(claimed, now))
                        .compose(sorting -> settle(transaction, sorting, now)))
                .map(going -> {
                    going.forEach(this::send);
                    return null;
                });
    }

    void close() {
        closed = true;
    }

    Future<Void> sweep() {
        return store.sweep(clock.instant(), Duration.ofDays(config.keepDays()));
    }

    /** What becomes of claimed deliveries, in the order in which the ledger is written: by channel. */
    private record Sorting(Map<String, List<Delivery>> going, List<Kept> kept) {
        void keep(Delivery delivery, String reason, Optional<Instant> until) {
            kept.add(new Kept(delivery, reason, until));
        }
    }

    /** A delivery that does not go now: it waits until then, or for ever. Looked at again and kept for the same reason it is counted once. */
    private record Kept(Delivery delivery, String reason, Optional<Instant> until) {}

    private Future<Sorting> sorted(List<Delivery> claimed, Instant now) {
        Sorting sorting = new Sorting(new TreeMap<>(), new ArrayList<>());
        Future<Void> all = Future.succeededFuture();
        for (Delivery delivery : claimed) {
            all = all.compose(done -> verdicts.of(delivery, now)).map(verdict -> {
                switch (verdict) {
                    case Admission.Verdict.Send() ->
                        sorting.going()
                                .computeIfAbsent(delivery.receiver().channel(), channel -> new ArrayList<>())
                                .add(delivery);
                    case Admission.Verdict.Hold(Instant until, String reason) ->
                        sorting.keep(delivery, reason, Optional.of(until));
                    case Admission.Verdict.Suppress(String reason) -> sorting.keep(delivery, reason, Optional.empty());
                }
                return null;
            });
        }
        return all.map(sorting);
    }

    /** Takes the tries from the quotas and writes what does not go; gives what goes. */
    private Future<List<Delivery>> settle(SqlClient transaction, Sorting sorting, Instant now) {
        LocalDate day = day(now);
        List<Delivery> going = new ArrayList<>();
        Future<Void> all = Future.succeededFuture();
        for (Map.Entry<String, List<Delivery>> channel : sorting.going().entrySet()) {
            List<Delivery> wanted = channel.getValue();
            int perDay = wanted.getFirst().receiver().perDay();
            all = all.compose(done -> OutboxStore.reserve(transaction, channel.getKey(), day, wanted.size(), perDay))
                    .compose(granted -> {
                        going.addAll(wanted.subList(0, granted));
                        return refuse(transaction, wanted.subList(granted, wanted.size()), day);
                    });
        }
        List<Kept> kept = sorting.kept().stream()
                .sorted(java.util.Comparator.comparing(
                                (Kept one) -> one.delivery().receiver().channel())
                        .thenComparing(Kept::reason))
                .toList();
        for (Kept one : kept) {
            all = all.compose(done -> keep(transaction, one, now, day));
        }
        return all.map(going);
    }

    /** What the day's quota has no room for waits for the next day, and is counted. */
    private Future<Void> refuse(SqlClient transaction, List<Delivery> refused, LocalDate day) {
        if (refused.isEmpty()) {
            return Future.succeededFuture();
        }
        meters.counter("kepu.channels.refused", "reason", "quota").increment(refused.size());
        Instant tomorrow = Beijing.beginning(day.plusDays(1)).toInstant();
        Future<Void> all =
                OutboxStore.count(transaction, refused.getFirst().receiver().channel(), day, "quota", refused.size());
        for (Delivery delivery : refused) {
            all = all.compose(done -> OutboxStore.putBack(transaction, delivery, tomorrow, "quota", false));
        }
        return all;
    }

    private Future<Void> keep(SqlClient transaction, Kept kept, Instant now, LocalDate day) {
        if (!kept.reason().equals(kept.delivery().reason())) {
            meters.counter("kepu.channels.refused", "reason", kept.reason()).increment();
        }
        return kept.until().isPresent()
                ? OutboxStore.putBack(transaction, kept.delivery(), kept.until().get(), kept.reason(), false)
                : OutboxStore.end(transaction, kept.delivery(), "suppressed", kept.reason(), now, day);
    }

    private void send(Delivery delivery) {
        underWay.incrementAndGet();
        channel(delivery)
                .send(delivery)
                .recover(cause -> {
                    LOG.warn("delivery {} could not be made: {}", delivery.id(), cause.toString());
                    return Future.succeededFuture(new Tried.Failed("fault", null));
                })
                .compose(tried -> note(delivery, tried))
                .onFailure(cause -> LOG.warn("delivery {} will be tried again: {}", delivery.id(), cause.toString()))
                .onComplete(done -> {
                    if (underWay.decrementAndGet() <= config.mostUnderWay() / 2) {
                        work().onFailure(cause -> LOG.warn("outbox: {}", cause.toString()));
                    }
                });
    }

    private Channel channel(Delivery delivery) {
        return switch (delivery.receiver()) {
            case Delivery.Receiver.Browser browser -> channels.browsers();
            case Delivery.Receiver.Hook hook -> channels.webhooks();
        };
    }

    private Future<Void> note(Delivery delivery, Tried tried) {
        Instant now = clock.instant();
        String endpoint = delivery.receiver().endpoint();
        meters.counter(
                        "kepu.channels.tries",
                        "outcome",
                        tried.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT))
                .increment();
        return switch (tried) {
            case Tried.Delivered() -> {
                breakers.succeeded(endpoint);
                yield store.end(delivery, "sent", null, now, day(now));
            }
            case Tried.Gone() -> {
                breakers.succeeded(endpoint);
                yield store.gone(delivery, now, day(now));
            }
            case Tried.Refused(String reason) -> store.end(delivery, "dead", reason, now, day(now));
            case Tried.Failed(String reason, Duration pause) -> {
                if (breakers.failed(endpoint, now)) {
                    meters.counter("kepu.channels.opened").increment();
                }
                Duration asked = pause == null ? Duration.ZERO : pause;
                yield delivery.attempt() >= config.attempts()
                        ? store.end(delivery, "dead", reason, now, day(now))
                        : store.again(
                                delivery,
                                now.plus(backoff.after(delivery.attempt(), asked, ThreadLocalRandom.current())),
                                reason);
            }
        };
    }

    private static LocalDate day(Instant now) {
        return Beijing.day(now);
    }
}
