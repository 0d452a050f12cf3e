package kepu;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.recommend.Feeds;
import kepu.recommend.Prior;
import kepu.region.Divisions;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;

/** What the boot reads from the database before anything can be served. */
public record Ground(Divisions divisions, Catalogue catalogue, Prior prior) {
    /** Work on the database between the schema and the reading. */
    public interface Work {
        void run(Bulk bulk, Divisions divisions) throws SQLException, IOException;
    }

    /** Brings the schema up to date and reads. Blocking. */
    public static Ground lay(Config config, DatabaseAddress address, Clock clock) throws SQLException, IOException {
        return lay(config, address, clock, (bulk, divisions) -> {});
    }

    /** The same with work in between. */
    public static Ground lay(Config config, DatabaseAddress address, Clock clock, Work work)
            throws SQLException, IOException {
        Bulk.migrate(address);
        try (Bulk bulk = Bulk.open(address)) {
            Divisions divisions = Regions.load(bulk);
            work.run(bulk, divisions);
            return new Ground(divisions, Items.load(bulk), Feeds.prior(bulk, clock, config.feed()));
        }
    }
}
