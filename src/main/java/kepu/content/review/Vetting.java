package kepu.content.review;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kepu.config.Editorial;
import kepu.content.Items;
import kepu.content.SafeHtml;
import kepu.content.style.Draft;
import kepu.content.style.Fault;
import kepu.region.Regions;
import kepu.store.Database;

/** 三审三校 put together: what authors do, what reviewers do, and how much waits. */
public final class Vetting {
    private final Vertx vertx;
    private final Reviews reviews;
    private final Stages stages;
    private final BulkReviews bulk;
    private final ReviewStore store;
    private volatile Map<State, long[]> waiting = Map.of();

    /** What it stands on; {@code media} is where media are served from. */
    public record Ground(
            Vertx vertx,
            Database database,
            Items items,
            Regions regions,
            Path media,
            Clock clock,
            MeterRegistry meters) {}

    public Vetting(Ground ground, Editorial.Review config) {
        this.vertx = ground.vertx();
        Deadlines deadlines = new Deadlines(ground.clock(), config);
        this.store = new ReviewStore(ground.database());
        this.reviews = new Reviews(ground.vertx(), ground.database(), ground.regions(), ground.media(), deadlines);
        this.stages = new Stages(ground.vertx(), ground.database(), ground.items(), deadlines);
        this.bulk = new BulkReviews(stages, ground.items(), config.bulk(), ground.meters());
        Stream.of(State.FIRST, State.SECOND, State.FINAL).forEach(stage -> {
            gauge(ground.meters(), "kepu.review.waiting", stage, 0);
            gauge(ground.meters(), "kepu.review.overdue", stage, 1);
        });
    }

    public Reviews reviews() {
        return reviews;
    }

    public Stages stages() {
        return stages;
    }

    public BulkReviews bulk() {
        return bulk;
    }

    /** What the style guide finds in a version as it reads, by line: what its language check is about. */
    public Future<List<Fault>> faults(Version version) {
        return vertx.executeBlocking(() -> StyleFaults.of(version.content()), false);
    }

    /** What is being written as readers would see it: safe HTML, how many characters they read, and what the style guide finds. */
    public record Preview(String body, int chars, List<Fault> faults) {}

    /** Of a draft that may lack anything; nothing is stored. */
    public Future<Preview> preview(Draft written) {
        return vertx.executeBlocking(
                () -> new Preview(
                        SafeHtml.of(written.text()), SafeHtml.length(written.text()), StyleFaults.of(written)),
                false);
    }

    /** Counts what waits and what is overdue. Called every minute. */
    public Future<Void> tick() {
        return store.waiting().map(counts -> {
            waiting = counts;
            return null;
        });
    }

    private void gauge(MeterRegistry meters, String name, State stage, int which) {
        Gauge.builder(name, () -> waiting.getOrDefault(stage, new long[2])[which])
                .tag("stage", stage.code())
                .register(meters);
    }
}
