package kepu.recommend;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import kepu.store.Database;

/**
 * Who is expected: whoever did something in the same hour of one of the last {@link #DAYS} days, those of more days first. The log is read by
 * the index on time, a window a day.
 */
public final class ExpectedStore implements Preparing.Expected {
    static final int DAYS = 7;

    private static final String CAME = """
            select person
            from generate_series(1, $3) as earlier (days)
            cross join lateral (
                select distinct person from event
                where at >= $1::timestamptz - make_interval(days => earlier.days)
                    and at < $2::timestamptz - make_interval(days => earlier.days)
                    and person > 0) as came
            group by person
            order by count(*) desc, person
            limit $4
            """;

    private final Database database;

    public ExpectedStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<List<Long>> within(Instant from, Duration window, int limit) {
        return database.query(
                        CAME, from.atOffset(ZoneOffset.UTC), from.plus(window).atOffset(ZoneOffset.UTC), DAYS, limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }
}
