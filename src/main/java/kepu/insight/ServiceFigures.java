package kepu.insight;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Reader;

/**
 * 人次 of a region and a time, in all and in parts. Sealed rows are read from their totals and the others one by one, in one statement
 * that sees both at the same moment, so that what is told is the sum of the rows, also of those that have gone since.
 */
public final class ServiceFigures {
    /** By what the parts differ. */
    public enum By {
        GROUP,
        REGION,
        ROUTE
    }

    /** What is asked: {@code level} is that of the parts when they are regions. */
    public record Question(RegionCode region, Level level, LocalDate from, LocalDate to, By by) {
        public Question {
            if (to.isBefore(from)) {
                throw Failure.Invalid.at("?to", "最后一天不能在第一天之前");
            }
            if (by == By.REGION && level.compareTo(region.level()) < 0) {
                throw Failure.Invalid.at("?level", "分到的一级不能比这个地区高");
            }
            if (by == By.REGION && level == Level.VILLAGE && region.level().compareTo(Level.TOWN) < 0) {
                throw Failure.Invalid.at("?level", "要看各村，请先选定一个乡镇（街道）");
            }
        }
    }

    /** {@code parts} by code of group, route or region. Parts by group overlap, others do not. */
    public record Figures(long total, Map<String, Long> parts) {}

    private final Reader database;
    private final Regions regions;

    public ServiceFigures(Reader database, Regions regions) {
        this.database = database;
        this.regions = regions;
    }

    /** The figures, when the region lies in the caller's scope. */
    public Future<Figures> of(Caller.OfStaff staff, Question question) {
        regions.within(staff.scope(), question.region());
        Level read = question.by() == By.REGION
                ? question.level()
                : question.region().level();
        String key = key(question.by(), read);
        return database.query(
                        read == Level.VILLAGE ? fromRows(key) : fromTotals(key, read),
                        question.region().first(),
                        question.region().last(),
                        question.from(),
                        question.to())
                .map(rows -> figures(rows, question.by(), read));
    }

    /** The key of a part, of a row with region, route and grp; null for what is only in the total. */
    private static String key(By by, Level level) {
        return switch (by) {
            case GROUP -> "nullif(grp, '')";
            case ROUTE -> "case when grp = '' then route end";
            case REGION -> "case when grp = '' then (region / " + level.span() + ")::text end";
        };
    }

    /** From $1 to $2 are the villages, from $3 to $4 the days. */
    private static String fromTotals(String key, Level level) {
        return "select " + key
                + ", grp = '', sum(people)::bigint from (select region, route, grp, people from service_total where level = "
                + level.ordinal() + " and region between $1 and $2 and day between $3 and $4 union all "
                + rows("service", "seq > (select coalesce(max(last), 0) from service_block)") + ") one group by 1, 2";
    }

    private static String fromRows(String key) {
        return "select " + key + ", grp = '', sum(people)::bigint from (" + rows("service", "true") + " union all "
                + rows("service_past", "true") + ") one group by 1, 2";
    }

    private static String rows(String table, String which) {
        return "select village as region, route, g.code as grp, people::bigint as people from " + table
                + " cross join lateral (select '' as code union all select code from service_group where bit & groups <> 0) g"
                + " where village between $1 and $2 and day between $3 and $4 and " + which;
    }

    private static Figures figures(RowSet<Row> rows, By by, Level level) {
        long total = 0;
        Map<String, Long> parts = new LinkedHashMap<>();
        for (Row row : rows) {
            String key = row.getString(0);
            if (row.getBoolean(1)) {
                total += row.getLong(2);
            }
            if (key != null) {
                parts.put(by == By.REGION ? region(key, level) : key, row.getLong(2));
            }
        }
        return new Figures(total, parts);
    }

    private static String region(String number, Level level) {
        return new RegionCode(level, Long.parseLong(number) * level.span()).text();
    }
}
