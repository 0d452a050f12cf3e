package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kepu.activity.Route;
import kepu.activity.ServiceStore;
import kepu.alert.Alerts;
import kepu.base.Beijing;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.Presence;
import kepu.push.Push;
import kepu.push.Viewer;
import kepu.recommend.Feeds;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** A disseminator's day: what to bring to the village, one tap to push it, what was served, who is not reached. */
final class VillageRoutes {
    private static final int SIZE = 20;
    private static final int ITEMS_TODAY = 10;
    private static final int OLDEST_SERVICE_DAYS = 60;
    private static final Pattern MARK = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{1,18})");

    private final Push push;
    private final Alerts alerts;
    private final Feeds feeds;
    private final ServiceStore services;
    private final Items items;
    private final Regions regions;
    private final Clock clock;
    private final Config.Village config;

    VillageRoutes(Rooms rooms) {
        this.push = rooms.push();
        this.alerts = rooms.alerts();
        this.feeds = rooms.feeds();
        this.services = rooms.services();
        this.items = rooms.items();
        this.regions = rooms.regions();
        this.clock = rooms.clock();
        this.config = rooms.config().village();
    }

    void mount(Edge edge) {
        edge.on("villageToday", this::today)
                .on("villagePush", this::push)
                .on("recordService", this::record)
                .on("villageServices", this::services)
                .on("villageUnreached", this::unreached);
    }

    private static Caller.OfStaff disseminator(Request request) {
        Caller.OfStaff staff = request.staff(Role.DISSEMINATOR);
        if (staff.scope().level() != Level.VILLAGE) {
            throw new Failure.Forbidden("not-disseminator", "这个功能只供村（社区）传播员使用");
        }
        return staff;
    }

    private Future<Answer> today(Request request) {
        Caller.OfStaff staff = disseminator(request);
        RegionCode village = staff.scope();
        Future<List<Alerts.Unreached>> urgent = alerts.unreached(village);
        Future<List<ServiceStore.Reach>> reach = services.reach(village, since());
        Future<Map<Route, Long>> totals = services.totals(village);
        Future<Presence.Connected> connected = push.presence().residents(List.of(village));
        return Future.all(reach, totals, connected, urgent).map(all -> {
            ServiceStore.Reach everybody = everybody(reach.result());
            Set<String> tapped = push.taps().today(village);
            return Answer.ok(new JsonObject()
                    .put("village", MeRoutes.region(regions, village))
                    .put("residents", everybody.residents())
                    .put("reached", everybody.residents() - everybody.unreached())
                    .put("connected", connected.result().residents().size())
                    .put("connectedNodes", connected.result().nodes())
                    .put(
                            "services",
                            totals.result().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .put("items", todaysItems(village, tapped))
                    .put("tasks", tasks(urgent.result(), everybody, tapped))
                    .put("bulletins", new JsonArray(alerts.above(new Viewer.OfStaff(staff.id(), village)))));
        });
    }

    private JsonArray todaysItems(RegionCode village, Set<String> tapped) {
        JsonArray array = new JsonArray();
        feeds.suited(village, ITEMS_TODAY).forEach(slot -> {
            Item item = slot.entry().item();
            array.add(Catalogue.wire(item)
                    .put(
                            "reason",
                            new JsonObject()
                                    .put("code", slot.reason().code())
                                    .put("text", slot.reason().text()))
                    .put("pushedToday", tapped.contains(item.id())));
        });
        return array;
    }

    private JsonArray tasks(List<Alerts.Unreached> urgent, ServiceStore.Reach everybody, Set<String> tapped) {
        JsonArray tasks = new JsonArray();
        urgent.forEach(bulletin -> tasks.add(task(bulletin)));
        if (tapped.isEmpty()) {
            tasks.add(task("push", "今天还没有推送", "从下面挑一条适合本地的，点它的推送按钮。"));
        }
        if (everybody.unreached() > 0) {
            tasks.add(task(
                    "unreached",
                    "还有 " + everybody.unreached() + " 位居民没有服务到",
                    "近 " + config.unreachedDays() + " 天没有打开过任何内容。可以上门或开院坝会，当面讲一讲再登记。"));
        }
        return tasks;
    }

    /** Nobody is left out: who has no phone is told face to face, and that is counted as a service. */
    private static JsonObject task(Alerts.Unreached bulletin) {
        String told =
                bulletin.reach().told() == 0 ? "" : "，已当面告知 " + bulletin.reach().told() + " 人";
        JsonObject task = task(
                        "bulletin",
                        "还有 " + bulletin.left() + " 位居民没有收到「" + bulletin.headline() + "」",
                        "手机收到 " + bulletin.reach().received() + " 人" + told + "。请当面告诉他们，再登记。")
                .put("bulletin", bulletin.id())
                .put("people", bulletin.left());
        return bulletin.items().isEmpty()
                ? task
                : task.put("item", bulletin.items().getFirst());
    }

    private static JsonObject task(String code, String title, String detail) {
        return new JsonObject().put("code", code).put("title", title).put("detail", detail);
    }

    private Future<Answer> push(Request request) {
        Caller.OfStaff staff = disseminator(request);
        JsonObject body = request.body();
        return push.taps()
                .tap(staff, body.getString("item"), body.getString("message", ""))
                .compose(tap -> push.presence()
                        .residents(List.of(staff.scope()))
                        .map(connected -> Answer.created(new JsonObject()
                                .put("campaign", tap.campaign())
                                .put("publication", tap.publication())
                                .put("reach", tap.reach())
                                .put("connected", connected.residents().size())
                                .put("connectedNodes", connected.nodes())
                                .put("repeated", tap.repeated()))));
    }

    private Future<Answer> record(Request request) {
        Caller.OfStaff staff = disseminator(request);
        JsonObject body = request.body();
        Item item = items.known(body.getString("item"));
        Instant at = Wire.time(body.getString("at"), "/at");
        Instant now = clock.instant();
        if (at.isAfter(now.plus(Duration.ofMinutes(5)))
                || at.isBefore(now.minus(Duration.ofDays(OLDEST_SERVICE_DAYS)))) {
            throw Failure.Invalid.at("/at", "只能登记 " + OLDEST_SERVICE_DAYS + " 天内已经做了的服务");
        }
        ServiceStore.FaceToFace service = new ServiceStore.FaceToFace(
                item.seq(),
                staff.scope().first(),
                Beijing.day(at),
                body.getInteger("people"),
                staff.id(),
                groups(body.getJsonArray("groups", new JsonArray())),
                body.getString("place"),
                body.getString("note"),
                request.maybe("Idempotency-Key"));
        String bulletin = body.getString("bulletin");
        if (bulletin != null && !alerts.isUnder(staff.scope(), bulletin)) {
            throw new Failure.Missing("bulletin-missing", "本村没有这条应急信息，或它已经结束");
        }
        return services.record(
                        service,
                        (transaction, seq) -> bulletin == null
                                ? Future.succeededFuture()
                                : alerts.visit(transaction, seq, bulletin, staff.scope(), service.people()))
                .map(seq -> Answer.created(wire(new ServiceStore.Service(
                        seq,
                        item.seq(),
                        Route.FACE_TO_FACE,
                        service.day(),
                        service.people(),
                        service.place(),
                        service.note()))));
    }

    private static Set<Group> groups(JsonArray codes) {
        return codes.stream()
                .map(code -> Group.of(code.toString()).orElseThrow())
                .collect(Collectors.toSet());
    }

    private Future<Answer> services(Request request) {
        RegionCode village = disseminator(request).scope();
        int size = request.number("size", SIZE);
        Future<List<ServiceStore.Service>> page = services.lines(village, mark(request.maybe("cursor")), size + 1);
        Future<Map<Route, Long>> totals = services.totals(village);
        return Future.all(page, totals).map(all -> {
            List<ServiceStore.Service> found = page.result();
            JsonArray lines = new JsonArray();
            found.stream().limit(size).map(this::wire).forEach(lines::add);
            JsonObject byRoute = new JsonObject();
            totals.result().forEach((route, people) -> byRoute.put(route.code(), people));
            JsonObject body = new JsonObject()
                    .put(
                            "total",
                            totals.result().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum())
                    .put("byRoute", byRoute)
                    .put("services", lines);
            return Answer.ok(found.size() > size ? body.put("next", cursor(found.get(size - 1))) : body);
        });
    }

    private static String cursor(ServiceStore.Service service) {
        return Cursor.of(service.day() + " " + service.first());
    }

    private static ServiceStore.@Nullable Mark mark(@Nullable String cursor) {
        if (cursor == null) {
            return null;
        }
        MatchResult parts = Cursor.parts(cursor, MARK);
        try {
            return new ServiceStore.Mark(LocalDate.parse(parts.group(1)), Long.parseLong(parts.group(2)));
        } catch (DateTimeParseException e) {
            throw Cursor.broken();
        }
    }

    private Future<Answer> unreached(Request request) {
        RegionCode village = disseminator(request).scope();
        return services.reach(village, since()).map(reach -> {
            JsonArray byGroup = new JsonArray();
            List<ServiceStore.Reach> groups = new ArrayList<>(reach);
            groups.removeIf(part -> part.group() == null);
            groups.sort((a, b) -> Long.compare(b.unreached(), a.unreached()));
            groups.forEach(part -> byGroup.add(new JsonObject()
                    .put("group", part.group())
                    .put("name", label(part.group()))
                    .put("residents", part.residents())
                    .put("unreached", part.unreached())));
            ServiceStore.Reach everybody = everybody(reach);
            return Answer.ok(new JsonObject()
                    .put("residents", everybody.residents())
                    .put("unreached", everybody.unreached())
                    .put("days", config.unreachedDays())
                    .put("byGroup", byGroup));
        });
    }

    private LocalDate since() {
        return Beijing.day(clock.instant()).minusDays(config.unreachedDays());
    }

    private static ServiceStore.Reach everybody(List<ServiceStore.Reach> reach) {
        return reach.stream()
                .filter(part -> part.group() == null)
                .findFirst()
                .orElseGet(() -> new ServiceStore.Reach(null, 0, 0));
    }

    private static String label(@Nullable String group) {
        return group == null ? "" : Group.of(group).map(Group::label).orElse(group);
    }

    private JsonObject wire(ServiceStore.Service service) {
        Catalogue.Entry entry = items.catalogue().at(service.item());
        JsonObject wire = new JsonObject()
                .put("id", Long.toString(service.first()))
                .put("item", entry == null ? "" : entry.item().id())
                .put("title", entry == null ? "（已撤回）" : entry.item().title())
                .put("route", service.route().code())
                .put("day", service.day().toString())
                .put("people", service.people());
        if (service.place() != null) {
            wire.put("place", service.place());
        }
        return service.note() == null ? wire : wire.put("note", service.note());
    }
}
