package kepu.content.film;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import kepu.config.Editorial;
import kepu.content.MediaFolder;
import kepu.content.source.Drafts;
import kepu.store.Database;

/** The room's parts put together. */
public final class FilmRoom implements AutoCloseable {
    private static final int DISK_THREADS = 2;
    private static final int DISK_SECONDS = 60;

    private final WorkerExecutor disk;
    private final WorkerExecutor workers;
    private final Films films;
    private final Making making;
    private final Leftovers leftovers;

    /** What it stands on; {@code uploads} is where pieces wait, {@code media} where media are served from. */
    public record Ground(Vertx vertx, Database database, Path uploads, Path media, Clock clock, MeterRegistry meters) {}

    public FilmRoom(Ground ground, Editorial.Uploads config, Drafts drafts) {
        this.disk = ground.vertx().createSharedWorkerExecutor("uploads", DISK_THREADS, DISK_SECONDS, TimeUnit.SECONDS);
        this.workers = ground.vertx()
                .createSharedWorkerExecutor(
                        "films", config.transcoding(), config.transcodeMinutes() * 10L, TimeUnit.MINUTES);
        this.films = new Films(ground.database(), disk, ground.uploads(), ground.clock(), config, ground.meters());
        FilmStore store = new FilmStore(ground.database());
        MediaFolder media = new MediaFolder(ground.media());
        this.making = new Making(
                new Making.Places(store, films, media, drafts),
                new Making.Hands(workers, disk),
                ground.clock(),
                config);
        this.leftovers = new Leftovers(store, media, disk, ground.clock(), config, ground.meters());
    }

    public Films films() {
        return films;
    }

    /** Takes up what has come. Called every second, on every node. */
    public Future<Void> tick() {
        return making.tick();
    }

    /** Work of every hour. */
    public Future<Void> sweep() {
        return films.sweep().compose(done -> leftovers.sweep());
    }

    @Override
    public void close() {
        workers.close();
        disk.close();
    }
}
