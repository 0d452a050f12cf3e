package kepu.recommend;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import kepu.content.Catalogue;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.rank.Rates;
import kepu.store.Bulk;
import kepu.store.Changes;
import kepu.store.Snapshot;

/** The event store as {@link Counts} are made from it, within one transaction that sees one moment. Blocking. */
final class CountedEvents implements Counts.Past {
    private final Bulk bulk;
    private final Catalogue catalogue;
    private final Clock clock;

    CountedEvents(Bulk bulk, Catalogue catalogue, Clock clock) {
        this.bulk = bulk;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Makes what served versions miss. */
    static void follow(Bulk bulk, Catalogue catalogue, Clock clock, Counts counts, Set<Counting> served)
            throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.execute("set transaction isolation level repeatable read");
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
}
