package kepu.insight;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.Optional;
import kepu.people.Audit;
import kepu.region.RegionCode;
import kepu.store.Database;

/** The SQL of targets. */
final class TargetStore {
    private TargetStore() {}

    static Future<Optional<Target>> of(Database database, RegionCode region) {
        return database.query(
                        "select from_year, to_year, services from outreach_target where region = $1", region.text())
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(target(region, rows.iterator().next())));
    }

    private static Target target(RegionCode region, Row row) {
        return new Target(region, row.getInteger(0), row.getInteger(1), row.getLong(2));
    }

    /** Stores the target of a region in place of an earlier one, with its trace. */
    static Future<Void> set(Database database, Target target, long staff) {
        return database.transact(transaction -> Database.query(
                        transaction,
                        "insert into outreach_target (region, from_year, to_year, services, staff) values ($1, $2, $3, $4, $5)"
                                + " on conflict (region) do update set from_year = excluded.from_year, to_year = excluded.to_year,"
                                + " services = excluded.services, staff = excluded.staff, set_at = now()",
                        target.region().text(),
                        target.fromYear(),
                        target.toYear(),
                        target.services(),
                        staff)
                .compose(done -> Audit.add(
                        transaction,
                        staff,
                        "outreach-target",
                        target.region().text(),
                        new JsonObject()
                                .put("fromYear", target.fromYear())
                                .put("toYear", target.toYear())
                                .put("services", target.services()))));
    }
}
