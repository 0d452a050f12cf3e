package kepu.search.find;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.region.RegionCode;
import kepu.search.PlainChinese;
import org.apache.lucene.store.AlreadyClosedException;

/** Finding live items by words, on workers of its own behind a bounded queue, and what completes a half-typed word, from memory. */
public final class Searching {
    private static final int RETRY_SECONDS = 1;

    private final Items items;
    private final Clock clock;
    private final Config.Search limits;
    private final Indexing indexing;
    private final KeptResults results;
    private final WorkerExecutor workers;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter busy;
    private final Counter tooLong;
    private final Timer time;

    /** Keeps its index in a folder. */
    public Searching(Vertx vertx, Items items, Clock clock, Config.Search limits, Path folder, MeterRegistry meters) {
        this.items = items;
        this.clock = clock;
        this.limits = limits;
        this.indexing = new Indexing(vertx, items, folder, meters);
        this.results = new KeptResults(limits.keptQuestions(), meters);
        int threads = limits.threads() == 0 ? Runtime.getRuntime().availableProcessors() : limits.threads();
        this.workers = vertx.createSharedWorkerExecutor("kepu-search-query", threads);
        this.busy = meters.counter("kepu.search.refused", "limit", "queue");
        this.tooLong = meters.counter("kepu.search.refused", "limit", "query");
        this.time = Timer.builder("kepu.search.time").register(meters);
        meters.gauge("kepu.search.waiting", waiting);
    }

    /** Begins to open and fill the index. */
    public void start() {
        indexing.start();
    }

    /** Whether there is an index to search in. */
    public boolean isReady() {
        return indexing.isReady();
    }

    /**
     * A page of what was found. {@link Failure.Invalid} for a query that is empty or too long and for a cursor of another query,
     * {@link Failure.TooMany} when too many searches wait, {@link Failure.Unavailable} while the first index is being made.
     */
    public Future<Found> search(Wish wish) {
        check(wish.text());
        if (PlainChinese.letters(wish.text()).isEmpty()) {
            return Future.succeededFuture(new Found(List.of(), 0, Found.Facets.of(List.of()), null, null));
        }
        if (waiting.incrementAndGet() > limits.waiting()) {
            waiting.decrementAndGet();
            busy.increment();
            return Future.failedFuture(new Failure.TooMany("search-busy", "搜索的人太多，请几秒后再试", RETRY_SECONDS));
        }
        return workers.executeBlocking(() -> found(wish), false).onComplete(done -> waiting.decrementAndGet());
    }

    /**
     * Texts that begin with what was typed, in characters, in pinyin or in the first letters of it, the weightiest first; only such as an item
     * has that is live at this moment and can be shown in the region.
     */
    public List<String> suggest(String typed, RegionCode region, int most) {
        check(typed);
        Catalogue catalogue = items.catalogue();
        Instant now = clock.instant();
        return indexing.suggestions().of(typed, most, seq -> {
            Catalogue.Entry entry = catalogue.at(seq);
            return entry != null
                    && entry.item().isFor(region)
                    && !entry.item().publishedAt().isAfter(now);
        });
    }

    /** Makes the index again from the database while the present one serves. */
    public void rebuild() {
        indexing.rebuild();
    }

    /** Looks for texts that changed without their items. */
    public Future<Void> sweep() {
        return indexing.sweep();
    }

    /** Done when nothing runs any more. */
    public Future<Void> close() {
        return indexing.close().eventually(workers::close);
    }

    private void check(String text) {
        if (text.codePointCount(0, text.length()) > limits.queryChars()) {
            tooLong.increment();
            throw new Failure.Invalid("query-too-long", "搜索词最多 %d 个字".formatted(limits.queryChars()));
        }
        if (text.isBlank()) {
            throw new Failure.Invalid("query-empty", "请输入要搜索的内容");
        }
    }

    private Found found(Wish wish) {
        Timer.Sample sample = Timer.start();
        try (Reading reading = reading()) {
            Reading.Matches matches =
                    results.of(reading, wish.text(), Labels.asked(wish.filters(), wish.region()), limits.depth());
            String meant = matches.mended().equals(PlainChinese.of(wish.text())) ? null : matches.mended();
            return new Ranking(items.catalogue(), clock.instant()).found(reading, matches, wish, meant);
        } finally {
            sample.stop(time);
        }
    }

    /** Of the index that serves; of the next one when that was replaced at this moment. */
    private Reading reading() {
        while (true) {
            ItemIndex index = indexing.index();
            if (index == null) {
                throw new Failure.Unavailable("search-starting", "搜索正在准备，请稍后再试");
            }
            try {
                return index.reading();
            } catch (AlreadyClosedException e) {
                if (index == indexing.index()) {
                    throw e;
                }
            }
        }
    }
}
