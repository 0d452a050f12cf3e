package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import kepu.alert.Alerts;
import kepu.alert.Bulletin;
import kepu.alert.Bulletins;
import kepu.alert.CapMessage;
import kepu.alert.Form;
import kepu.alert.Reach;
import kepu.alert.RegionPoints;
import kepu.alert.Severity;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Bulletins: posted by operators within their scope, read by everybody, acknowledged by residents, followed by staff. */
final class BulletinRoutes {
    private static final int SIZE = 20;
    private static final String CAP = "application/cap+xml";
    private static final String ATOM = "application/atom+xml; charset=utf-8";

    private final Alerts alerts;
    private final Residents residents;
    private final Regions regions;
    private final Supplier<String> url;

    BulletinRoutes(Alerts alerts, Residents residents, Regions regions, Supplier<String> url) {
        this.alerts = alerts;
        this.residents = residents;
        this.regions = regions;
        this.url = url;
    }

    void mount(Edge edge) {
        edge.on("bulletinsAtom", this::atom)
                .on("bulletinXml", this::xml)
                .on("createBulletin", this::create)
                .on("bulletins", this::list)
                .on("bulletin", request -> visible(request).map(found -> Answer.ok(alerts.whole(found))))
                .on("cancelBulletin", this::cancel)
                .on("ackBulletin", this::acknowledge)
                .on("bulletinReach", this::reach);
    }

    private static Caller.OfStaff maker(Request request) {
        return request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
    }

    private Future<Answer> create(Request request) {
        Caller.OfStaff staff = maker(request);
        Request.Document document = request.document();
        Bulletins bulletins = alerts.bulletins();
        return (document == null
                        ? bulletins.post(staff, form(request.body()), request.maybe("Idempotency-Key"))
                        : bulletins.post(staff, document.bytes(), document.charset()))
                .map(this::posted);
    }

    private Future<Answer> cancel(Request request) {
        return alerts.bulletins().cancel(maker(request), request.text("id")).map(this::posted);
    }

    private Answer posted(Bulletins.Result result) {
        JsonObject wire = alerts.whole(result.bulletin());
        return result.fresh() ? Answer.created(wire) : Answer.ok(wire);
    }

    private static Form form(JsonObject body) {
        List<RegionCode> places = new ArrayList<>();
        body.getJsonArray("regions").forEach(code -> places.add(RegionCode.of((String) code)));
        List<String> items = new ArrayList<>();
        body.getJsonArray("items", new JsonArray()).forEach(item -> items.add((String) item));
        return new Form(
                body.getString("headline"),
                body.getString("instruction"),
                body.getString("description", ""),
                places,
                Severity.of(body.getString("severity")).orElseThrow(),
                Wire.time(body.getString("until"), "/until"),
                items,
                CapMessage.Status.valueOf(body.getString("status", "actual").toUpperCase(Locale.ROOT)),
                body.getString("replaces"));
    }

    private Future<Answer> list(Request request) {
        Caller.OfStaff staff = request.staff();
        int size = request.number("size", SIZE);
        boolean live = "live".equals(request.maybe("state"));
        String cursor = request.maybe("cursor");
        return alerts.bulletins()
                .list(staff.scope(), live, cursor == null ? null : Cursor.read(cursor), size + 1)
                .map(found -> Answer.ok(Page.of("bulletins", found, size, alerts::whole, Bulletin::id)));
    }

    /** Everybody may read what is public; staff also what was tested in their scope. */
    private Future<Bulletin> visible(Request request) {
        return request.caller() instanceof Caller.OfStaff staff
                ? alerts.bulletins().forStaff(staff, request.text("id"))
                : alerts.bulletins().forEverybody(request.text("id"));
    }

    private Future<Answer> xml(Request request) {
        return visible(request).map(found -> Answer.document(CAP, found.xml(), request.maybe("If-None-Match")));
    }

    private Future<Answer> atom(Request request) {
        return alerts.atom(url.get()).map(feed -> Answer.document(ATOM, feed, request.maybe("If-None-Match")));
    }

    private Future<Answer> acknowledge(Request request) {
        boolean acknowledged = request.body().getString("state", "acknowledged").equals("acknowledged");
        return residents
                .resident(request.resident().id())
                .compose(resident -> alerts.receive(resident, request.text("id"), acknowledged))
                .map(recorded -> {
                    if (!recorded) {
                        throw new Failure.Missing("bulletin-missing", "没有发给您的这条应急信息，或它已经结束");
                    }
                    return Answer.nothing();
                });
    }

    private Future<Answer> reach(Request request) {
        Caller.OfStaff staff = request.staff(Role.DISSEMINATOR, Role.OPERATOR, Role.ADMINISTRATOR);
        RegionCode region = regions.within(staff.scope(), request.maybe("region"));
        boolean own = staff.role() == Role.DISSEMINATOR && staff.scope().level() == Level.VILLAGE;
        return alerts.bulletins()
                .forStaff(staff, request.text("id"))
                .compose(bulletin -> Future.all(
                        own ? alerts.reach(bulletin, region) : alerts.told(bulletin, staff.scope(), region),
                        alerts.places(region)))
                .map(both -> Answer.ok(wire(region, both.resultAt(0), both.resultAt(1))));
    }

    private JsonObject wire(RegionCode region, List<Reach> rows, Map<RegionCode, RegionPoints.Place> places) {
        JsonArray byRegion = new JsonArray();
        rows.forEach(row -> byRegion.add(located(row.small() ? hidden(row) : counts(place(row), row), row, places)));
        List<Reach> told = rows.stream().filter(row -> !row.small()).toList();
        Reach total = new Reach(
                region,
                told.stream().mapToLong(Reach::residents).sum(),
                told.stream().mapToLong(Reach::received).sum(),
                told.stream().mapToLong(Reach::acknowledged).sum(),
                told.stream().mapToLong(Reach::told).sum(),
                false);
        return counts(place(total), total).put("byRegion", byRegion);
    }

    private static JsonObject located(JsonObject json, Reach row, Map<RegionCode, RegionPoints.Place> places) {
        RegionPoints.Place at = places.get(row.region());
        return at == null
                ? json
                : json.put("point", new JsonObject().put("lat", at.lat()).put("lon", at.lon()));
    }

    private JsonObject hidden(Reach row) {
        return place(row).put("small", true);
    }

    private JsonObject place(Reach row) {
        return new JsonObject().put("region", row.region().text()).put("name", regions.name(row.region()));
    }

    private static JsonObject counts(JsonObject place, Reach row) {
        return place.put("residents", row.residents())
                .put("received", row.received())
                .put("acknowledged", row.acknowledged())
                .put("unreached", row.unreached())
                .put("toldFaceToFace", row.told());
    }
}
