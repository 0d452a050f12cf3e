package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.store.GroupCommit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The durable way in for events, by group commit: a request is answered when its events are committed. */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    /** How many events of a request were new, and how many had been stored before. */
    public record Stored(int accepted, int duplicates) {}

    private static final int RETRY_AFTER_SECONDS = 2;
    /** While one batch waits for the disk the next is worked on. */
    private static final int BATCHES_AT_ONCE = 2;

    private final EventStore store;
    private final GroupCommit<List<Event>, Stored> commits;
    private final Counter refused;
    private final Counter stored;
    private final DistributionSummary batches;
    private final List<Consumer<List<Event>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<ServiceStore.Served>>> servedListeners = new CopyOnWriteArrayList<>();

    private volatile Placing.Marking marking = (feed, item) -> null;

    public Ingest(Vertx vertx, EventStore store, Config.Events config, MeterRegistry meters) {
        this.store = store;
        this.refused = meters.counter("kepu.events.refused");
        this.stored = meters.counter("kepu.events.stored");
        this.batches = DistributionSummary.builder("kepu.events.batch").register(meters);
        this.commits = new GroupCommit<>(
                vertx,
                new GroupCommit.Limits(config.queueEvents(), config.batchEvents(), BATCHES_AT_ONCE),
                this::store);
        Gauge.builder("kepu.events.queued", commits, GroupCommit::waiting).register(meters);
    }

    /** Registers a listener for events that were stored just now, duplicates left out. Called on one event loop. */
    public void onStored(Consumer<List<Event>> listener) {
        listeners.add(listener);
    }

    /** Registers a listener for services that were counted just now. Called on one event loop. */
    public void onServed(Consumer<List<ServiceStore.Served>> listener) {
        servedListeners.add(listener);
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
        return commits.offer(events, events.size()).orElseGet(() -> {
            refused.increment(events.size());
            return Future.failedFuture(new Failure.TooMany("events-busy", "上报的人太多，请稍后重试", RETRY_AFTER_SECONDS));
        });
    }

    private Future<List<Stored>> store(List<List<Event>> requests) {
        List<Event> events = requests.stream().flatMap(List::stream).toList();
        batches.record(events.size());
        return store.insert(events, marking).map(inserted -> answers(requests, inserted));
    }

    /** Listeners come first: whoever hears that an event was accepted may ask for a feed that knows it. */
    private List<Stored> answers(List<List<Event>> requests, EventStore.Inserted inserted) {
        Fresh fresh = new Fresh(inserted.keys());
        List<Event> news = new ArrayList<>();
        List<Stored> answers = new ArrayList<>(requests.size());
        for (List<Event> events : requests) {
            int before = news.size();
            events.stream().filter(fresh::take).forEach(news::add);
            int accepted = news.size() - before;
            answers.add(new Stored(accepted, events.size() - accepted));
        }
        stored.increment(news.size());
        listeners.forEach(listener -> tell(listener, news));
        servedListeners.forEach(listener -> tell(listener, inserted.served()));
        return answers;
    }

    /** What is stored is acknowledged, whatever a listener makes of it. */
    private static <T> void tell(Consumer<List<T>> listener, List<T> news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("a listener failed on {} that were stored", news.size(), e);
        }
    }

    /** The keys that the database stored as new; the first event with a key takes it, its twins are duplicates. */
    private record Fresh(Set<EventStore.Key> keys) {
        boolean take(Event event) {
            return keys.remove(new EventStore.Key(event.person(), event.id()));
        }
    }
}
