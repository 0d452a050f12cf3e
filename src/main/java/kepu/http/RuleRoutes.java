package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.base.Cursor;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.recommend.rules.DryRun;
import kepu.recommend.rules.RuleJson;
import kepu.recommend.rules.RuleVersion;
import kepu.recommend.rules.Rules;
import kepu.region.RegionCode;

/** The rules of a scope: operators and administrators look, operators save and try out. */
final class RuleRoutes {
    private static final int SIZE = 20;
    private static final int RESIDENTS = 10;

    private final Rules rules;
    private final DryRun dryRun;

    RuleRoutes(Rules rules, DryRun dryRun) {
        this.rules = rules;
        this.dryRun = dryRun;
    }

    void mount(Edge edge) {
        edge.on("rules", this::live)
                .on("ruleVersions", this::versions)
                .on("saveRules", this::save)
                .on("dryRunRules", this::dryRun);
    }

    private Future<Answer> live(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
        RegionCode scope = scope(request, staff);
        return rules.latest(staff, scope)
                .map(found -> Answer.ok(found.map(RuleRoutes::wire)
                        .orElseGet(() -> new JsonObject()
                                .put("scope", scope.text())
                                .put("version", 0)
                                .put("rules", new JsonArray()))));
    }

    private Future<Answer> versions(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        return rules.versions(staff, scope(request, staff), cursor == null ? Integer.MAX_VALUE : mark(cursor), size + 1)
                .map(found -> Answer.ok(Page.of("versions", found, size, RuleRoutes::wire, RuleVersion::version)));
    }

    private Future<Answer> save(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR);
        JsonObject body = request.body();
        return rules.save(staff, draft(body, body.getInteger("basedOn"), body.getString("note")))
                .map(saved -> Answer.ok(wire(saved)));
    }

    private Future<Answer> dryRun(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR);
        JsonObject body = request.body();
        Rules.Draft draft = draft(body, 0, "");
        return rules.proposed(staff, draft)
                .compose(proposed -> dryRun.run(proposed, draft.scope(), body.getInteger("residents", RESIDENTS)))
                .map(changes -> Answer.ok(new JsonObject().put("changes", changes(changes))));
    }

    private static Rules.Draft draft(JsonObject body, int basedOn, String note) {
        return new Rules.Draft(
                RegionCode.of(body.getString("scope")),
                basedOn,
                note,
                RuleJson.read(body.getJsonArray("rules"), "/rules"));
    }

    private static RegionCode scope(Request request, Caller.OfStaff staff) {
        String scope = request.maybe("scope");
        return scope == null ? staff.scope() : RegionCode.of(scope);
    }

    private static int mark(String cursor) {
        long version = Cursor.readNumber(cursor);
        if (version < 1 || version > Integer.MAX_VALUE) {
            throw Cursor.broken();
        }
        return (int) version;
    }

    private static JsonObject wire(RuleVersion version) {
        return new JsonObject()
                .put("scope", version.scope().text())
                .put("version", version.version())
                .put("by", version.author())
                .put("at", Wire.time(version.at()))
                .put("note", version.note())
                .put("rules", RuleJson.write(version.rules()));
    }

    private static JsonArray changes(List<DryRun.Change> changes) {
        JsonArray array = new JsonArray();
        changes.forEach(change -> {
            JsonObject titles = new JsonObject();
            change.titles().forEach(titles::put);
            array.add(new JsonObject()
                    .put("who", change.who())
                    .put("before", new JsonArray(change.before()))
                    .put("after", new JsonArray(change.after()))
                    .put("why", new JsonArray(change.why()))
                    .put("titles", titles));
        });
        return array;
    }
}
