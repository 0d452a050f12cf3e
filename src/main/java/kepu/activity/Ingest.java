package kepu.activity;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import kepu.base.Failure;
import kepu.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable way in for events: requests wait in a bounded queue and are stored together, one transaction at a time (group commit,
 * DeWitt et al. 1984). A request is answered when its events are committed, so an answer is a promise that outlives a crash.
 */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);

    /** How many events of a request were new, and how many had been stored before. */
    public record Stored(int accepted, int duplicates) {}

    private record Waiting(List<Event> events, Promise<Stored> promise) {}

    private static final int RETRY_AFTER_SECONDS = 2;

    private final Context context;
    private final EventStore store;
    private final int queueEvents;
    private final int batchEvents;
    private final AtomicInteger queued = new AtomicInteger();
    private final Counter refused;
    private final Counter stored;
    private final DistributionSummary batches;
    private final List<Consumer<List<Event>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<ServiceStore.Served>>> servedListeners = new CopyOnWriteArrayList<>();
    /** Only touched on {@link #context}. */
    private final Queue<Waiting> queue = new ArrayDeque<>();

    private volatile Placing.Marking marking = (feed, item) -> null;
    private boolean storing;

    public Ingest(Vertx vertx, EventStore store, Config.Events config, MeterRegistry meters) {
        this.context = vertx.getOrCreateContext();
        this.store = store;
        this.queueEvents = config.queueEvents();
        this.batchEvents = config.batchEvents();
        this.refused = meters.counter("kepu.events.refused");
        this.stored = meters.counter("kepu.events.stored");
        this.batches = DistributionSummary.builder("kepu.events.batch").register(meters);
        Gauge.builder("kepu.events.queued", queued, AtomicInteger::get).register(meters);
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
        if (queued.addAndGet(events.size()) > queueEvents) {
            queued.addAndGet(-events.size());
            refused.increment(events.size());
            return Future.failedFuture(new Failure.TooMany("events-busy", "上报的人太多，请稍后重试", RETRY_AFTER_SECONDS));
        }
        Promise<Stored> promise = Promise.promise();
        context.runOnContext(now -> {
            queue.add(new Waiting(events, promise));
            storeNext();
        });
        return promise.future();
    }

    private void storeNext() {
        if (storing || queue.isEmpty()) {
            return;
        }
        storing = true;
        List<Waiting> batch = take();
        List<Event> events = new ArrayList<>();
        batch.forEach(waiting -> events.addAll(waiting.events()));
        batches.record(events.size());
        store.insert(events, marking).onComplete(done -> {
            storing = false;
            queued.addAndGet(-events.size());
            if (done.succeeded()) {
                answer(batch, new Fresh(done.result().keys()));
                servedListeners.forEach(
                        listener -> listener.accept(done.result().served()));
            } else {
                batch.forEach(waiting -> waiting.promise().fail(done.cause()));
            }
            storeNext();
        });
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>();
        int size = 0;
        for (Waiting next = queue.peek();
                next != null && (size == 0 || size + next.events().size() <= batchEvents);
                next = queue.peek()) {
            batch.add(queue.remove());
            size += next.events().size();
        }
        return batch;
    }

    /** Listeners come first: whoever hears that an event was accepted may ask for a feed that knows it. */
    private void answer(List<Waiting> batch, Fresh fresh) {
        List<Event> news = new ArrayList<>();
        List<Stored> answers = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            int before = news.size();
            for (Event event : waiting.events()) {
                if (fresh.take(event)) {
                    news.add(event);
                }
            }
            int accepted = news.size() - before;
            answers.add(new Stored(accepted, waiting.events().size() - accepted));
        }
        stored.increment(news.size());
        listeners.forEach(listener -> tell(listener, news));
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).promise().complete(answers.get(i));
        }
    }

    /** What is stored is acknowledged, whatever a listener makes of it. */
    private static void tell(Consumer<List<Event>> listener, List<Event> news) {
        try {
            listener.accept(news);
        } catch (RuntimeException e) {
            LOG.error("a listener failed on {} stored events", news.size(), e);
        }
    }

    /** The keys that the database stored as new; the first event with a key takes it, its twins are duplicates. */
    private record Fresh(java.util.Set<EventStore.Key> keys) {
        boolean take(Event event) {
            return keys.remove(new EventStore.Key(event.person(), event.id()));
        }
    }
}
