package kepu.push.channel;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.store.Database;

/** Works plans off step by step, a transaction each, that adds the deliveries of some receivers and moves the plan's mark. */
final class Spreading {
    private final Database database;
    private final Clock clock;
    private final Config.Channels config;

    Spreading(Database database, Clock clock, Config.Channels config) {
        this.database = database;
        this.clock = clock;
        this.config = config;
    }

    /** One step of a bulletin; false when there is none to spread. Safe on several nodes, as the other. */
    Future<Boolean> alarm() {
        return next(AlarmStore::open, this::step);
    }

    /** One step of a publication; false when there is none to spread. */
    Future<Boolean> publication() {
        return next(OutboxStore::open, this::step);
    }

    private <P> Future<Boolean> next(
            Function<SqlClient, Future<Optional<P>>> open, BiFunction<SqlClient, P, Future<Void>> step) {
        return database.transact(transaction -> open.apply(transaction)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : step.apply(transaction, found.get()).map(true)));
    }

    private Future<Void> step(SqlClient transaction, AlarmStore.Plan plan) {
        Instant now = clock.instant();
        if (plan.isVain()) {
            return AlarmStore.advance(transaction, plan, null, now);
        }
        Future<Void> webhooks = plan.after().equals(Walk.Mark.START)
                ? AlarmStore.toWebhooks(transaction, plan, now)
                : Future.succeededFuture();
        return webhooks.compose(done -> browsers(transaction, plan, now))
                .compose(last -> AlarmStore.advance(transaction, plan, last.orElse(null), now));
    }

    private Future<Void> step(SqlClient transaction, OutboxStore.Plan plan) {
        Instant now = clock.instant();
        Future<Void> webhooks = plan.after().equals(Walk.Mark.START)
                ? OutboxStore.toWebhooks(transaction, plan, now)
                : Future.succeededFuture();
        return webhooks.compose(done -> browsers(transaction, plan, now))
                .compose(last -> OutboxStore.advance(transaction, plan, last.orElse(null), now));
    }

    private Future<Optional<Walk.Mark>> browsers(SqlClient transaction, AlarmStore.Plan plan, Instant now) {
        return switch (plan.event()) {
            case PUBLISHED -> AlarmStore.toBrowsers(transaction, plan, config.alarmRows(), now);
            case CANCELLED -> AlarmStore.toToldBrowsers(transaction, plan, config.alarmRows(), now);
        };
    }

    private Future<Optional<Walk.Mark>> browsers(SqlClient transaction, OutboxStore.Plan plan, Instant now) {
        return switch (plan.event()) {
            case PUBLISHED -> OutboxStore.toBrowsers(transaction, plan, Beijing.year(now), config.spreadRows(), now);
            case CANCELLED -> OutboxStore.toToldBrowsers(transaction, plan, config.spreadRows(), now);
        };
    }
}
