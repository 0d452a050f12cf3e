package kepu.recommend;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import kepu.base.Group;
import kepu.store.Bulk;

/** The SQL of the recommender. */
final class RecommendStore {
    private RecommendStore() {}

    /** Counts the behaviour of the last {@code history} into {@code prior}. Blocking, for the boot. */
    static void count(Bulk bulk, Prior prior, Instant now, Duration history) throws SQLException {
        bulk.each(
                "with counts as (select person, item, date_trunc('day', at) as day,"
                        + " count(*) filter (where type = 'impression') as shown,"
                        + " count(*) filter (where type in ('open', 'play')) as opened"
                        + " from event where at > ? and person > 0 and item is not null and type in ('impression', 'open', 'play')"
                        + " group by person, item, date_trunc('day', at))"
                        + " select r.village, array_to_string(r.groups, ','), c.item, extract(epoch from c.day)::bigint,"
                        + " sum(c.shown)::int, sum(least(c.opened, 1))::int"
                        + " from counts c join resident r on r.id = c.person group by 1, 2, 3, 4",
                row -> prior.count(
                        row.getLong(1),
                        mask(row.getString(2)),
                        row.getInt(3),
                        Instant.ofEpochSecond(row.getLong(4)),
                        row.getInt(5),
                        row.getInt(6)),
                Timestamp.from(now.minus(history)));
    }

    private static int mask(String groups) {
        return Group.mask(Arrays.stream(groups.split(","))
                .flatMap(code -> Group.of(code).stream())
                .collect(Collectors.toSet()));
    }
}
