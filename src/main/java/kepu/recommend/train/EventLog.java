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
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.People;
import kepu.recommend.log.Things;
import kepu.store.Bulk;

/** Reads the log from the event store: 27 bytes an event, residents who do not want to be looked at left out. Blocking. */
final class EventLog {
    private static final int FIRST = 1 << 16;

    private final Things things;
    private final Map<Long, Integer> numbers = new HashMap<>();
    private int[] people = new int[FIRST];
    private int[] items = new int[FIRST];
    private byte[] types = new byte[FIRST];
    private long[] at = new long[FIRST];
    private short[] positions = new short[FIRST];
    private float[] propensities = new float[FIRST];
    private int size;

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
                        log.add(
                                person,
                                item,
                                EventType.of(row.getString(3)).orElseThrow(),
                                row.getLong(4),
                                placed ? position : -1,
                                row.wasNull() ? Float.NaN : propensity);
                    }
                },
                Timestamp.from(since));
        return new Log(people, log.things, log.events());
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

    private void add(int person, int item, EventType type, long millis, int position, float propensity) {
        if (size == people.length) {
            int longer = size + (size >> 1);
            people = Arrays.copyOf(people, longer);
            items = Arrays.copyOf(items, longer);
            types = Arrays.copyOf(types, longer);
            at = Arrays.copyOf(at, longer);
            positions = Arrays.copyOf(positions, longer);
            propensities = Arrays.copyOf(propensities, longer);
        }
        people[size] = person;
        items[size] = item;
        types[size] = (byte) type.ordinal();
        at[size] = millis;
        positions[size] = (short) Math.min(position, Short.MAX_VALUE);
        propensities[size++] = propensity;
    }

    private Events events() {
        float[] weights = new float[size];
        Arrays.fill(weights, 1);
        return new Events(
                Arrays.copyOf(people, size),
                Arrays.copyOf(items, size),
                Arrays.copyOf(types, size),
                Arrays.copyOf(at, size),
                Arrays.copyOf(positions, size),
                weights,
                Arrays.copyOf(propensities, size));
    }
}
