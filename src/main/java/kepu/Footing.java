package kepu;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import kepu.config.Config;
import kepu.content.Items;
import kepu.region.Regions;
import kepu.store.Database;

/** What the rooms that {@link App} opens together stand on. */
record Footing(
        Vertx vertx,
        Database database,
        Items items,
        Regions regions,
        Clock clock,
        Config config,
        MeterRegistry meters) {}
