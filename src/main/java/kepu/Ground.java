package kepu;

import java.io.IOException;
import java.sql.SQLException;
import kepu.activity.LotStore;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.region.Divisions;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.Changes;
import kepu.store.DatabaseAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the boot reads from the database before anything can be served. Changes are read on from {@code snapshot}, events from {@code place}.
 */
public record Ground(Divisions divisions, Catalogue catalogue, String snapshot, LotStore.Place place) {
    private static final Logger LOG = LoggerFactory.getLogger(Ground.class);

    /** Work on the database between the schema and the reading. */
    public interface Work {
        void run(Bulk bulk, Divisions divisions) throws SQLException, IOException;
    }

    /** Brings the schema up to date and reads. Blocking. */
    public static Ground lay(DatabaseAddress address) throws SQLException, IOException {
        return lay(address, (bulk, divisions) -> {});
    }

    /** The same with work in between. */
    public static Ground lay(DatabaseAddress address, Work work) throws SQLException, IOException {
        Bulk.migrate(address);
        LOG.info("the schema is up to date");
        try (Bulk bulk = Bulk.open(address)) {
            Divisions divisions = Regions.load(bulk);
            LOG.info("divisions are read");
            work.run(bulk, divisions);
            String snapshot = Changes.snapshot(bulk);
            LotStore.Place place = LotStore.place(bulk);
            Catalogue catalogue = Items.load(bulk);
            LOG.info("{} items are read", catalogue.entries().size());
            return new Ground(divisions, catalogue, snapshot, place);
        }
    }
}
