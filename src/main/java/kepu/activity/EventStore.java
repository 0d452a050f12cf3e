package kepu.activity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.base.Beijing;
import kepu.store.Database;
import kepu.store.Gathering;
import kepu.store.Snapshot;
import org.jspecify.annotations.Nullable;

/** The SQL of events, which count services as they are stored. */
public final class EventStore {
    /**
     * One statement, so one commit: stores the events that are new and whose person is still there, counts a service for each first
     * opening of an item that the person met in the feed, by search or by a share, and leaves the other nodes a lot of what it taught this
     * one. A push is counted by its receipt. The person cannot be erased between the look and the commit. Rows are stored in the order of
     * their keys: neighbours share pages of the index, and of two nodes that store the same ones neither waits for what it holds itself.
     */
    private static final String INSERT = """
            with incoming as (
                select * from unnest($1::bigint[], $2::text[], $3::int[], $4::text[], $5::timestamptz[], $6::text[], $7::int[],
                    $8::int[], $9::real[], $10::real[], $11::text[])
                    as t (person, id, item, type, at, feed, position, millis, value, propensity, model)),
            there as materialized (
                select id, village, group_mask(groups) as groups from resident where id = any ($1::bigint[]) for key share),
            stored as (
                insert into event (person, id, item, type, at, feed, position, millis, value, propensity, model)
                select i.person, i.id, i.item, i.type, i.at, i.feed, i.position, i.millis, i.value, i.propensity, i.model
                from incoming i left join there r on r.id = i.person
                where i.person = 0 or r.id is not null
                order by i.person, i.id collate "C"
                %s
                returning person, id, item, type, at, feed),
            counted as (
                insert into service (person, item, route, village, day, groups)
                select s.person, s.item,
                    case when s.feed like 'search:%%' then 'search' when s.feed like 'share:%%' then 'share' else 'feed' end,
                    r.village, (s.at at time zone 'Asia/Shanghai')::date, r.groups
                from stored s join there r on r.id = s.person
                where s.type in ('open', 'play') and s.item is not null and coalesce(s.feed, '') not like 'push:%%'
                order by 1, 2, 3, 5
                on conflict (person, item, route) where person is not null do nothing
                returning person, item, day),
            told as materialized (
                select array_agg(s.person) as persons, array_agg(s.id) as ids, array_agg(s.item) as items, array_agg(s.type) as types,
                    array_agg(s.at) as ats, array_agg(r.village) as villages, array_agg(r.groups) as groups,
                    array_agg(s.type in ('open', 'play')
                        and (s.feed like 'push:%%' or c.person is not null) is true) as firsts,
                    (select coalesce(array_agg(person), '{}') from counted) as served,
                    (select coalesce(array_agg(day), '{}') from counted) as days,
                    count(*) filter (where s.person > 0 and s.item is not null) as telling
                from stored s left join there r on r.id = s.person
                    left join (select distinct person, item from counted) c on c.person = s.person and c.item = s.item),
            lot as (
                insert into event_lot (node, persons, items, types, ats, villages, groups, firsts, served, days)
                select $12, persons, items, types, ats, villages, groups, firsts, served, days from told where telling > 0
                returning xid)
            select persons, ids, villages, groups, firsts, served, days, (select xid::text from lot) from told
            """;
    /** Fails on an event that is there already: looking for each row first takes a quarter of the time. */
    private static final String INSERT_NEW = INSERT.formatted("");

    private static final String INSERT_MISSING = INSERT.formatted("on conflict do nothing");
    /**
     * The moment of reading, and each person's last meetings, the latest first. How many persons and meetings is nothing that the planner sees
     * differently from one time to the next, so it plans once and not each time, which with all parts takes longer than the reading. Parts of
     * months to come are left out before it begins: no event lies further ahead than a day ({@code events.aheadMinutes}).
     */
    private static final String HISTORIES = """
            select null::bigint, null::int, pg_current_snapshot()::text, null::timestamptz
            union all
            select p.person, e.item, e.type, e.at from unnest((select $1::bigint[])) as p (person) cross join lateral (
                select item, type, at from event
                where person = p.person and item is not null and at < now() + interval '2 days' order by at desc limit %d) e
            """;
    /** Where one phone sends again, others do: after a batch with an event that was there, so many look first. */
    private static final int BATCHES_THAT_LOOK = 32;

    /** What makes an event one of a kind. */
    record Key(long person, String id) {}

    /** What the database knows of the person of an event that was new; {@code village} is 0 for a guest. */
    record Known(long village, int groups, boolean first) {}

    /** What a commit brought: of events that were new what is known of them, the services that they counted, and its number or 0. */
    record Inserted(Map<Key, Known> news, List<ServiceStore.Served> served, long xid) {}

    private final Database database;
    private final AtomicInteger looking = new AtomicInteger();

    public EventStore(Database database) {
        this.database = database;
    }

    /** Stores the events in one commit, as {@code node}. The month of one of them that has no part yet gets it. */
    Future<Inserted> insert(List<Event> events, Placing.Marking marking, long node) {
        @Nullable Object[] columns = columns(events, marks(events, marking), node);
        return insert(columns)
                .recover(cause -> Database.lacksPart(cause)
                        ? months(events).compose(made -> insert(columns))
                        : Future.failedFuture(cause))
                .map(EventStore::inserted);
    }

    private Future<RowSet<Row>> insert(@Nullable Object[] columns) {
        if (looking.getAndUpdate(batches -> Math.max(0, batches - 1)) > 0) {
            return database.query(INSERT_MISSING, columns);
        }
        return database.query(INSERT_NEW, columns).recover(cause -> {
            if (!Database.isTwice(cause)) {
                return Future.failedFuture(cause);
            }
            looking.set(BATCHES_THAT_LOOK);
            return database.query(INSERT_MISSING, columns);
        });
    }

    /** Makes the parts that are missing from a month to another; gives how many. */
    Future<Integer> months(Instant from, Instant to) {
        return database.query("select make_event_parts($1, $2)", utc(from), utc(to))
                .map(rows -> rows.iterator().next().getInteger(0));
    }

    /** Each month of these events: they may lie far apart. */
    private Future<Void> months(List<Event> events) {
        Future<Void> made = Future.succeededFuture();
        for (YearMonth month : events.stream()
                .map(event -> YearMonth.from(Beijing.day(event.at())))
                .collect(Collectors.toCollection(TreeSet::new))) {
            Instant first = Beijing.beginning(month.atDay(1)).toInstant();
            made = made.compose(done -> months(first, first).mapEmpty());
        }
        return made;
    }

    private static @Nullable Object[] columns(List<Event> events, List<@Nullable Placing> marks, long node) {
        return new Object[] {
            events.stream().map(Event::person).toArray(Long[]::new),
            events.stream().map(Event::id).toArray(String[]::new),
            events.stream().map(Event::item).toArray(Integer[]::new),
            events.stream().map(event -> event.type().code()).toArray(String[]::new),
            events.stream().map(event -> utc(event.at())).toArray(OffsetDateTime[]::new),
            events.stream().map(Event::feed).toArray(String[]::new),
            events.stream().map(Event::position).toArray(Integer[]::new),
            events.stream().map(Event::millis).toArray(Integer[]::new),
            events.stream()
                    .map(event -> event.value() == null ? null : event.value().floatValue())
                    .toArray(Float[]::new),
            marks.stream().map(mark -> mark == null ? null : mark.propensity()).toArray(Float[]::new),
            marks.stream().map(mark -> mark == null ? null : mark.model()).toArray(String[]::new),
            node
        };
    }

    private static Inserted inserted(RowSet<Row> rows) {
        Row row = rows.iterator().next();
        Long[] persons = row.getArrayOfLongs(0);
        if (persons == null) {
            return new Inserted(new HashMap<>(), List.of(), 0);
        }
        String[] ids = row.getArrayOfStrings(1);
        Long[] villages = row.getArrayOfLongs(2);
        Integer[] groups = row.getArrayOfIntegers(3);
        Boolean[] firsts = row.getArrayOfBooleans(4);
        Map<Key, Known> news = HashMap.newHashMap(persons.length);
        for (int i = 0; i < persons.length; i++) {
            boolean known = villages[i] != null;
            news.put(
                    new Key(persons[i], ids[i]),
                    known ? new Known(villages[i], groups[i], firsts[i]) : new Known(0, 0, false));
        }
        String xid = row.getString(7);
        return new Inserted(
                news,
                ServiceStore.Served.of(row.getArrayOfLongs(5), row.getArrayOfLocalDates(6)),
                xid == null ? 0 : Long.parseLong(xid));
    }

    /** Only what was shown and opened is marked: that is what models are judged by. */
    private static List<@Nullable Placing> marks(List<Event> events, Placing.Marking marking) {
        List<@Nullable Placing> marks = new ArrayList<>(events.size());
        Map<String, IntFunction<@Nullable Placing>> feeds = new HashMap<>();
        for (Event event : events) {
            boolean judged = event.type() == EventType.IMPRESSION
                    || event.type() == EventType.OPEN
                    || event.type() == EventType.PLAY;
            Integer item = event.item();
            String feed = event.feed();
            marks.add(
                    judged && item != null && feed != null
                            ? feeds.computeIfAbsent(feed, marking::of).apply(item)
                            : null);
        }
        return marks;
    }

    /** A resident's last meetings with items, the latest first, and what the reading of them saw. */
    public record Past(List<Event> events, Snapshot seen) {}

    /** Residents' last {@code limit} meetings with items each, read together. */
    public Gathering<Past> histories(int limit) {
        String histories = HISTORIES.formatted(limit);
        return database.gathering(persons ->
                database.query(histories, (Object) persons.toArray(Long[]::new)).map(EventStore::pasts));
    }

    private static LongFunction<Past> pasts(RowSet<Row> rows) {
        Map<Long, List<Event>> events = new HashMap<>();
        Snapshot seen = Snapshot.NOTHING;
        for (Row row : rows) {
            Long person = row.getLong(0);
            if (person == null) {
                seen = Snapshot.of(row.getString(2));
            } else {
                EventType type = EventType.of(row.getString(2)).orElseThrow();
                Instant at = row.getOffsetDateTime(3).toInstant();
                events.computeIfAbsent(person, first -> new ArrayList<>())
                        .add(new Event(person, "", row.getInteger(1), type, at, null, null, null, null));
            }
        }
        Snapshot moment = seen;
        return person -> new Past(events.getOrDefault(person, List.of()), moment);
    }

    /** What a resident did with items of one topic: openings, and the decayed weight of openings, finishes and likes. */
    public record Turned(String topic, int opens, double weight) {}

    /** What a resident turned to since, by topic. A deed of {@code now} weighs 1, one a {@code halfLife} earlier half. */
    public Future<List<Turned>> turnedTo(long person, Instant since, Instant now, Duration halfLife) {
        return database.query(
                        "select i.topic, count(*) filter (where e.type in ('open', 'play'))::int,"
                                + " sum(power(2, least(0, extract(epoch from e.at - $3::timestamptz)::float8 / $4::float8)))"
                                + " from event e join item i on i.seq = e.item"
                                + " where e.person = $1 and e.at >= $2 and e.type in ('open', 'play', 'finish', 'like') group by i.topic",
                        person,
                        utc(since),
                        utc(now),
                        (double) halfLife.toSeconds())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Turned(row.getString(0), row.getInteger(1), row.getDouble(2)))
                        .toList());
    }

    /** Deletes what a resident did. The database keeps the services, under numbers that lead to nobody, when the resident goes. */
    public Future<Void> erase(SqlClient transaction, long person) {
        return Database.query(transaction, "delete from event where person = $1", person)
                .mapEmpty();
    }

    /** Everything a resident did, for their own eyes. */
    public Future<JsonArray> export(long person) {
        return database.query(
                        "select i.id, e.type, e.at from event e left join item i on i.seq = e.item where e.person = $1 order by e.at",
                        person)
                .map(rows -> {
                    JsonArray all = new JsonArray();
                    rows.forEach(row -> all.add(new JsonObject()
                            .put("item", row.getString(0))
                            .put("type", row.getString(1))
                            .put("at", row.getOffsetDateTime(2).toString())));
                    return all;
                });
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
