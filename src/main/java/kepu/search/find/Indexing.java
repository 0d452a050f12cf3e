package kepu.search.find;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.search.InStep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index in step with the live items. One worker takes in what changed, the new items first, and many changes in a row as one; the texts
 * come from the database. It can be made anew beside the one that serves, which it then replaces.
 */
final class Indexing {
    private static final Logger LOG = LoggerFactory.getLogger(Indexing.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final long LONGEST_MINUTES = 30;
    /** Threads that read texts while nothing can be found yet; afterwards one does, beside those that search. */
    private static final int WAYS = Runtime.getRuntime().availableProcessors();

    private final Items items;
    private final WorkerExecutor worker;
    private final InStep step;
    private final IndexFolder folder;
    private final Learning learning;
    private final Counter damaged;
    private final Timer time;
    /** The items whose text the index has, by seq, and the marks of texts. Only the worker's steps touch the two, one at a time. */
    private final Map<Integer, Item> known = new HashMap<>();

    private final Map<Integer, String> marks = new HashMap<>();
    private final AtomicBoolean anew = new AtomicBoolean();

    private volatile @Nullable ItemIndex present;
    private volatile boolean complete;

    Indexing(Vertx vertx, Items items, Path folder, MeterRegistry meters) {
        this.items = items;
        this.folder = new IndexFolder(folder);
        this.worker = vertx.createSharedWorkerExecutor("kepu-search-index", WAYS, LONGEST_MINUTES, TimeUnit.MINUTES);
        this.step = new InStep(
                vertx,
                items,
                RETRY,
                this::followed,
                cause -> LOG.warn("the index cannot follow the items now: {}", cause.toString()));
        this.learning = new Learning(vertx, items, () -> present);
        this.damaged = meters.counter("kepu.search.damaged");
        this.time = Timer.builder("kepu.search.indexing").register(meters);
        meters.gauge("kepu.search.indexed", this, here -> here.known.size());
        items.onChange(catalogue -> step.follow());
    }

    /** Opens what is on disk and brings it up to the present. */
    void start() {
        step.follow();
    }

    /** Makes the index again from the database; the present one serves until it is done. */
    void rebuild() {
        anew.set(true);
        step.follow();
    }

    /** Reads every text again, in case one changed whose item did not. */
    Future<Void> sweep() {
        return worker.executeBlocking(this::doubt).onSuccess(done -> step.follow());
    }

    /** The index that serves; null before there is one that has every item. */
    @Nullable
    ItemIndex index() {
        return complete ? present : null;
    }

    boolean isReady() {
        return index() != null;
    }

    Suggestions suggestions() {
        return learning.suggestions();
    }

    /** Done when nothing runs any more. */
    Future<Void> close() {
        return step.close()
                .compose(done -> learning.close())
                .compose(done -> worker.executeBlocking(this::shut))
                .eventually(worker::close);
    }

    private Future<Void> followed() {
        Timer.Sample sample = Timer.start();
        Catalogue catalogue = items.catalogue();
        return (anew.getAndSet(false) ? replace(catalogue) : update(catalogue)).onSuccess(done -> {
            sample.stop(time);
            LOG.info("{} items can be found", known.size());
        });
    }

    private Future<Void> update(Catalogue catalogue) {
        return worker.executeBlocking(this::opened)
                .compose(index -> worker.executeBlocking(() -> forget(index, catalogue))
                        .compose(fresh -> collect(index, fresh))
                        .compose(done -> worker.executeBlocking(() -> finish(index))));
    }

    /** Fills an index aside, then lets it serve. */
    private Future<Void> replace(Catalogue catalogue) {
        List<Item> all = all(catalogue);
        return worker.executeBlocking(this::aside)
                .compose(index -> collect(index, all)
                        .compose(done -> worker.executeBlocking(() -> swap(index)))
                        .onFailure(cause -> index.close()));
    }

    private ItemIndex opened() throws IOException {
        ItemIndex index = present;
        if (index == null) {
            IndexFolder.Opened opened = folder.newest();
            index = opened.index();
            if (opened.damaged()) {
                damaged.increment();
            }
            marks.putAll(index.marks());
            present = index;
            complete = !marks.isEmpty();
        }
        return index;
    }

    private @Nullable Void doubt() {
        known.clear();
        return null;
    }

    private ItemIndex aside() {
        known.clear();
        marks.clear();
        return folder.next();
    }

    /** Takes out what is no longer live; gives what is to be read. */
    private List<Item> forget(ItemIndex index, Catalogue catalogue) throws IOException {
        Set<Integer> gone =
                marks.keySet().stream().filter(seq -> catalogue.at(seq) == null).collect(Collectors.toSet());
        index.remove(gone);
        known.keySet().removeAll(gone);
        marks.keySet().removeAll(gone);
        return all(catalogue).stream()
                .filter(item -> !item.equals(known.get(item.seq())))
                .toList();
    }

    private Future<Void> collect(ItemIndex index, List<Item> fresh) {
        return step.each(
                fresh,
                (batch, bodies) -> worker.executeBlocking(() -> changed(batch, bodies))
                        .compose(texts -> put(index, texts))
                        .compose(texts -> worker.executeBlocking(() -> remember(batch, bodies, texts))));
    }

    /** The texts that the index has not, or has otherwise. */
    private List<ItemText> changed(List<Item> batch, Map<Integer, String> bodies) {
        List<ItemText> texts = new ArrayList<>();
        for (Item item : batch) {
            String body = bodies.get(item.seq());
            if (body != null) {
                ItemText text = text(item, body);
                if (!text.mark().equals(marks.get(item.seq()))) {
                    texts.add(text);
                }
            }
        }
        return texts;
    }

    /** Reading Chinese as words takes longer than all else. */
    private Future<List<ItemText>> put(ItemIndex index, List<ItemText> texts) {
        int ways = complete ? 1 : WAYS;
        int share = Math.ceilDiv(texts.size(), ways);
        List<Future<Void>> parts = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += share) {
            List<ItemText> part = texts.subList(from, Math.min(from + share, texts.size()));
            parts.add(worker.executeBlocking(() -> written(index, part), false));
        }
        return Future.join(parts).map(texts);
    }

    private static @Nullable Void written(ItemIndex index, List<ItemText> texts) throws IOException {
        index.put(texts);
        return null;
    }

    private @Nullable Void remember(List<Item> batch, Map<Integer, String> bodies, List<ItemText> texts) {
        texts.forEach(text -> marks.put(text.seq(), text.mark()));
        batch.stream().filter(item -> bodies.containsKey(item.seq())).forEach(item -> known.put(item.seq(), item));
        return null;
    }

    private @Nullable Void finish(ItemIndex index) throws IOException {
        index.refresh();
        complete = true;
        index.commit();
        learning.again();
        return null;
    }

    private @Nullable Void swap(ItemIndex index) throws IOException {
        index.refresh();
        index.commit();
        ItemIndex before = present;
        present = index;
        complete = true;
        if (before != null) {
            before.close();
        }
        folder.clean();
        learning.again();
        return null;
    }

    private @Nullable Void shut() {
        complete = false;
        ItemIndex index = present;
        if (index != null) {
            index.close();
        }
        return null;
    }

    private static List<Item> all(Catalogue catalogue) {
        return catalogue.entries().stream().map(Catalogue.Entry::item).toList();
    }

    private static ItemText text(Item item, String html) {
        String body = PlainText.of(html);
        return new ItemText(
                item.seq(), item.title(), item.keywords(), item.summary(), body, Labels.of(item), Marks.of(item, body));
    }
}
