package kepu.search.passage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the index of passages up with the catalogue, a batch at a time on one worker; many changes in a row are taken in as one. */
final class PassageIndexing {
    private static final Logger LOG = LoggerFactory.getLogger(PassageIndexing.class);
    private static final int BATCH_ITEMS = 200;
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final long LONGEST_MINUTES = 10;

    private final Vertx vertx;
    private final Items items;
    private final int most;
    private final WorkerExecutor worker;
    private final Timer build;
    private final PassageIndex index = new PassageIndex();
    /** What is in the index, by seq. Only the worker touches it. */
    private final Map<Integer, Item> known = new HashMap<>();

    private final Promise<Void> idle = Promise.promise();
    private volatile int size;
    private boolean busy;
    private boolean stale;
    private volatile boolean closed;

    /** {@code most} items at once, the newest. */
    PassageIndexing(Vertx vertx, Items items, int most, MeterRegistry meters) {
        this.vertx = vertx;
        this.items = items;
        this.most = most;
        this.worker = vertx.createSharedWorkerExecutor("kepu-passage-index", 1, LONGEST_MINUTES, TimeUnit.MINUTES);
        this.build = Timer.builder("kepu.questions.build").register(meters);
        meters.gauge("kepu.questions.items", this, here -> here.size);
        items.onChange(catalogue -> follow());
    }

    PassageIndex index() {
        return index;
    }

    /** Takes in what the index does not have. */
    synchronized void follow() {
        if (closed) {
            return;
        }
        stale = busy;
        if (!busy) {
            busy = true;
            update(items.catalogue()).onComplete(done -> ended(), this::failed);
        }
    }

    /** Reads an item again whose text is another than the one that was read. */
    void forget(int item) {
        worker.executeBlocking(() -> known.remove(item)).onSuccess(done -> follow());
    }

    synchronized Future<Void> close() {
        closed = true;
        if (!busy) {
            idle.tryComplete();
        }
        return idle.future().compose(done -> worker.close()).onComplete(done -> index.close());
    }

    private Future<Void> update(Catalogue catalogue) {
        Timer.Sample sample = Timer.start();
        return worker.executeBlocking(() -> fresh(catalogue))
                .compose(fresh -> take(fresh, 0))
                .onSuccess(done -> sample.stop(build));
    }

    /** Takes out what is no longer live or among the newest; gives what is to be read. */
    private List<Item> fresh(Catalogue catalogue) {
        List<Item> wanted = catalogue.entries().stream()
                .map(Catalogue.Entry::item)
                .sorted(Comparator.comparing(Item::publishedAt).reversed())
                .limit(most)
                .toList();
        Set<Integer> seqs = wanted.stream().map(Item::seq).collect(Collectors.toSet());
        known.keySet().removeIf(seq -> {
            boolean isGone = !seqs.contains(seq);
            if (isGone) {
                index.remove(seq);
            }
            return isGone;
        });
        index.refresh();
        size = known.size();
        return wanted.stream()
                .filter(item -> !item.equals(known.get(item.seq())))
                .toList();
    }

    private Future<Void> take(List<Item> fresh, int from) {
        if (closed || from >= fresh.size()) {
            return Future.succeededFuture();
        }
        int to = Math.min(from + BATCH_ITEMS, fresh.size());
        List<Item> batch = fresh.subList(from, to);
        return items.bodies(batch)
                .compose(bodies -> worker.executeBlocking(() -> take(batch, bodies)))
                .compose(done -> take(fresh, to));
    }

    private @Nullable Void take(List<Item> batch, Map<Integer, String> bodies) {
        for (Item item : batch) {
            String body = bodies.get(item.seq());
            if (body != null) {
                index.put(item, Sections.of(body));
                known.put(item.seq(), item);
            }
        }
        index.refresh();
        size = known.size();
        return null;
    }

    private synchronized void ended() {
        busy = false;
        if (closed) {
            idle.tryComplete();
        } else if (stale) {
            follow();
        }
    }

    private synchronized void failed(Throwable cause) {
        busy = false;
        if (closed) {
            idle.tryComplete();
            return;
        }
        LOG.warn("items cannot be read for questions now: {}", cause.toString());
        vertx.setTimer(RETRY.toMillis(), tick -> follow());
    }
}
