package kepu.search;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import kepu.base.Neighbours;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live items that are like a live item. Texts are read and compared behind the back of the house, on one worker: until that is done
 * there are no neighbours, and after a change of the catalogue the ones from before it. Many changes in a row are taken in as one.
 */
public final class SimilarItems {
    private static final Logger LOG = LoggerFactory.getLogger(SimilarItems.class);
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final long LONGEST_MINUTES = 30;
    /** When more than one in so many items changed, everything is compared again: how telling a term is has changed too. */
    private static final int REBUILT_PART = 4;

    private final Items items;
    private final Clock clock;
    private final WorkerExecutor worker;
    private final InStep step;
    private final int most;
    private final Timer build;
    /** What {@link #similar} has, by seq. Only the worker touches the two, but for {@link Similar#stop}. */
    private final Map<Integer, Item> known = new HashMap<>();

    private volatile Similar similar;
    private volatile int size;
    private volatile Neighbours neighbours;

    /** Follows the catalogue from {@link #start} on. */
    public SimilarItems(Vertx vertx, Items items, Clock clock, Config.Search config, MeterRegistry meters) {
        this.items = items;
        this.clock = clock;
        this.worker = vertx.createSharedWorkerExecutor("kepu-search", 1, LONGEST_MINUTES, TimeUnit.MINUTES);
        this.most = config.similarItems();
        this.step = new InStep(
                vertx,
                items,
                RETRY,
                () -> update(items.catalogue()),
                cause -> LOG.warn("items cannot be compared now: {}", cause.toString()));
        this.similar = new Similar(most);
        this.build = Timer.builder("kepu.search.build").register(meters);
        this.neighbours = Neighbours.none(items.catalogue().bound());
        meters.gauge("kepu.search.items", this, here -> here.size);
        items.onChange(catalogue -> follow());
    }

    /** Begins to read and compare, unless no neighbours are wanted. */
    public void start() {
        follow();
    }

    /** The neighbours of items by seq, as they are known now. */
    public Neighbours neighbours() {
        return neighbours;
    }

    /** Live, published items like this one that are meant for a region, the likest first. */
    public List<Catalogue.Entry> of(Item item, RegionCode region, int size) {
        Neighbours now = neighbours;
        Catalogue live = items.catalogue();
        List<Catalogue.Entry> entries = new ArrayList<>(size);
        int end = item.seq() < now.size() ? now.starts()[item.seq() + 1] : 0;
        for (int at = end == 0 ? 0 : now.starts()[item.seq()]; at < end && entries.size() < size; at++) {
            Catalogue.Entry other = live.at(now.others()[at]);
            if (other != null && isFor(other.item(), region)) {
                entries.add(other);
            }
        }
        return entries;
    }

    /** Ends the comparison that is under way; done when nothing runs any more. */
    public Future<Void> close() {
        Future<Void> idle = step.close();
        similar.stop();
        return idle.compose(done -> worker.close());
    }

    private void follow() {
        if (most > 0) {
            step.follow();
        }
    }

    private Future<Void> update(Catalogue catalogue) {
        Timer.Sample sample = Timer.start();
        return worker.executeBlocking(() -> forget(catalogue))
                .compose(fresh ->
                        step.each(fresh, (batch, bodies) -> worker.executeBlocking(() -> collect(batch, bodies))))
                .compose(done -> worker.executeBlocking(() -> relate(catalogue)))
                .onSuccess(done -> sample.stop(build));
    }

    /** Takes out what is no longer live as it was; gives what is to be read. */
    private List<Item> forget(Catalogue catalogue) {
        List<Item> gone =
                known.values().stream().filter(item -> !isLive(item, catalogue)).toList();
        List<Item> all = catalogue.entries().stream().map(Catalogue.Entry::item).toList();
        List<Item> fresh =
                all.stream().filter(item -> !item.equals(known.get(item.seq()))).toList();
        if ((gone.size() + fresh.size()) * REBUILT_PART > all.size()) {
            similar.close();
            similar = new Similar(most);
            known.clear();
            return all;
        }
        gone.forEach(item -> {
            similar.remove(item.seq());
            known.remove(item.seq());
        });
        return fresh;
    }

    private @Nullable Void collect(List<Item> batch, Map<Integer, String> bodies) {
        for (Item item : batch) {
            String body = bodies.get(item.seq());
            if (body != null) {
                similar.collect(List.of(text(item, body)));
                known.put(item.seq(), item);
            }
        }
        return null;
    }

    private @Nullable Void relate(Catalogue catalogue) {
        if (step.isClosed()) {
            return null;
        }
        similar.relate();
        size = similar.size();
        neighbours = similar.neighbours(catalogue.bound());
        LOG.info("{} items are compared", size);
        return null;
    }

    private boolean isFor(Item item, RegionCode region) {
        return item.isFor(region) && !item.publishedAt().isAfter(clock.instant());
    }

    private static boolean isLive(Item item, Catalogue catalogue) {
        Catalogue.Entry entry = catalogue.at(item.seq());
        return entry != null && entry.item().equals(item);
    }

    /** What of an item is compared. */
    public static Similar.Text text(Item item, String body) {
        return new Similar.Text(
                item.seq(),
                item.title(),
                item.summary(),
                body,
                item.keywords(),
                item.topic().code());
    }
}
