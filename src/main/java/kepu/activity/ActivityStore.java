package kepu.activity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of events and services. */
public final class ActivityStore {
    /**
     * One statement, so one commit: stores the events that are new and whose person is still there, and counts a service for each
     * first opening of an item that the person met in the feed, by search or by a share. A push is counted by its receipt. The person
     * cannot be erased between the look and the commit.
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
                on conflict do nothing
                returning person, id, item, type, at, feed),
            counted as (
                insert into service (person, item, route, village, day, groups)
                select s.person, s.item,
                    case when s.feed like 'search:%' then 'search' when s.feed like 'share:%' then 'share' else 'feed' end,
                    r.village, (s.at at time zone 'Asia/Shanghai')::date, r.groups
                from stored s join there r on r.id = s.person
                where s.type in ('open', 'play') and s.item is not null and coalesce(s.feed, '') not like 'push:%'
                on conflict (person, item, route) where person is not null do nothing
                returning person, day)
            select person, id, null::date from stored
            union all select person, null, day from counted
            """;

    /** What makes an event one of a kind. */
    record Key(long person, String id) {}

    /** A service to a known person that was counted just now. */
    public record Served(long person, LocalDate day) {}

    /** What a commit brought: the keys of events that were new, and the services that they counted. */
    record Inserted(Set<Key> keys, List<Served> served) {}

    /**
     * A line of the service record: one face-to-face service, or all persons whom an item reached on a day by a route, so that nobody
     * is told apart. {@code first} is the number of its first service.
     */
    public record Service(
            long first,
            int item,
            Route route,
            LocalDate day,
            int people,
            @Nullable String place,
            @Nullable String note) {}

    /** A place in the service record: it never moves, however many join the lines around it. */
    public record Mark(LocalDate day, long first) {}

    /** A face-to-face service as a disseminator reports it; {@code groups} are those that all the people belong to. */
    public record FaceToFace(
            int item,
            long village,
            LocalDate day,
            int people,
            long disseminator,
            Set<Group> groups,
            @Nullable String place,
            @Nullable String note,
            @Nullable String requestKey) {}

    private final Database database;

    public ActivityStore(Database database) {
        this.database = database;
    }

    /** Stores the events in one commit. */
    Future<Inserted> insert(List<Event> events, Placing.Marking marking) {
        List<@Nullable Placing> marks = marks(events, marking);
        return database.query(
                        INSERT,
                        events.stream().map(Event::person).toArray(Long[]::new),
                        events.stream().map(Event::id).toArray(String[]::new),
                        events.stream().map(Event::item).toArray(Integer[]::new),
                        events.stream().map(event -> event.type().code()).toArray(String[]::new),
                        events.stream().map(event -> utc(event.at())).toArray(OffsetDateTime[]::new),
                        events.stream().map(Event::feed).toArray(String[]::new),
                        events.stream().map(Event::position).toArray(Integer[]::new),
                        events.stream().map(Event::millis).toArray(Integer[]::new),
                        events.stream()
                                .map(event -> event.value() == null
                                        ? null
                                        : event.value().floatValue())
                                .toArray(Float[]::new),
                        marks.stream()
                                .map(mark -> mark == null ? null : mark.propensity())
                                .toArray(Float[]::new),
                        marks.stream()
                                .map(mark -> mark == null ? null : mark.model())
                                .toArray(String[]::new))
                .map(rows -> {
                    Set<Key> keys = new HashSet<>();
                    List<Served> served = new ArrayList<>();
                    rows.forEach(row -> {
                        LocalDate day = row.getLocalDate(2);
                        if (day == null) {
                            keys.add(new Key(row.getLong(0), row.getString(1)));
                        } else {
                            served.add(new Served(row.getLong(0), day));
                        }
                    });
                    return new Inserted(keys, served);
                });
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

    /** Everything a resident was counted as served with, for their own eyes. */
    public Future<JsonArray> exportServices(long person) {
        return database.query(
                        "select i.id, s.route, s.day from service s join item i on i.seq = s.item where s.person = $1 order by s.seq",
                        person)
                .map(rows -> {
                    JsonArray all = new JsonArray();
                    rows.forEach(row -> all.add(new JsonObject()
                            .put("item", row.getString(0))
                            .put("route", row.getString(1))
                            .put("day", row.getLocalDate(2).toString())));
                    return all;
                });
    }

    /** A service as it is to be counted: {@code person} met {@code item} on {@code day}. */
    public record Met(long person, int item, LocalDate day) {}

    /**
     * Counts services by one route in one statement; each person once for an item and route, who is gone not at all. Gives how many were
     * news.
     */
    public static Future<Integer> count(SqlClient client, Route route, List<Met> services) {
        return Database.query(
                        client,
                        "with there as materialized (select id, village, group_mask(groups) as groups from resident"
                                + " where id = any ($1::bigint[]) for key share)"
                                + " insert into service (person, item, route, village, day, groups)"
                                + " select m.person, m.item, $2, r.village, m.day, r.groups"
                                + " from unnest($1::bigint[], $3::int[], $4::date[]) as m (person, item, day)"
                                + " join there r on r.id = m.person"
                                + " on conflict (person, item, route) where person is not null do nothing",
                        services.stream().map(Met::person).toArray(Long[]::new),
                        route.code(),
                        services.stream().map(Met::item).toArray(Integer[]::new),
                        services.stream().map(Met::day).toArray(LocalDate[]::new))
                .map(SqlResult::rowCount);
    }

    /** What else is stored in the transaction of a service, given its number. */
    public interface Also {
        Future<Void> store(SqlClient transaction, long service);
    }

    /** Those of the people to whom a service of one of the items was counted on that day or later, by any route. */
    public Future<List<Long>> served(Long[] people, Integer[] items, LocalDate since) {
        return database.query(
                        "select distinct person from service where person = any($1) and item = any($2) and day >= $3",
                        people,
                        items,
                        since)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getLong(0))
                        .toList());
    }

    /**
     * Records a face-to-face service, and {@code also} with it; gives its number. A retry with the same request key changes nothing and gives the same number;
     * {@link Failure.Conflict} when the key was used for something else.
     */
    public Future<Long> record(FaceToFace service, Also also) {
        return database.transact(transaction -> record(transaction, service)
                .compose(seq -> also.store(transaction, seq).map(seq)));
    }

    private static Future<Long> record(SqlClient transaction, FaceToFace service) {
        return Database.query(
                        transaction,
                        "insert into service (item, route, village, day, people, disseminator, groups, place, note, request_key)"
                                + " values ($1, 'face_to_face', $2, $3, $4, $5, $6, $7, $8, $9)"
                                + " on conflict (disseminator, request_key) where request_key is not null do nothing returning seq",
                        service.item(),
                        service.village(),
                        service.day(),
                        service.people(),
                        service.disseminator(),
                        Group.mask(service.groups()),
                        service.place(),
                        service.note(),
                        service.requestKey())
                .compose(rows -> rows.size() > 0
                        ? Future.succeededFuture(rows.iterator().next().getLong(0))
                        : recorded(transaction, service));
    }

    private static Future<Long> recorded(SqlClient transaction, FaceToFace service) {
        return Database.query(
                        transaction,
                        "select seq from service where disseminator = $1 and request_key = $2 and item = $3 and day = $4 and people = $5"
                                + " and place is not distinct from $6 and note is not distinct from $7"
                                + " and groups = $8",
                        service.disseminator(),
                        service.requestKey(),
                        service.item(),
                        service.day(),
                        service.people(),
                        service.place(),
                        service.note(),
                        Group.mask(service.groups()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw new Failure.Conflict("idempotency-mismatch", "这个 Idempotency-Key 已用于另一个请求");
                    }
                    return rows.iterator().next().getLong(0);
                });
    }

    /** The lines of a subtree's service record after {@code mark} (null: from the start), the latest day first. */
    public Future<List<Service>> services(RegionCode region, @Nullable Mark mark, int limit) {
        return database.query(
                        "select min(seq) as first, item, route, day, sum(people), min(place), min(note) from service"
                                + " where village between $1 and $2 and ($3::date is null or day <= $3)"
                                + " group by day, item, route, case when person is null then seq end"
                                + " having $3::date is null or (day, min(seq)) < ($3, $4)"
                                + " order by day desc, first desc limit $5",
                        region.first(),
                        region.last(),
                        mark == null ? null : mark.day(),
                        mark == null ? null : mark.first(),
                        limit)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(ActivityStore::service)
                        .toList());
    }

    /** 人次 of a subtree by route. */
    public Future<Map<Route, Long>> totals(RegionCode region) {
        return database.query(
                        "select route, sum(people) from service where village between $1 and $2 group by route",
                        region.first(),
                        region.last())
                .map(rows -> {
                    Map<Route, Long> totals = new HashMap<>();
                    rows.forEach(row -> totals.put(Route.of(row.getString(0)).orElseThrow(), row.getLong(1)));
                    return totals;
                });
    }

    /** Residents of a group, and how many of them nothing reached since. */
    public record Reach(@Nullable String group, long residents, long unreached) {}

    /** Reach in a subtree since a day, for each group and, under null, for all residents together. */
    public Future<List<Reach>> reach(RegionCode region, LocalDate since) {
        return database.query(
                        "with r as (select id, groups, exists (select from service s where s.person = r.id and s.day >= $3) as reached"
                                + " from resident r where village between $1 and $2)"
                                + " select null, count(*), count(*) filter (where not reached) from r"
                                + " union all select g, count(*), count(*) filter (where not reached) from r, unnest(groups) g group by g",
                        region.first(),
                        region.last(),
                        since)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Reach(row.getString(0), row.getLong(1), row.getLong(2)))
                        .toList());
    }

    private static Service service(Row row) {
        return new Service(
                row.getLong(0),
                row.getInteger(1),
                Route.of(row.getString(2)).orElseThrow(),
                row.getLocalDate(3),
                row.getInteger(4),
                row.getString(5),
                row.getString(6));
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
