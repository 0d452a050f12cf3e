package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import kepu.base.Beijing;
import kepu.config.Config;
import kepu.insight.Exports;
import kepu.insight.Outreach;
import kepu.insight.Period;
import kepu.insight.Sheet;
import kepu.insight.Sheets;
import kepu.insight.Target;
import kepu.ops.Health;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.region.RegionCode;

/** What outreach reached, and how the program is doing, for operators and administrators within their scope. */
final class OutreachRoutes {
    private final Outreach outreach;
    private final Sheets sheets;
    private final Exports exports;
    private final Health health;
    private final OutreachWire wire;
    private final Clock clock;
    private final Config.Insight config;

    OutreachRoutes(Rooms rooms) {
        this.outreach = rooms.outreach();
        this.sheets = new Sheets(rooms.regions());
        this.exports = rooms.exports();
        this.health = rooms.health();
        this.wire = new OutreachWire(rooms.regions());
        this.clock = rooms.clock();
        this.config = rooms.config().insight();
    }

    void mount(Edge edge) {
        edge.on("outreachOverview", this::overview)
                .on("outreachCoverage", this::coverage)
                .on("outreachUnserved", this::unserved)
                .on("setOutreachTarget", this::aim)
                .on("outreachExport", this::export)
                .on("systemHealth", this::look);
    }

    private static Caller.OfStaff staff(Request request) {
        return request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
    }

    private Future<Answer> overview(Request request) {
        Caller.OfStaff staff = staff(request);
        return outreach.overview(staff, region(request, staff), period(request))
                .map(overview -> Answer.ok(wire.of(overview, staff.scope())));
    }

    private Future<Answer> coverage(Request request) {
        Caller.OfStaff staff = staff(request);
        return outreach.coverage(staff, region(request, staff), period(request))
                .map(coverage -> Answer.ok(wire.of(coverage)));
    }

    private Future<Answer> unserved(Request request) {
        Caller.OfStaff staff = staff(request);
        return outreach.unserved(staff, region(request, staff), days(request), config.listedVillages())
                .map(unserved -> Answer.ok(wire.of(unserved)));
    }

    private Future<Answer> aim(Request request) {
        Caller.OfStaff staff = staff(request);
        JsonObject body = request.body();
        Target target = new Target(
                RegionCode.of(body.getString("region")),
                body.getInteger("fromYear"),
                body.getInteger("toYear"),
                body.getLong("services"));
        return outreach.aim(staff, target).map(done -> Answer.nothing());
    }

    private Future<Answer> export(Request request) {
        Caller.OfStaff staff = staff(request);
        String form = request.maybe("format");
        Exports.Format format =
                form == null ? Exports.Format.XLSX : Exports.Format.valueOf(form.toUpperCase(Locale.ROOT));
        return sheet(request, staff)
                .compose(sheet -> exports.of(sheet, format))
                .map(bytes -> new Answer(200, Buffer.buffer(bytes), format.type(), null));
    }

    private Future<Sheet> sheet(Request request, Caller.OfStaff staff) {
        RegionCode region = region(request, staff);
        String asked = request.maybe("table");
        String table = asked == null ? "coverage" : asked;
        return switch (table) {
            case "coverage" -> outreach.coverage(staff, region, period(request)).map(sheets::coverage);
            case "unserved" ->
                outreach.unserved(staff, region, days(request), config.exportedVillages())
                        .map(sheets::unserved);
            default ->
                outreach.overview(staff, region, period(request)).map(overview -> switch (table) {
                    case "groups" -> sheets.groups(overview);
                    case "kinds" -> sheets.kinds(overview);
                    case "routes" -> sheets.routes(overview);
                    default -> sheets.months(overview);
                });
        };
    }

    private Future<Answer> look(Request request) {
        staff(request);
        return health.look().map(checks -> {
            JsonArray array = new JsonArray();
            checks.forEach(check -> array.add(new JsonObject()
                    .put("code", check.code())
                    .put("name", check.name())
                    .put("state", check.state().name().toLowerCase(Locale.ROOT))
                    .put("text", check.text())
                    .put("advice", check.advice())));
            return Answer.ok(
                    new JsonObject().put("at", Beijing.text(clock.instant())).put("checks", array));
        });
    }

    private static RegionCode region(Request request, Caller.OfStaff staff) {
        String asked = request.maybe("region");
        return asked == null ? staff.scope() : RegionCode.of(asked);
    }

    private Period period(Request request) {
        LocalDate today = Beijing.day(clock.instant());
        return Period.of(request.number("year", today.getYear()), request.number("month", 0), today);
    }

    private int days(Request request) {
        return request.number("days", config.unservedDays());
    }
}
