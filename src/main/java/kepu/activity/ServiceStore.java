package kepu.activity;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.region.RegionCode;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The SQL of services: the record, line by line and in figures. */
public final class ServiceStore {
    /** A service as it is to be counted: {@code person} met {@code item} on {@code day}. */
    public record Met(long person, int item, LocalDate day) {}

    /** A service to a known person that was counted just now. */
    public record Served(long person, LocalDate day) {
        /** In step. */
        static List<Served> of(Long[] people, LocalDate[] days) {
            return IntStream.range(0, people.length)
                    .mapToObj(i -> new Served(people[i], days[i]))
                    .toList();
        }
    }

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

    /** Residents of a group, and how many of them nothing reached since. */
    public record Reach(@Nullable String group, long residents, long unreached) {}

    /** What else is stored in the transaction of a service, given its number. */
    public interface Also {
        Future<Void> store(SqlClient transaction, long service);
    }

    private final Database database;

    public ServiceStore(Database database) {
        this.database = database;
    }

    /**
     * Counts services by one route in one statement; each person once for an item and route, for as long as services are kept, who is
     * gone not at all. Gives how many were news.
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

    /** When reading publications counted services by push, as far as it did: people and publications are in step. */
    public Future<List<Served>> byPush(Long[] people, Long[] publications) {
        return database.query(
                        "select s.person, max(s.day) from unnest($1::bigint[], $2::bigint[]) as k (person, publication)"
                                + " join publication p on p.seq = k.publication join item i on i.id = p.item"
                                + " join service s on s.person = k.person and s.item = i.seq and s.route = $3 group by s.person",
                        people,
                        publications,
                        Route.PUSH.code())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new Served(row.getLong(0), row.getLocalDate(1)))
                        .toList());
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
                        throw Failure.Conflict.keyOfAnother();
                    }
                    return rows.iterator().next().getLong(0);
                });
    }

    /** The lines of a subtree's service record after {@code mark} (null: from the start), the latest day first. */
    public Future<List<Service>> lines(RegionCode region, @Nullable Mark mark, int limit) {
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
                        .map(ServiceStore::service)
                        .toList());
    }

    /** 人次 of a subtree by route, of services whose rows have gone too. */
    public Future<Map<Route, Long>> totals(RegionCode region) {
        return database.query(
                        "select route, sum(people)::bigint from (select route, people from service where village between $1 and $2"
                                + " union all select route, people from service_past where village between $1 and $2) s group by route",
                        region.first(),
                        region.last())
                .map(rows -> {
                    Map<Route, Long> totals = new HashMap<>();
                    rows.forEach(row -> totals.put(Route.of(row.getString(0)).orElseThrow(), row.getLong(1)));
                    return totals;
                });
    }

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

    /** Everything a resident was counted as served with, for their own eyes. */
    public Future<JsonArray> export(long person) {
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
}
