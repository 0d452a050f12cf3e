package kepu.recommend;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import kepu.store.Database;

/**
 * Who is expected: whoever did something in the same hour of one of the last {@link #DAYS} days, those of more days first. The log is read by
 * the index on time, a window a day.
 */
public final class ExpectedStore implements Preparing.Expected {
    static final int DAYS = 7;

    /** The windows come as values and not as sums of the row that is looked at, which each row would work out anew. */
    private static final String CAME = """
            select person
            from unnest($1::timestamptz[], $2::timestamptz[]) as earlier (begin, until)
            cross join lateral (
                select distinct person from event where at >= earlier.begin and at < earlier.until and person > 0) as came
            group by person
            order by count(*) desc, person
            limit $3
            """;

    private final Database database;

    public ExpectedStore(Database database) {
        this.database = database;
    }

    @Override
    public Future<List<Long>> within(Instant from, Duration window, int limit) {
        return database.query(CAME, earlier(from), earlier(from.plus(window)), limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    private static OffsetDateTime[] earlier(Instant moment) {
        return IntStream.rangeClosed(1, DAYS)
                .mapToObj(days -> moment.minus(Duration.ofDays(days)).atOffset(ZoneOffset.UTC))
                .toArray(OffsetDateTime[]::new);
    }
}
