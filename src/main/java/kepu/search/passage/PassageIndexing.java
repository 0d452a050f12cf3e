package kepu.search.passage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
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
import kepu.search.InStep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the index of passages up with the catalogue, a batch at a time on one worker; many changes in a row are taken in as one. */
final class PassageIndexing {
    private static final Logger LOG = LoggerFactory.getLogger(PassageIndexing.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final long LONGEST_MINUTES = 10;

    private final int most;
    private final WorkerExecutor worker;
    private final InStep step;
    private final Timer build;
    private final PassageIndex index = new PassageIndex();
    /** What is in the index, by seq. Only the worker touches it. */
    private final Map<Integer, Item> known = new HashMap<>();

    private volatile int size;

    /** {@code most} items at once, the newest. */
    PassageIndexing(Vertx vertx, Items items, int most, MeterRegistry meters) {
        this.most = most;
        this.worker = vertx.createSharedWorkerExecutor("kepu-passage-index", 1, LONGEST_MINUTES, TimeUnit.MINUTES);
        this.step = new InStep(
                vertx,
                items,
                RETRY,
                () -> update(items.catalogue()),
                cause -> LOG.warn("items cannot be read for questions now: {}", cause.toString()));
        this.build = Timer.builder("kepu.questions.build").register(meters);
        meters.gauge("kepu.questions.items", this, here -> here.size);
        items.onChange(catalogue -> follow());
    }

    PassageIndex index() {
        return index;
    }

    /** Takes in what the index does not have. */
    void follow() {
        step.follow();
    }

    /** Reads an item again whose text is another than the one that was read. */
    void forget(int item) {
        worker.executeBlocking(() -> known.remove(item)).onSuccess(done -> follow());
    }

    Future<Void> close() {
        return step.close().compose(done -> worker.close()).onComplete(done -> index.close());
    }

    private Future<Void> update(Catalogue catalogue) {
        Timer.Sample sample = Timer.start();
        return worker.executeBlocking(() -> fresh(catalogue))
                .compose(fresh ->
                        step.each(fresh, (batch, bodies) -> worker.executeBlocking(() -> take(batch, bodies))))
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
}
