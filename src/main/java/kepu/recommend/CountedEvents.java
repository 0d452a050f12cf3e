package kepu.recommend;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Manner;
import kepu.recommend.model.ModelFile;
import kepu.recommend.rank.Rates;
import kepu.recommend.release.Releases;
import kepu.recommend.release.VersionId;
import kepu.store.Bulk;
import kepu.store.Changes;
import kepu.store.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event store as {@link Counts} are made from it, within one transaction that sees one moment. Blocking. */
public final class CountedEvents implements Counts.Past {
    private static final Logger LOG = LoggerFactory.getLogger(CountedEvents.class);

    private static final String ONE_MOMENT = "set transaction isolation level repeatable read";

    private final Bulk bulk;
    private final Catalogue catalogue;
    private final Clock clock;

    CountedEvents(Bulk bulk, Catalogue catalogue, Clock clock) {
        this.bulk = bulk;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Counts as the released version of {@code model} counts, or without one that can be read in the usual way. For the boot. */
    public static Counts boot(Bulk bulk, Catalogue catalogue, Clock clock, Config config, String model)
            throws SQLException, IOException {
        Counting counting = bulk.transact(() -> released(bulk, config, model).counting());
        return bulk.transact(() -> {
            bulk.execute(ONE_MOMENT);
            return new Counts(counting, new CountedEvents(bulk, catalogue, clock).count(counting));
        });
    }

    /** Makes what served versions miss. */
    static void follow(Bulk bulk, Catalogue catalogue, Clock clock, Counts counts, Set<Counting> served)
            throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.execute(ONE_MOMENT);
            counts.follow(served, new CountedEvents(bulk, catalogue, clock));
            return served;
        });
    }

    @Override
    public Counts.Counted count(Counting counting) throws SQLException {
        Instant now = clock.instant();
        Rates rates = new Rates(now, counting.halfLife(), counting.backoffImpressions(), false);
        RecommendStore.count(bulk, rates, Things.of(catalogue), now, counting);
        return new Counts.Counted(rates, Snapshot.of(Changes.snapshot(bulk)));
    }

    private static Manner released(Bulk bulk, Config config, String model) throws SQLException {
        Optional<String> version = Releases.released(bulk, model);
        if (version.isEmpty()) {
            return Manner.DEFAULT;
        }
        VersionId id = new VersionId(model, version.get());
        Path folder = config.versions().resolve(id.name()).resolve(id.version());
        try {
            return ModelFile.read(folder).manner();
        } catch (IOException e) {
            LOG.warn("behaviour is counted in the usual way: {} cannot be read: {}", id, e.toString());
            return Manner.DEFAULT;
        }
    }
}
