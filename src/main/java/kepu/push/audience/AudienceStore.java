package kepu.push.audience;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.StreamSupport;
import kepu.base.Beijing;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;

/** The SQL of audiences: what the index is read from, and the answers while it cannot give them. */
final class AudienceStore {
    private final Database database;

    AudienceStore(Database database) {
        this.database = database;
    }

    /** The same that {@link Plan#census} gives; {@code connected} are ids. */
    Future<Census> census(Audience audience, Level level, Collection<Long> connected, int year) {
        AudienceSql sql = new AudienceSql(audience, year);
        Object[] parameters = Arrays.copyOf(sql.parameters(), sql.parameters().length + 1);
        parameters[parameters.length - 1] = connected.toArray(Long[]::new);
        String statement = "with r as (select id, village, groups from resident where " + sql.condition() + ")"
                + " select 0, null::text, null::bigint, count(*) from r"
                + " union all select 1, null, village / " + level.span() + ", count(*) from r group by 3"
                + " union all select 2, g, null, count(*) from r, unnest(groups) g group by g"
                + " union all select 3, null, null, count(*) from r where id = any($" + parameters.length + ")";
        return database.query(statement, parameters).map(rows -> census(rows, level));
    }

    Future<Long> count(Audience audience, int year) {
        AudienceSql sql = new AudienceSql(audience, year);
        return database.query("select count(*) from resident where " + sql.condition(), sql.parameters())
                .map(rows -> rows.iterator().next().getLong(0));
    }

    Future<Drawn> draw(Audience audience, int year, int most, long seed) {
        AudienceSql sql = new AudienceSql(audience, year);
        int own = sql.parameters().length;
        Object[] parameters = Arrays.copyOf(sql.parameters(), own + 2);
        parameters[own] = seed;
        parameters[own + 1] = most;
        String statement = "select id, count(*) over () from resident where " + sql.condition()
                + " order by hashint8extended(id, $" + (own + 1) + "), id limit $" + (own + 2);
        return database.query(statement, parameters).map(rows -> {
            List<Long> ids = new ArrayList<>();
            long[] all = new long[1];
            rows.forEach(row -> {
                ids.add(row.getLong(0));
                all[0] = row.getLong(1);
            });
            return new Drawn(all[0], ids);
        });
    }

    Future<Members> members(Audience audience, int year) {
        AudienceSql sql = new AudienceSql(audience, year);
        return database.query("select id from resident where " + sql.condition(), sql.parameters())
                .map(rows -> Members.of(StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList()));
    }

    /** The number of an item, withdrawn ones too. */
    Future<Optional<Integer>> item(String id) {
        return database.query("select seq from item where id = $1", id)
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getInteger(0)));
    }

    /** Everything that follows in this transaction is of one moment. Blocking. */
    static void oneMoment(Bulk bulk) throws SQLException {
        bulk.execute("set transaction isolation level repeatable read, read only");
    }

    /** Villages with their residents, in order. Blocking. */
    static void villages(Bulk bulk, Bulk.Taking taking) throws SQLException {
        bulk.each("select village, count(*) from resident group by village order by village", taking);
    }

    /** id, village, groups and interests with commas between, year of birth or 0, occupation, language, personalised. Blocking. */
    static void residents(Bulk bulk, Bulk.Taking taking) throws SQLException {
        bulk.each(
                "select id, village, array_to_string(groups, ','), array_to_string(interests, ','), coalesce(birth_year, 0),"
                        + " occupation, language, personalised from resident",
                taking);
    }

    /** Residents and the last day on which a service to them was counted. Blocking. */
    static void lastServices(Bulk bulk, Bulk.Taking taking) throws SQLException {
        bulk.each("select person, max(day) from service where person > 0 group by person", taking);
    }

    /** Who opened an item, at most so many. Blocking. */
    static void opened(Bulk bulk, Audience.Opened term, int item, int most, LongConsumer person) throws SQLException {
        String since = term.since() == null
                ? "-infinity"
                : Beijing.beginning(term.since()).toString();
        bulk.each(
                "select distinct person from event where item = ? and type in ('open', 'play') and person > 0"
                        + " and at >= ?::timestamptz limit ?",
                row -> person.accept(row.getLong(1)),
                item,
                since,
                most);
    }

    private static Census census(RowSet<Row> rows, Level level) {
        long residents = 0;
        long connected = 0;
        Map<RegionCode, Long> byRegion = new HashMap<>();
        Map<String, Long> byGroup = new HashMap<>();
        for (Row row : rows) {
            long count = row.getLong(3);
            switch (row.getInteger(0)) {
                case 0 -> residents = count;
                case 1 -> byRegion.put(new RegionCode(level, row.getLong(2) * level.span()), count);
                case 2 -> byGroup.put(row.getString(1), count);
                default -> connected = count;
            }
        }
        return new Census(residents, connected, byRegion, byGroup);
    }
}
