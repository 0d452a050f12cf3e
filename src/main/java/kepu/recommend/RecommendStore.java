package kepu.recommend;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.rank.Prior;
import kepu.recommend.rank.Rates;
import kepu.store.Bulk;

/** The SQL of the recommender. */
final class RecommendStore {
    private static final double LN2 = Math.log(2);
    /** exp of less is an error of PostgreSQL's; it weighs nothing anyway. */
    private static final int LEAST_EXPONENT = -600;

    private RecommendStore() {}

    /** Counts the behaviour of the last days into {@code rates}, as it weighs {@code now}. Blocking. */
    static void count(Bulk bulk, Rates rates, Things things, Instant now, Counting counting) throws SQLException {
        Duration halfLife = counting.halfLife();
        bulk.execute("set local work_mem = '128MB'");
        Map<Long, Prior.Spot> homes = homes(bulk, rates.prior());
        bulk.each(
                "select person, item, sum(weight) filter (where type = 'impression'),"
                        + " max(weight) filter (where type in ('open', 'play')),"
                        + " max(recent) filter (where type in ('open', 'play'))"
                        + " from (select person, item, type, exp(greatest(date_part('epoch', at - ?) * ?, ?)) as weight,"
                        + " exp(greatest(date_part('epoch', at - ?) * ?, ?)) as recent from event"
                        + " where at > ? and person > 0 and item is not null and type in ('impression', 'open', 'play')) as met"
                        + " group by person, item",
                row -> {
                    Prior.Spot home = homes.get(row.getLong(1));
                    int item = row.getInt(2);
                    if (home != null && item < things.size() && things.all()[item].isThere()) {
                        Things.Thing thing = things.all()[item];
                        float impressions = (float) row.getDouble(3);
                        float opens = (float) row.getDouble(4);
                        home.add(item, now.toEpochMilli(), impressions, opens);
                        home.addTraits(thing.topics(), thing.kind(), now.toEpochMilli(), impressions, opens);
                        rates.trend().add(item, now.toEpochMilli(), (float) row.getDouble(5));
                    }
                },
                Timestamp.from(now),
                LN2 / halfLife.toMillis() * 1_000,
                LEAST_EXPONENT,
                Timestamp.from(now),
                LN2 / Rates.trendHalfLife(halfLife).toMillis() * 1_000,
                LEAST_EXPONENT,
                Timestamp.from(now.minus(Duration.ofDays(counting.days()))));
    }

    /** Where each resident counts. Residents of the same village and groups share a spot. */
    private static Map<Long, Prior.Spot> homes(Bulk bulk, Prior prior) throws SQLException {
        Map<Long, Prior.Spot> homes = new HashMap<>();
        Map<String, Prior.Spot> spots = new HashMap<>();
        bulk.each("select id, village, array_to_string(groups, ',') from resident", row -> {
            long village = row.getLong(2);
            String groups = row.getString(3);
            homes.put(
                    row.getLong(1),
                    spots.computeIfAbsent(
                            village + ":" + groups, key -> prior.spot(village, (int) Coded.bits(groups, Group::of))));
        });
        return homes;
    }
}
