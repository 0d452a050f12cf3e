package kepu.activity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.base.Beijing;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of events, which count services as they are stored. */
public final class EventStore {
    /**
     * One statement, so one commit: stores the events that are new and whose person is still there, and counts a service for each
     * first opening of an item that the person met in the feed, by search or by a share. A push is counted by its receipt. The person
     * cannot be erased between the look and the commit. Rows are stored in the order of their keys: neighbours share pages of the index, and
     * of two nodes that store the same ones neither waits for what it holds itself.
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
                on conflict do nothing
                returning person, id, item, type, at, feed),
            counted as (
                insert into service (person, item, route, village, day, groups)
                select s.person, s.item,
                    case when s.feed like 'search:%' then 'search' when s.feed like 'share:%' then 'share' else 'feed' end,
                    r.village, (s.at at time zone 'Asia/Shanghai')::date, r.groups
                from stored s join there r on r.id = s.person
                where s.type in ('open', 'play') and s.item is not null and coalesce(s.feed, '') not like 'push:%'
                order by 1, 2, 3
                on conflict (person, item, route) where person is not null do nothing
                returning person, day)
            select person, id, null::date from stored
            union all select person, null, day from counted
            """;

    /** What makes an event one of a kind. */
    record Key(long person, String id) {}

    /** What a commit brought: the keys of events that were new, and the services that they counted. */
    record Inserted(Set<Key> keys, List<ServiceStore.Served> served) {}

    private final Database database;

    public EventStore(Database database) {
        this.database = database;
    }

    /** Stores the events in one commit. The month of one of them that has no part yet gets it. */
    Future<Inserted> insert(List<Event> events, Placing.Marking marking) {
        @Nullable Object[] columns = columns(events, marks(events, marking));
        return database.query(INSERT, columns)
                .recover(cause -> Database.lacksPart(cause)
                        ? months(events).compose(made -> database.query(INSERT, columns))
                        : Future.failedFuture(cause))
                .map(EventStore::inserted);
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

    private static @Nullable Object[] columns(List<Event> events, List<@Nullable Placing> marks) {
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
            marks.stream().map(mark -> mark == null ? null : mark.model()).toArray(String[]::new)
        };
    }

    private static Inserted inserted(RowSet<Row> rows) {
        Set<Key> keys = new HashSet<>();
        List<ServiceStore.Served> served = new ArrayList<>();
        rows.forEach(row -> {
            LocalDate day = row.getLocalDate(2);
            if (day == null) {
                keys.add(new Key(row.getLong(0), row.getString(1)));
            } else {
                served.add(new ServiceStore.Served(row.getLong(0), day));
            }
        });
        return new Inserted(keys, served);
    }

    /** Only what was shown and opened is marked: that is what models are judged by. */
    private static List<@Nullable Placing> marks(List<Event> events, Placing.Marking marking) {
        List<@Nullable Placing> marks = new ArrayList<>(events.size());
        for (Event event : events) {
            boolean judged = event.type() == EventType.IMPRESSION
                    || event.type() == EventType.OPEN
                    || event.type() == EventType.PLAY;
            Integer item = event.item();
            String feed = event.feed();
            marks.add(judged && item != null && feed != null ? marking.of(feed, item) : null);
        }
        return marks;
    }

    /** A resident's last {@code limit} meetings with items, the latest first. */
    public Future<List<Event>> history(long person, int limit) {
        return database.query(
                        "select item, type, at from event where person = $1 and item is not null order by at desc limit $2",
                        person,
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Event(
                                person,
                                "",
                                row.getInteger(0),
                                EventType.of(row.getString(1)).orElseThrow(),
                                row.getOffsetDateTime(2).toInstant(),
                                null,
                                null,
                                null,
                                null))
                        .toList());
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
