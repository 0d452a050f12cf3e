package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import kepu.base.Cursor;
import kepu.people.Caller;
import kepu.people.Logins;
import kepu.people.OwnAccess;
import kepu.people.Role;
import kepu.people.Sessions;
import kepu.people.Staff;
import kepu.people.StaffAccount;
import kepu.people.StaffAccounts;
import kepu.people.Staffing;
import kepu.people.Trace;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Accounts of staff, their logins and the trace of what they did; and everybody's own password and logins. */
final class AccountRoutes {
    private static final int SIZE = 20;

    private final StaffAccounts accounts;
    private final Logins logins;
    private final OwnAccess own;
    private final Sessions sessions;
    private final Regions regions;

    AccountRoutes(Staffing staffing, Sessions sessions, Regions regions) {
        this.accounts = staffing.accounts();
        this.logins = staffing.logins();
        this.own = staffing.own();
        this.sessions = sessions;
        this.regions = regions;
    }

    void mount(Edge edge) {
        edge.on("accounts", this::list)
                .on("addAccount", this::add)
                .on("account", this::account)
                .on("changeAccount", this::change)
                .on("renewPassword", this::renew)
                .on("activateAccount", this::activate)
                .on("accountSessions", this::logins)
                .on("endAccountSessions", request -> end(request, null))
                .on("endAccountSession", request -> end(request, session(request)))
                .on("logins", this::allLogins)
                .on("endLogins", this::endAll)
                .on("audit", this::audit)
                .on("mySessions", this::mine)
                .on("endMySessions", request -> endMine(request, null))
                .on("endMySession", request -> endMine(request, session(request)))
                .on("changePassword", this::password);
    }

    private Future<Answer> list(Request request) {
        Caller.OfStaff staff = administrator(request);
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        String state = request.maybe("state");
        StaffAccount.Search search = new StaffAccount.Search(
                regions.within(staff.scope(), request.maybe("scope")),
                request.maybe("q"),
                role(request),
                state == null ? null : state.equals("active"),
                cursor == null ? 0 : Cursor.readNumber(cursor),
                size + 1);
        return accounts.list(search)
                .map(found -> Answer.ok(Page.of(
                        "accounts",
                        found,
                        size,
                        this::wire,
                        account -> account.staff().id())));
    }

    private Future<Answer> add(Request request) {
        JsonObject body = request.body();
        StaffAccount.Draft draft = new StaffAccount.Draft(
                body.getString("account"),
                body.getString("name").strip(),
                Role.of(body.getString("role")).orElseThrow(),
                RegionCode.of(body.getString("scope")));
        return accounts.add(administrator(request), draft).map(given -> Answer.created(wire(given)));
    }

    private Future<Answer> account(Request request) {
        return accounts.find(administrator(request), id(request)).map(account -> Answer.ok(wire(account)));
    }

    private Future<Answer> change(Request request) {
        JsonObject body = request.body();
        String name = body.getString("name");
        String role = body.getString("role");
        String scope = body.getString("scope");
        StaffAccount.Change change = new StaffAccount.Change(
                name == null ? null : name.strip(),
                role == null ? null : Role.of(role).orElseThrow(),
                scope == null ? null : RegionCode.of(scope));
        return accounts.change(administrator(request), id(request), change).map(account -> Answer.ok(wire(account)));
    }

    private Future<Answer> renew(Request request) {
        return accounts.renew(administrator(request), id(request)).map(given -> Answer.ok(wire(given)));
    }

    private Future<Answer> activate(Request request) {
        return accounts.activate(
                        administrator(request), id(request), request.body().getBoolean("on"))
                .map(account -> Answer.ok(wire(account)));
    }

    private Future<Answer> logins(Request request) {
        Caller.OfStaff staff = administrator(request);
        return accounts.logins(staff, id(request)).map(all -> answer(all, staff));
    }

    private Future<Answer> end(Request request, @Nullable UUID session) {
        return accounts.end(administrator(request), id(request), session).map(done -> Answer.nothing());
    }

    private Future<Answer> allLogins(Request request) {
        Caller.OfStaff staff = administrator(request);
        Logins.Whose whose = whose(request, staff);
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        Logins.Mark after = cursor == null ? null : Logins.Mark.of(Cursor.read(cursor));
        return logins.list(whose, after, size + 1)
                .compose(found -> logins.others(staff, whose)
                        .map(others -> Answer.ok(
                                Page.of("logins", found, size, login -> wire(login, staff), Logins.OfStaff::mark)
                                        .put("others", others.logins())
                                        .put("people", others.people()))));
    }

    private Future<Answer> endAll(Request request) {
        Caller.OfStaff staff = administrator(request);
        return logins.end(staff, whose(request, staff))
                .map(done ->
                        Answer.ok(new JsonObject().put("ended", done.ended()).put("left", done.left())));
    }

    private Logins.Whose whose(Request request, Caller.OfStaff staff) {
        return new Logins.Whose(
                regions.within(staff.scope(), request.maybe("scope")), request.maybe("q"), role(request));
    }

    private Future<Answer> mine(Request request) {
        Caller.OfStaff staff = request.staff();
        return own.logins(staff).map(all -> answer(all, staff));
    }

    private Future<Answer> endMine(Request request, @Nullable UUID session) {
        return own.end(request.staff(), session).map(done -> Answer.nothing());
    }

    private Future<Answer> password(Request request) {
        JsonObject body = request.body();
        return sessions.password(request.staff(), body.getString("password"), body.getString("newPassword"))
                .map(done -> Answer.nothing());
    }

    private Future<Answer> audit(Request request) {
        Caller.OfStaff staff = administrator(request);
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        Trace.Search search = new Trace.Search(
                regions.within(staff.scope(), request.maybe("scope")),
                request.maybe("who"),
                request.maybe("action"),
                request.maybe("object"),
                time(request, "from"),
                time(request, "until"),
                cursor == null ? Long.MAX_VALUE : Cursor.readNumber(cursor),
                size + 1);
        return accounts.traces(search).map(found -> Answer.ok(Page.of("entries", found, size, this::wire, Trace::seq)));
    }

    private static Caller.OfStaff administrator(Request request) {
        return request.staff(Role.ADMINISTRATOR);
    }

    private static @Nullable Role role(Request request) {
        String role = request.maybe("role");
        return role == null ? null : Role.of(role).orElseThrow();
    }

    private static long id(Request request) {
        return Long.parseLong(request.text("id"));
    }

    private static UUID session(Request request) {
        return UUID.fromString(request.text("session"));
    }

    private static @Nullable Instant time(Request request, String parameter) {
        String text = request.maybe(parameter);
        return text == null ? null : Wire.time(text, "/" + parameter);
    }

    private JsonObject wire(StaffAccount.Given given) {
        return new JsonObject().put("account", wire(given.account())).put("password", given.password());
    }

    private JsonObject wire(StaffAccount account) {
        JsonObject json = wire(account.staff())
                .put("active", account.active())
                .put("temporaryPassword", account.temporary())
                .put("createdAt", Wire.time(account.createdAt()))
                .put("sessions", account.sessions());
        return account.usedAt() == null ? json : json.put("usedAt", Wire.time(account.usedAt()));
    }

    private JsonObject wire(Staff staff) {
        return new JsonObject()
                .put("id", Long.toString(staff.id()))
                .put("account", staff.account())
                .put("name", staff.name())
                .put("role", staff.role().code())
                .put("region", MeRoutes.region(regions, staff.scope()));
    }

    private JsonObject wire(Trace trace) {
        JsonObject json = new JsonObject()
                .put("id", Long.toString(trace.seq()))
                .put("at", Wire.time(trace.at()))
                .put("action", trace.action())
                .put("object", trace.object())
                .put("detail", trace.detail());
        return trace.staff() == null ? json : json.put("staff", wire(trace.staff()));
    }

    private static Answer answer(List<StaffAccount.Login> logins, Caller.OfStaff staff) {
        JsonArray all = Page.array(logins, login -> wire(login, staff.session()));
        return Answer.ok(new JsonObject().put("sessions", all));
    }

    private JsonObject wire(Logins.OfStaff login, Caller.OfStaff asking) {
        return wire(login.login(), asking.session()).put("staff", wire(login.staff()));
    }

    private static JsonObject wire(StaffAccount.Login login, UUID present) {
        return new JsonObject()
                .put("id", login.id().toString())
                .put("since", Wire.time(login.since()))
                .put("usedAt", Wire.time(login.usedAt()))
                .put("expiresAt", Wire.time(login.expiresAt()))
                .put("present", login.id().equals(present));
    }
}
