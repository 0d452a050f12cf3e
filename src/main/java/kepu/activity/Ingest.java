package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.store.GroupCommit;

/** The durable way in for events, by group commit: a request is answered when its events are committed. */
public final class Ingest {
    /** How many events of a request were new, and how many had been stored before. */
    public record Stored(int accepted, int duplicates) {}

    private static final int RETRY_AFTER_SECONDS = 2;
    /** While one batch waits for the disk the next is worked on. */
    private static final int BATCHES_AT_ONCE = 2;
    /** A commit costs the database as much as dozens of events: where many report, those of a few milliseconds share it. */
    private static final Duration BATCHES_APART = Duration.ofMillis(25);

    private final EventStore store;
    private final GroupCommit<List<Event>, Stored> commits;
    private final Counter refused;
    private final Counter stored;
    private final DistributionSummary batches;
    private final Lots lots;

    private volatile Placing.Marking marking = Placing.Marking.NONE;

    public Ingest(
            Vertx vertx,
            EventStore store,
            LotStore lots,
            LotStore.Place from,
            Config.Events config,
            MeterRegistry meters) {
        Context context = vertx.getOrCreateContext();
        this.store = store;
        this.lots = new Lots(context, lots, config, from, meters);
        this.refused = meters.counter("kepu.events.refused");
        this.stored = meters.counter("kepu.events.stored");
        this.batches = DistributionSummary.builder("kepu.events.batch").register(meters);
        this.commits = new GroupCommit<>(
                context,
                new GroupCommit.Limits(config.queueEvents(), config.batchEvents(), BATCHES_AT_ONCE, BATCHES_APART),
                this::store);
        Gauge.builder("kepu.events.queued", commits, GroupCommit::waiting).register(meters);
    }

    /** What is learned of events, wherever they were stored. */
    public Lots lots() {
        return lots;
    }

    /** Has stored events say how their items came before people. */
    public void marked(Placing.Marking by) {
        marking = by;
    }

    /** Stores the events of one request; fails with {@link Failure.TooMany}, storing nothing, when the queue is full. */
    public Future<Stored> submit(List<Event> events) {
        if (events.isEmpty()) {
            return Future.succeededFuture(new Stored(0, 0));
        }
        Future<Void> brought = marking.bring(events);
        return brought.isComplete() ? offer(events) : brought.compose(done -> offer(events));
    }

    private Future<Stored> offer(List<Event> events) {
        return commits.offer(events, events.size()).orElseGet(() -> {
            refused.increment(events.size());
            return Future.failedFuture(new Failure.TooMany("events-busy", "上报的人太多，请稍后重试", RETRY_AFTER_SECONDS));
        });
    }

    private Future<List<Stored>> store(List<List<Event>> requests) {
        List<Event> events = requests.stream().flatMap(List::stream).toList();
        batches.record(events.size());
        return store.insert(events, marking, lots.node()).map(inserted -> answers(requests, inserted));
    }

    /** Learning comes first: whoever hears that an event was accepted may ask for a feed that knows it. */
    private List<Stored> answers(List<List<Event>> requests, EventStore.Inserted inserted) {
        List<Lot.Met> met = new ArrayList<>();
        List<Stored> answers = new ArrayList<>(requests.size());
        int all = 0;
        for (List<Event> events : requests) {
            int accepted = 0;
            for (Event event : events) {
                // the first event with a key takes it, its twins are duplicates
                EventStore.Known known = inserted.news().remove(new EventStore.Key(event.person(), event.id()));
                if (known != null) {
                    accepted++;
                    learned(event, known, met);
                }
            }
            all += accepted;
            answers.add(new Stored(accepted, events.size() - accepted));
        }
        stored.increment(all);
        if (inserted.xid() != 0) {
            lots.stored(Lot.of(inserted.xid(), met, inserted.served()));
        }
        return answers;
    }

    private static void learned(Event event, EventStore.Known known, List<Lot.Met> into) {
        Integer item = event.item();
        if (item != null && event.person() != Event.GUEST) {
            into.add(new Lot.Met(event, item, known.village(), known.groups(), known.first()));
        }
    }
}
