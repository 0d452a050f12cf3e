package kepu.alert;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;

/** The SQL of who has a bulletin. */
final class ReachStore {
    private final Database database;

    ReachStore(Database database) {
        this.database = database;
    }

    /** Stores receipts in one statement; those of residents who are no more are left out. */
    Future<Void> receive(List<Receipts.Receipt> receipts, Instant now) {
        return database.query(
                        "insert into bulletin_receipt (bulletin, resident, received_at, acknowledged_at)"
                                + " select t.bulletin, t.resident, $4::timestamptz, case when bool_or(t.acknowledged) then $4::timestamptz end"
                                + " from unnest($1::text[], $2::bigint[], $3::boolean[]) as t (bulletin, resident, acknowledged)"
                                + " join resident r on r.id = t.resident group by 1, 2"
                                + " on conflict (bulletin, resident) do update set acknowledged_at = excluded.acknowledged_at"
                                + " where bulletin_receipt.acknowledged_at is null and excluded.acknowledged_at is not null",
                        receipts.stream().map(Receipts.Receipt::bulletin).toArray(String[]::new),
                        receipts.stream().map(Receipts.Receipt::resident).toArray(Long[]::new),
                        receipts.stream().map(Receipts.Receipt::acknowledged).toArray(Boolean[]::new),
                        now.atOffset(ZoneOffset.UTC))
                .mapEmpty();
    }

    /** Which of these a resident acknowledged. */
    Future<Set<String>> acknowledged(long resident, List<String> bulletins) {
        return database.query(
                        "select bulletin from bulletin_receipt where resident = $1 and bulletin = any($2) and acknowledged_at is not null",
                        resident,
                        bulletins.toArray(String[]::new))
                .map(rows -> {
                    Set<String> ids = new HashSet<>();
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }

    /** How far a bulletin for these regions came within {@code region}, by its parts of {@code level}. */
    Future<List<Reach>> reach(String bulletin, List<RegionCode> regions, RegionCode region, Level level) {
        List<RegionCode> within = regions.stream()
                .filter(part -> part.contains(region) || region.contains(part))
                .map(part -> part.contains(region) ? region : part)
                .toList();
        return database.query(
                        "with area as (select * from unnest($2::bigint[], $3::bigint[]) as a (first, last)),"
                                + " people as (select r.village / $4::bigint as part, count(*) as residents, count(t.received_at) as received,"
                                + " count(t.acknowledged_at) as acknowledged from area a join resident r on r.village between a.first and a.last"
                                + " left join bulletin_receipt t on t.bulletin = $1 and t.resident = r.id group by 1),"
                                + " visits as (select v.village / $4::bigint as part, sum(v.people) as told from bulletin_visit v"
                                + " where v.bulletin = $1 and v.village between $5 and $6 group by 1)"
                                + " select part, coalesce(residents, 0), coalesce(received, 0), coalesce(acknowledged, 0), coalesce(told, 0)::bigint"
                                + " from people full join visits using (part) order by part",
                        bulletin,
                        within.stream().map(RegionCode::first).toArray(Long[]::new),
                        within.stream().map(RegionCode::last).toArray(Long[]::new),
                        level.span(),
                        region.first(),
                        region.last())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Reach(
                                new RegionCode(level, row.getLong(0) * level.span()),
                                row.getLong(1),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                false))
                        .toList());
    }

    /** Notes that a counted service told people of a bulletin; a second time changes nothing. */
    static Future<Void> visit(SqlClient transaction, long service, String bulletin, long village, int people) {
        return Database.query(
                        transaction,
                        "insert into bulletin_visit (service, bulletin, village, people) values ($1, $2, $3, $4) on conflict do nothing",
                        service,
                        bulletin,
                        village,
                        people)
                .mapEmpty();
    }

    /** Every receipt of a resident, for their own eyes. */
    Future<JsonArray> export(long resident) {
        return database.query(
                        "select bulletin, received_at, acknowledged_at from bulletin_receipt where resident = $1 order by received_at",
                        resident)
                .map(rows -> {
                    JsonArray all = new JsonArray();
                    rows.forEach(row -> {
                        JsonObject receipt = new JsonObject()
                                .put("bulletin", row.getString(0))
                                .put("receivedAt", row.getOffsetDateTime(1).toString());
                        OffsetDateTime acknowledged = row.getOffsetDateTime(2);
                        all.add(
                                acknowledged == null
                                        ? receipt
                                        : receipt.put("acknowledgedAt", acknowledged.toString()));
                    });
                    return all;
                });
    }

    Future<Void> erase(SqlClient transaction, long resident) {
        return Database.query(transaction, "delete from bulletin_receipt where resident = $1", resident)
                .mapEmpty();
    }
}
