package kepu.content.source;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import kepu.config.Editorial;
import kepu.net.Destinations;
import kepu.net.Networks;
import kepu.region.Regions;
import kepu.store.Database;

/** The room's parts put together. */
public final class ContentSources implements AutoCloseable {
    private final WorkerExecutor workers;
    private final Fetch fetch;
    private final Polling polling;
    private final SourceStore store;
    private final Sources sources;
    private final Entries entries;
    private final Documents documents;
    private final Clock clock;
    private final Duration keep;

    /** What the room is made of. */
    public record Ground(Vertx vertx, Database database, Regions regions, Clock clock, MeterRegistry meters) {}

    public ContentSources(Ground ground, Editorial.Sources config, Editorial.Uploads uploads, Drafts drafts) {
        Destinations destinations = new Destinations(ground.vertx(), Networks.of(config.allowedNetworks()), true);
        this.clock = ground.clock();
        this.keep = Duration.ofDays(config.keepDays());
        this.workers = ground.vertx()
                .createSharedWorkerExecutor("sources", config.workers(), config.parseSeconds(), TimeUnit.SECONDS);
        this.fetch = new Fetch(
                ground.vertx(),
                destinations,
                new Fetch.Limits(config.fetchMillis(), config.redirects(), config.feedBytes(), config.mostUnderWay()),
                config.agent());
        this.polling = new Polling(
                ground.database(),
                fetch,
                new Polling.Parsing(
                        new FeedReader(new FeedReader.Limits(config.feedBytes(), config.entryChars())), workers),
                ground.clock(),
                config,
                ground.meters());
        this.store = new SourceStore(ground.database());
        this.sources = new Sources(ground.database(), destinations, ground.regions(), ground.clock(), config);
        this.entries = new Entries(ground.database(), drafts, ground.regions(), ground.clock());
        this.documents = new Documents(workers, drafts, ground.regions(), uploads, ground.meters());
    }

    /** Looks at the sources whose time has come. Called every second, on every node. */
    public Future<Void> tick() {
        return polling.tick();
    }

    /** Work of every hour. */
    public Future<Void> sweep() {
        return store.sweep(clock.instant().minus(keep));
    }

    public Sources sources() {
        return sources;
    }

    public Entries entries() {
        return entries;
    }

    public Documents documents() {
        return documents;
    }

    @Override
    public void close() {
        polling.close();
        fetch.close();
        workers.close();
    }
}
