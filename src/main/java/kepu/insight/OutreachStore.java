package kepu.insight;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Reader;

/**
 * The SQL that reads outreach. What each statement costs is bounded by what it is asked for: the parts of one region and year (234 keys), a
 * range of one level, a range of villages. None reads the service record.
 */
final class OutreachStore {
    /** 人次, and known persons reached. */
    record Sum(long services, long reached) {
        static final Sum NOTHING = new Sum(0, 0);
    }

    /** How far the roll-up is: {@code behind} are numbers of services that are sealed and not rolled up. */
    record Mark(Instant movedAt, long behind) {}

    private static final Short[] MONTHS =
            IntStream.rangeClosed(0, 12).mapToObj(month -> (short) month).toArray(Short[]::new);

    private final Reader database;

    OutreachStore(Reader database) {
        this.database = database;
    }

    /** Every part of a region in a year, by month (0: the year) and part. */
    Future<Map<Integer, Map<String, Sum>>> parts(RegionCode region, int year) {
        return database.query(
                        "select month, part, services, reached from outreach_total where level = $1 and year = $2"
                                + " and month = any($3::smallint[]) and part = any($4::text[]) and region = $5",
                        region.level().ordinal(),
                        year,
                        MONTHS,
                        Part.all(),
                        region.first())
                .map(OutreachStore::byMonth);
    }

    private static Map<Integer, Map<String, Sum>> byMonth(RowSet<Row> rows) {
        Map<Integer, Map<String, Sum>> months = new TreeMap<>();
        for (Row row : rows) {
            months.computeIfAbsent(row.getInteger(0), month -> new HashMap<>())
                    .put(row.getString(1), new Sum(row.getLong(2), row.getLong(3)));
        }
        return months;
    }

    /** A region in whole years, both ends included, by year. */
    Future<Map<Integer, Sum>> years(RegionCode region, int from, int to) {
        return database.query(
                        "select year, services, reached from outreach_total where level = $1 and year = any($2::smallint[]) and month = 0"
                                + " and part = '' and region = $3",
                        region.level().ordinal(),
                        IntStream.rangeClosed(from, to)
                                .mapToObj(year -> (short) year)
                                .toArray(Short[]::new),
                        region.first())
                .map(rows -> {
                    Map<Integer, Sum> years = new TreeMap<>();
                    rows.forEach(row -> years.put(row.getInteger(0), new Sum(row.getLong(1), row.getLong(2))));
                    return years;
                });
    }

    /** The regions of a level within a region that had a service in a period. */
    Future<Map<RegionCode, Sum>> within(RegionCode region, Level level, Period period) {
        return database.query(
                        "select region, services, reached from outreach_total where level = $1 and year = $2 and month = $3 and part = ''"
                                + " and region between $4 and $5",
                        level.ordinal(),
                        period.year(),
                        period.month(),
                        region.first(),
                        region.last())
                .map(rows -> {
                    Map<RegionCode, Sum> found = new HashMap<>();
                    rows.forEach(row ->
                            found.put(new RegionCode(level, row.getLong(0)), new Sum(row.getLong(1), row.getLong(2))));
                    return found;
                });
    }

    /** How many villages had a service in a period, by the region of {@code level} that they lie in. */
    Future<Map<RegionCode, Long>> served(RegionCode region, Level level, Period period) {
        return database.query(
                        "select region / $5::bigint, count(*) from outreach_total where level = "
                                + Level.VILLAGE.ordinal()
                                + " and year = $1 and month = $2 and part = '' and region between $3 and $4 group by 1",
                        period.year(),
                        period.month(),
                        region.first(),
                        region.last(),
                        level.span())
                .map(rows -> byRegion(rows, level));
    }

    /** How many villages have a disseminator, by the region of {@code level} that they lie in. */
    Future<Map<RegionCode, Long>> disseminators(RegionCode region, Level level) {
        return database.query(
                        "select scope::bigint / $3::bigint, count(distinct scope) from staff where role = 'disseminator' and active"
                                + " and length(scope) = 12 and scope between $1 and $2 group by 1",
                        "%012d".formatted(region.first()),
                        "%012d".formatted(region.last()),
                        level.span())
                .map(rows -> byRegion(rows, level));
    }

    private static Map<RegionCode, Long> byRegion(RowSet<Row> rows, Level level) {
        Map<RegionCode, Long> found = new HashMap<>();
        rows.forEach(row -> found.put(new RegionCode(level, row.getLong(0) * level.span()), row.getLong(1)));
        return found;
    }

    /** Villages with a service since a day, by the region of {@code level} that they lie in. */
    Future<Map<RegionCode, Long>> visitedSince(RegionCode region, Level level, LocalDate since) {
        return database.query(
                        "select village / $4::bigint, count(*) from outreach_village where village between $1 and $2 and day >= $3 group by 1",
                        region.first(),
                        region.last(),
                        since,
                        level.span())
                .map(rows -> byRegion(rows, level));
    }

    /** The last day with a service of each village that ever had one. */
    Future<Map<Long, LocalDate>> lastDays(RegionCode region) {
        return database.query(
                        "select village, day from outreach_village where village between $1 and $2",
                        region.first(),
                        region.last())
                .map(rows -> {
                    Map<Long, LocalDate> days = new HashMap<>();
                    rows.forEach(row -> days.put(row.getLong(0), row.getLocalDate(1)));
                    return days;
                });
    }

    Future<Mark> mark() {
        return database.query(
                        "select moved_at, greatest(0, (select coalesce(max(last), 0) from service_block) - last) from outreach_mark")
                .map(rows -> rows.iterator().next())
                .map(row -> new Mark(row.getOffsetDateTime(0).toInstant(), row.getLong(1)));
    }
}
