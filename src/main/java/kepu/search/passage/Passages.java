package kepu.search.passage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.config.Questions;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What the live items say to a question. The index only says where; the words are read from the item as it is now, so that what was withdrawn
 * or corrected a moment ago is not quoted.
 */
public final class Passages {
    /** A passage of a live item. */
    public record Quoted(Item item, Passage passage, double score) {}

    /**
     * The best passages, none when there are none; {@code confidence} that they answer the question, 0 to 1; {@code topic} that the
     * question seems to be about, null when it is like nothing.
     */
    public record Reply(
            double confidence,
            List<Quoted> passages,
            @Nullable Topic topic) {
        public Reply {
            passages = List.copyOf(passages);
        }
    }

    private static final int ASKING = 2;
    private static final long LONGEST_SECONDS = 60;
    private static final int BUSY_SECONDS = 2;
    /** A further passage is quoted when it scores at least this share of the best. */
    private static final double NEAR = 0.7;
    /** Hits that say what a question is about, and what the best of them must have of it to say anything. */
    private static final int TELLING = 8;

    private static final double ALIKE = 0.15;

    private final Items items;
    private final Clock clock;
    private final Questions config;
    private final WorkerExecutor askers;
    private final PassageIndexing indexing;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;

    /** Follows the catalogue from {@link #start} on. */
    public Passages(Vertx vertx, Items items, Clock clock, Questions config, MeterRegistry meters) {
        this.items = items;
        this.clock = clock;
        this.config = config;
        this.askers = vertx.createSharedWorkerExecutor("kepu-passages", ASKING, LONGEST_SECONDS, TimeUnit.SECONDS);
        this.indexing = new PassageIndexing(vertx, items, config.items(), meters);
        this.refused = Counter.builder("kepu.questions.refused")
                .tag("limit", "waiting")
                .register(meters);
        meters.gauge("kepu.questions.looking", waiting);
    }

    /** Begins to read the items. */
    public void start() {
        indexing.follow();
    }

    public Future<Void> close() {
        return askers.close().compose(done -> indexing.close());
    }

    /** What items that are meant for the region say; {@link Failure.TooMany} when too many ask. */
    public Future<Reply> ask(String question, RegionCode region) {
        if (waiting.incrementAndGet() > config.waiting()) {
            waiting.decrementAndGet();
            refused.increment();
            throw new Failure.TooMany("questions-busy", "提问的人太多，请稍后再问", BUSY_SECONDS);
        }
        return askers.executeBlocking(() -> indexing.index().ask(question), false)
                .compose(found -> reply(found, region))
                .onComplete(done -> waiting.decrementAndGet());
    }

    private Future<Reply> reply(List<PassageIndex.Found> all, RegionCode region) {
        List<PassageIndex.Found> found =
                all.stream().filter(one -> live(one.item(), region).isPresent()).toList();
        double confidence = Confidence.SHIPPED.of(found);
        List<PassageIndex.Found> best = found.stream()
                .filter(one -> one.score() >= NEAR * found.getFirst().score())
                .filter(one -> one.match().holds())
                .limit(config.passages())
                .toList();
        return quoted(best, 0, new ArrayList<>()).map(passages -> {
            // the best one is not there any more as it was: what stands behind it was not weighed
            boolean isWhole = !passages.isEmpty()
                    && passages.getFirst().item().seq() == best.getFirst().item();
            return new Reply(isWhole ? confidence : 0, passages, topic(found));
        });
    }

    private Future<List<Quoted>> quoted(List<PassageIndex.Found> best, int at, List<Quoted> quoted) {
        if (at == best.size()) {
            return Future.succeededFuture(quoted);
        }
        PassageIndex.Found found = best.get(at);
        Catalogue.Entry entry = items.catalogue().at(found.item());
        if (entry == null) {
            return quoted(best, at + 1, quoted);
        }
        return items.whole(entry.item().id())
                .map(whole -> passage(found, whole.body()))
                .recover(Passages::gone)
                .compose(passage -> {
                    passage.ifPresentOrElse(
                            there -> quoted.add(new Quoted(entry.item(), there, found.score())),
                            () -> indexing.forget(found.item()));
                    return quoted(best, at + 1, quoted);
                });
    }

    /** Somebody withdrew it meanwhile. */
    private static Future<Optional<Passage>> gone(Throwable cause) {
        return cause instanceof Failure.Missing ? Future.succeededFuture(Optional.empty()) : Future.failedFuture(cause);
    }

    private static Optional<Passage> passage(PassageIndex.Found found, String body) {
        List<Passage> passages = Sections.of(body);
        return found.place() < passages.size() && passages.get(found.place()).print() == found.print()
                ? Optional.of(passages.get(found.place()))
                : Optional.empty();
    }

    private Optional<Item> live(int seq, RegionCode region) {
        return Optional.ofNullable(items.catalogue().at(seq))
                .map(Catalogue.Entry::item)
                .filter(item -> item.isFor(region) && !item.publishedAt().isAfter(clock.instant()));
    }

    private @Nullable Topic topic(List<PassageIndex.Found> found) {
        if (found.isEmpty() || found.getFirst().match().pairShare() < ALIKE) {
            return null;
        }
        Map<Topic, Double> byTopic = new EnumMap<>(Topic.class);
        found.stream().limit(TELLING).forEach(one -> {
            Catalogue.Entry entry = items.catalogue().at(one.item());
            if (entry != null) {
                byTopic.merge(entry.item().topic(), one.score(), Double::sum);
            }
        });
        return byTopic.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }
}
