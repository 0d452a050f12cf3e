package kepu.content.film;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import kepu.config.Editorial;
import kepu.content.MediaFolder;

/**
 * Takes away what uploads brought and nothing names: a recording whose draft was never saved, a video that was replaced before its draft went
 * on. Only what this database knows to be an upload goes, and never what a version of an item names, live or old. The record of an upload stays
 * as long as one of its names is in use, for the draft may change yet.
 */
final class Leftovers {
    private static final int MOST = 100;

    private final FilmStore store;
    private final MediaFolder media;
    private final WorkerExecutor disk;
    private final Clock clock;
    private final Duration time;
    private final Counter removed;

    Leftovers(
            FilmStore store,
            MediaFolder media,
            WorkerExecutor disk,
            Clock clock,
            Editorial.Uploads config,
            MeterRegistry meters) {
        this.store = store;
        this.media = media;
        this.disk = disk;
        this.clock = clock;
        this.time = Duration.ofDays(config.unnamedDays());
        this.removed = meters.counter("kepu.uploads.unnamed");
    }

    /** Looks at so many whose time has come. On one node at a time. */
    Future<Void> sweep() {
        return store.due(clock.instant(), MOST).compose(due -> {
            Future<Void> all = Future.succeededFuture();
            for (FilmStore.Due one : due) {
                all = all.compose(done -> look(one));
            }
            return all;
        });
    }

    private Future<Void> look(FilmStore.Due due) {
        Instant now = clock.instant();
        return disk.executeBlocking(() -> remove(due, now.minus(time)), false)
                .compose(all ->
                        due.isNamed() || !all ? store.postpone(due.id(), now.plus(time)) : store.removeEnded(due.id()));
    }

    /** Whether all that was free is gone; what came again meanwhile stays. */
    private boolean remove(FilmStore.Due due, Instant before) throws IOException {
        boolean all = true;
        for (String name : due.free()) {
            boolean gone = media.remove(name, before);
            removed.increment(gone ? 1 : 0);
            all &= gone;
        }
        return all;
    }
}
