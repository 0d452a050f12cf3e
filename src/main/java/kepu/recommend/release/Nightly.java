package kepu.recommend.release;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import kepu.base.Beijing;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains every definition once a day, one after another, at the configured time of Beijing; of several nodes one does, after its searches. */
public final class Nightly {
    private static final Logger LOG = LoggerFactory.getLogger(Nightly.class);
    /** A program that starts later than so many minutes after the time leaves the day out. */
    private static final int LATEST_MINUTES = 60;

    private static final List<String> NONE = List.of();

    private final ReleaseStore store;
    private final Definitions definitions;
    private final Training training;
    private final BooleanSupplier isBusy;
    private final WorkerExecutor workers;
    private final Clock clock;
    private final @Nullable LocalTime at;
    private final Queue<String> waiting = new ArrayDeque<>();
    private LocalDate asked = LocalDate.EPOCH;

    Nightly(
            ReleaseStore store,
            Definitions definitions,
            Training training,
            BooleanSupplier isBusy,
            WorkerExecutor workers,
            Clock clock,
            String at) {
        this.store = store;
        this.definitions = definitions;
        this.training = training;
        this.isBusy = isBusy;
        this.workers = workers;
        this.clock = clock;
        this.at = at.isEmpty() ? null : LocalTime.parse(at);
    }

    /** Starts what is due. Called every minute, not twice at once. */
    public Future<Void> tick() {
        ZonedDateTime now = clock.instant().atZone(Beijing.ZONE);
        if (!isDue(now)) {
            return next();
        }
        asked = now.toLocalDate();
        return store.takeDay(asked.toString())
                .compose(taken ->
                        taken ? workers.executeBlocking(definitions::names, false) : Future.succeededFuture(NONE))
                .onSuccess(waiting::addAll)
                .compose(names -> next());
    }

    private boolean isDue(ZonedDateTime now) {
        if (at == null || asked.equals(now.toLocalDate())) {
            return false;
        }
        ZonedDateTime due = now.with(at);
        return !now.isBefore(due) && now.isBefore(due.plusMinutes(LATEST_MINUTES));
    }

    private Future<Void> next() {
        String name = training.isRunning() || isBusy.getAsBoolean() ? null : waiting.poll();
        return name == null
                ? Future.succeededFuture()
                : training.start(name).<Void>mapEmpty().recover(cause -> {
                    LOG.warn("the daily training of {} did not start: {}", name, cause.toString());
                    return Future.succeededFuture();
                });
    }
}
