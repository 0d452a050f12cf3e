package kepu.order;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import kepu.config.Orders;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.push.Inbox;
import kepu.push.Telling;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;

/** The room put together: orders are placed, worked on, told of and rated. */
public final class OrderRoom {
    private final OrderStore store;
    private final Ordering ordering;
    private final OrderQueue queue;
    private final OrderTelling telling;
    private final Clock clock;
    private final Duration kept;
    private volatile OrderQueue.Waiting waiting = new OrderQueue.Waiting(0, 0);

    /** What the room stands on. */
    public record Ground(Database database, Regions regions, PeopleStore people, Residents residents, Inbox inbox) {}

    public OrderRoom(Ground ground, Clock clock, Orders config, MeterRegistry meters) {
        this.clock = clock;
        this.kept = Duration.ofDays(config.keepDays());
        this.store = new OrderStore(ground.database());
        this.ordering = new Ordering(ground.database(), store, clock, config, meters);
        this.queue = new OrderQueue(ground.database(), store, ground.people(), clock);
        this.telling =
                new OrderTelling(store, new Telling(ground.residents(), ground.inbox()), ground.regions(), config);
        meters.gauge("kepu.orders.open", this, here -> here.waiting.open());
        meters.gauge("kepu.orders.untaken", this, here -> here.waiting.untaken());
    }

    /** Takes part in erasures and exports of residents. */
    public void follow(Residents residents) {
        residents.onErase(store::erase, id -> {});
        residents.onExport("orders", store::export);
    }

    public Ordering ordering() {
        return ordering;
    }

    public OrderQueue queue() {
        return queue;
    }

    /** Tells what nobody told yet. Called every second, safe on several nodes. */
    public Future<Void> tell() {
        return telling.tick();
    }

    /** Counts what waits, for the metrics. */
    public Future<Void> count() {
        return store.waiting(RegionCode.COUNTRY).map(counted -> {
            waiting = counted;
            return null;
        });
    }

    /** Deletes what ended long ago. */
    public Future<Void> sweep() {
        return store.sweep(clock.instant().minus(kept));
    }
}
