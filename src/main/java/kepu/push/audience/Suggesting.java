package kepu.push.audience;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.Item;
import kepu.recommend.Appeal;
import kepu.recommend.rank.Person;
import kepu.region.RegionCode;

/**
 * Finds who should get an item: residents drawn from the scope are scored by the model that serves the feeds, on what they told of
 * themselves and not on what they did, and {@link Choosing} looks for what the likely readers have in common.
 */
public final class Suggesting implements AutoCloseable {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final AudienceIndex index;
    private final Appeal appeal;
    private final Clock clock;
    private final Config.Audience config;
    private final WorkerExecutor worker;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;

    public Suggesting(
            Vertx vertx,
            AudienceIndex index,
            Appeal appeal,
            Clock clock,
            Config.Audience config,
            MeterRegistry meters) {
        this.index = index;
        this.appeal = appeal;
        this.clock = clock;
        this.config = config;
        this.worker = vertx.createSharedWorkerExecutor("audience-suggesting", 1);
        this.refused = meters.counter("kepu.audience.refused", "limit", "suggestions");
    }

    /**
     * Who of a region should get the item; the same residents are asked each time. {@link Failure.Conflict} when too few live there,
     * {@link Failure.Unavailable} until the index is laid.
     */
    public Future<Suggestion> suggest(Item item, RegionCode scope) {
        if (waiting.incrementAndGet() > config.suggestions()) {
            waiting.decrementAndGet();
            refused.increment();
            return Future.failedFuture(
                    new Failure.TooMany("suggestions-busy", "正在算的人群建议太多，请稍后再试", RETRY_AFTER_SECONDS));
        }
        return index.sample(scope, config.sample(), scope.first() + item.seq())
                .compose(people -> worker.executeBlocking(() -> choose(item, scope, people), false))
                .onComplete(done -> waiting.decrementAndGet());
    }

    @Override
    public void close() {
        worker.close();
    }

    private Suggestion choose(Item item, RegionCode scope, List<Sketch> people) {
        if (people.size() < Choosing.FEWEST) {
            throw new Failure.Conflict("too-few-residents", "这个地区的居民太少，给不出人群建议");
        }
        Appeal.Scores scores =
                appeal.of(item, people.stream().map(Suggesting::person).toList());
        int year = Beijing.year(clock.instant());
        return new Choosing(scope, people, scores.probabilities(), year).suggestion(scores.model());
    }

    private static Person person(Sketch sketch) {
        RegionCode village = RegionCode.village(sketch.village());
        return sketch.personalised()
                ? new Person(village, sketch.groups(), sketch.birthYear(), sketch.topics(), 0, null)
                : Person.of(village);
    }
}
