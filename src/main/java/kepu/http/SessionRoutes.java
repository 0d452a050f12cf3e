package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Set;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Codes;
import kepu.people.Newcomer;
import kepu.people.Phone;
import kepu.people.Sessions;
import org.jspecify.annotations.Nullable;

/** Codes, logins, refreshes, logouts. */
final class SessionRoutes {
    private final Codes codes;
    private final Sessions sessions;
    private final Clock clock;

    SessionRoutes(Codes codes, Sessions sessions, Clock clock) {
        this.codes = codes;
        this.sessions = sessions;
        this.clock = clock;
    }

    void mount(Edge edge) {
        edge.on("sendCode", this::sendCode)
                .on("login", this::login)
                .on("refresh", this::refresh)
                .on("logout", this::logout);
    }

    private Future<Answer> sendCode(Request request) {
        return codes.send(Phone.of(request.body().getString("phone"))).map(sent -> Answer.accepted(new JsonObject()));
    }

    private Future<Answer> login(Request request) {
        return opened(request.body()).map(opened -> Answer.created(wire(opened)));
    }

    private Future<Sessions.Opened> opened(JsonObject body) {
        Set<String> fields = body.fieldNames();
        if (fields.equals(Set.of("ticket"))) {
            return sessions.ticket(body.getString("ticket"));
        }
        if (fields.contains("account")
                && fields.contains("password")
                && Set.of("account", "password", "newPassword").containsAll(fields)) {
            return sessions.staff(body.getString("account"), body.getString("password"), body.getString("newPassword"));
        }
        if (fields.contains("phone")
                && fields.contains("code")
                && Set.of("phone", "code", "village", "consent", "birthYear").containsAll(fields)) {
            return sessions.resident(Phone.of(body.getString("phone")), body.getString("code"), newcomer(body));
        }
        throw new Failure.Invalid("login-fields", "登录应给出手机号和验证码，或账号和密码，或票据，三者之一");
    }

    private @Nullable Newcomer newcomer(JsonObject body) {
        String village = body.getString("village");
        Integer birthYear = body.getInteger("birthYear");
        MeRoutes.requireBorn(birthYear, clock);
        return village == null || !body.getBoolean("consent", false)
                ? null
                : new Newcomer(Long.parseLong(village), birthYear);
    }

    private Future<Answer> refresh(Request request) {
        return sessions.refresh(request.body().getString("refresh")).map(opened -> Answer.created(wire(opened)));
    }

    private Future<Answer> logout(Request request) {
        var session = switch (request.caller()) {
            case Caller.OfResident resident -> resident.session();
            case Caller.OfStaff staff -> staff.session();
            case Caller.Guest guest -> throw Request.unauthenticated();
        };
        return sessions.end(session).map(ended -> Answer.nothing());
    }

    private static JsonObject wire(Sessions.Opened opened) {
        return new JsonObject()
                .put("token", opened.token())
                .put("refresh", opened.refresh())
                .put("role", opened.role().code())
                .put("scope", opened.scope().text())
                .put("expires", Wire.time(opened.expires()));
    }
}
