package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.HashMap;
import java.util.Map;
import kepu.base.Failure;
import kepu.push.audience.Census;
import kepu.push.audience.Estimate;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;

/** How many people saw an item, live or withdrawn: who opened or played it, and who read a publication of it. Numbers, never names. */
public final class SeenItems {
    private static final String SEEN = "with seen as ("
            + "select e.person as resident from event e join item i on i.seq = e.item"
            + " where i.id = $1 and e.type in ('open', 'play') and e.person > 0"
            + " union select t.resident from receipt t join publication p on p.seq = t.publication"
            + " where p.item = $1 and t.read_at is not null"
            + " union select resident from personal_publication where item = $1 and read_at is not null)"
            + " select r.village / $2, count(*) from seen join resident r on r.id = seen.resident"
            + " where r.village between $3 and $4 group by 1";

    private final Database database;

    SeenItems(Database database) {
        this.database = database;
    }

    /** Residents of a region who saw an item, by the regions below it; small numbers are hidden ({@link Estimate}). */
    public Future<Estimate> of(String item, RegionCode region) {
        return database.query("select 1 from item where id = $1", item)
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new Failure.Missing("item-missing", "没有这条内容：" + item);
                    }
                    return Push.below(region);
                })
                .compose(level -> counted(item, region, level));
    }

    private Future<Estimate> counted(String item, RegionCode region, Level level) {
        return database.query(SEEN, item, level.span(), region.first(), region.last())
                .map(rows -> {
                    Map<RegionCode, Long> byRegion = new HashMap<>();
                    for (Row row : rows) {
                        byRegion.put(new RegionCode(level, row.getLong(0) * level.span()), row.getLong(1));
                    }
                    long all = byRegion.values().stream()
                            .mapToLong(Long::longValue)
                            .sum();
                    return Estimate.of(new Census(all, 0, byRegion, Map.of()));
                });
    }
}
