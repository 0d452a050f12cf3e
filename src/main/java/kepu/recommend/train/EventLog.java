package kepu.recommend.train;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.activity.EventType;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.recommend.log.EventRows;
import kepu.recommend.log.Log;
import kepu.recommend.log.People;
import kepu.recommend.log.Things;
import kepu.store.Bulk;

/** Reads the log from the event store, residents who do not want to be looked at left out. Blocking. */
final class EventLog {
    private final Things things;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private final EventRows events = new EventRows();

    private EventLog(Things things) {
        this.things = things;
    }

    /** The behaviour since a time of at most so many residents; of more, the same ones for the same seed. */
    static Log read(Bulk bulk, Catalogue catalogue, Instant since, Definition.Data data, long seed)
            throws SQLException {
        EventLog log = new EventLog(Things.of(catalogue));
        People people = log.people(bulk, data.people(), seed);
        bulk.execute("set local work_mem = '256MB'");
        bulk.each(
                "select person, item, type, (extract(epoch from at) * 1000)::bigint, position, propensity from event"
                        + " where at > ? and person > 0 and item is not null order by at, person, id",
                row -> {
                    Integer person = log.numbers.get(row.getLong(1));
                    int item = row.getInt(2);
                    if (person != null && item < log.things.size()) {
                        int position = row.getInt(5);
                        boolean placed = !row.wasNull();
                        float propensity = row.getFloat(6);
                        log.events.add(
                                person,
                                item,
                                EventType.of(row.getString(3)).orElseThrow(),
                                row.getLong(4),
                                1,
                                placed ? position : -1,
                                row.wasNull() ? Float.NaN : propensity);
                    }
                },
                Timestamp.from(since));
        return new Log(people, log.things, log.events.byTime());
    }

    private People people(Bulk bulk, int most, long seed) throws SQLException {
        List<Long> ids = new ArrayList<>();
        List<long[]> facts = new ArrayList<>();
        bulk.each(
                "select id, village, array_to_string(groups, ','), coalesce(birth_year, 0), array_to_string(interests, ',')"
                        + " from resident where personalised order by hashint8extended(id, ?) limit ?",
                row -> {
                    numbers.put(row.getLong(1), ids.size());
                    ids.add(row.getLong(1));
                    facts.add(new long[] {
                        row.getLong(2),
                        Coded.bits(row.getString(3), Group::of),
                        row.getInt(4),
                        Coded.bits(row.getString(5), Topic::of)
                    });
                },
                seed,
                most);
        int count = ids.size();
        short[] birthYears = new short[count];
        int[] groups = new int[count];
        boolean[] personalised = new boolean[count];
        Arrays.fill(personalised, true);
        for (int i = 0; i < count; i++) {
            groups[i] = (int) facts.get(i)[1];
            birthYears[i] = (short) facts.get(i)[2];
        }
        return new People(
                ids.stream().map(String::valueOf).toArray(String[]::new),
                facts.stream().mapToLong(fact -> fact[0]).toArray(),
                groups,
                birthYears,
                facts.stream().mapToLong(fact -> fact[3]).toArray(),
                personalised,
                Arrays.stream(Group.values()).map(Group::code).toArray(String[]::new));
    }
}
