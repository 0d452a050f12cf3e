package kepu.region;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.StreamSupport;
import kepu.store.Bulk;
import kepu.store.Database;

/** The SQL of regions. */
final class RegionStore {
    private static final String ALL = "select code, name from region where valid_to is null";

    private RegionStore() {}

    /** Adds what is new and renames what changed; gives the count of rows that did. */
    static int merge(Bulk bulk, List<Region> regions) throws SQLException, IOException {
        return bulk.transact(() -> {
            bulk.execute(
                    "create temporary table incoming (code text collate \"C\", level smallint, name text, first bigint,"
                            + " last bigint) on commit drop");
            try (Bulk.Rows rows = bulk.copy("incoming")) {
                for (Region region : regions) {
                    RegionCode code = region.code();
                    rows.row(code.text(), code.level().ordinal(), region.name(), code.first(), code.last());
                }
            }
            return bulk.run("insert into region (code, level, name, first, last)"
                    + " select distinct on (code) code, level, name, first, last from incoming"
                    + " on conflict (code) do update set name = excluded.name, valid_to = null"
                    + " where region.name <> excluded.name or region.valid_to is not null");
        });
    }

    static List<Region> all(Bulk bulk) throws SQLException {
        return bulk.read(ALL, row -> new Region(RegionCode.of(row.getString(1)), row.getString(2)));
    }

    static Future<List<Region>> named(Database database, String prefix, RegionCode within, int limit) {
        return database.query(
                        "select code, name from region where valid_to is null and name like $1 escape '\\' and first between $2 and $3"
                                + " and level >= $4 order by level, code limit $5",
                        prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%",
                        within.first(),
                        within.last(),
                        (short) within.level().ordinal(),
                        limit)
                .map(RegionStore::regions);
    }

    static Future<List<Region>> prefixed(Database database, String prefix, int limit) {
        return database.query(
                        "select code, name from region where valid_to is null and code >= $1 and code < $2 order by code limit $3",
                        prefix,
                        prefix + ":",
                        limit)
                .map(RegionStore::regions);
    }

    private static List<Region> regions(Iterable<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Region(RegionCode.of(row.getString(0)), row.getString(1)))
                .toList();
    }
}
