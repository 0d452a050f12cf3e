package kepu.command;

import java.io.IOException;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import kepu.config.Config;
import kepu.region.Divisions;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import kepu.store.Replica;
import kepu.store.Storage;

/** The configured database with its schema up to date, open for one command's blocking work. */
record OpenDatabase(Storage storage, Bulk bulk) implements AutoCloseable {
    /** Starts an embedded server when the configuration names no other; {@link #close} ends it. Blocking. */
    static OpenDatabase of(Config config) throws IOException, SQLException {
        return of(config, UnaryOperator.identity());
    }

    /** The same for work that changes nothing: it reads from the replica when one is configured and follows closely. Blocking. */
    static OpenDatabase reading(Config config) throws IOException, SQLException {
        return of(config, primary -> Replica.forReading(primary, config.database()));
    }

    private static OpenDatabase of(Config config, UnaryOperator<DatabaseAddress> place)
            throws IOException, SQLException {
        Storage storage = Storage.open(config.data(), config.database());
        try {
            Bulk.migrate(storage.address());
            return new OpenDatabase(storage, Bulk.open(place.apply(storage.address())));
        } catch (SQLException | RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /** All regions, with the bundled ones. */
    Divisions divisions() throws IOException, SQLException {
        return Regions.load(bulk);
    }

    @Override
    public void close() throws SQLException {
        try (storage) {
            bulk.close();
        }
    }
}
