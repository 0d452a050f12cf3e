package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.people.Caller;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.rumour.Checked;
import kepu.rumour.Corrections;
import kepu.rumour.Rumours;
import kepu.rumour.Unknown;
import kepu.rumour.Verdict;

/** Claims: checked and read by everybody, what nobody knows handled by editors and operators, corrections sent by operators. */
final class ClaimRoutes {
    private static final int SIZE = 20;

    private final Rumours rumours;
    private final Residents residents;
    private final Clock clock;
    private final GuestLimit checks;
    private final ClaimWire wire;

    ClaimRoutes(Rooms rooms, GuestLimit checks, Supplier<String> url) {
        this.rumours = rooms.rumours();
        this.residents = rooms.residents();
        this.clock = rooms.clock();
        this.checks = checks;
        this.wire = new ClaimWire(rooms.items(), url);
    }

    void mount(Edge edge) {
        edge.on("checkClaims", checks, this::check)
                .on("unknownClaims", this::unknown)
                .on("answerUnknownClaim", this::answer)
                .on("dismissUnknownClaim", this::dismiss)
                .on("claimAlarms", this::alarms)
                .on("claims", this::list)
                .on("claim", this::claim)
                .on("sendCorrection", this::correct);
    }

    private static Caller.OfStaff handler(Request request) {
        return request.staff(Role.EDITOR, Role.OPERATOR, Role.ADMINISTRATOR);
    }

    private Future<Answer> check(Request request) {
        String text = request.body().getString("text");
        Future<Checked> checked = request.caller() instanceof Caller.OfResident caller
                ? residents.resident(caller.id()).compose(resident -> check(resident, text))
                : rumours.check(text);
        return checked.map(found -> Answer.ok(wire.of(found)));
    }

    /** Nothing is kept of what a child asks whose guardian has not consented. */
    private Future<Checked> check(Resident resident, String text) {
        return resident.isHeld(clock.instant()) ? rumours.check(text) : rumours.check(resident.id(), text);
    }

    private Future<Answer> list(Request request) {
        int size = request.number("size", SIZE);
        String topic = request.maybe("topic");
        String cursor = request.maybe("cursor");
        List<Verdict> found = rumours.claims()
                .list(
                        topic == null ? null : Topic.of(topic).orElseThrow(ClaimRoutes::unknownTopic),
                        cursor == null ? null : Cursor.read(cursor),
                        size + 1);
        return Future.succeededFuture(Answer.ok(Page.of("claims", found, size, wire::card, Verdict::id)));
    }

    private static Failure unknownTopic() {
        return Failure.Invalid.at("/topic", "没有这个主题");
    }

    private Future<Answer> claim(Request request) {
        return Future.succeededFuture(Answer.ok(wire.whole(rumours.claims().known(request.text("id")))));
    }

    private Future<Answer> unknown(Request request) {
        handler(request);
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        int from = cursor == null ? 0 : place(cursor);
        String state = request.maybe("state");
        return rumours.unknowns()
                .list(
                        state == null
                                ? Unknown.State.OPEN
                                : Unknown.State.of(state).orElseThrow(),
                        from,
                        size + 1)
                .map(found -> Answer.ok(Page.of("unknown", found, size, ClaimWire::of, last -> from + size)));
    }

    private static int place(String cursor) {
        long place = Cursor.readNumber(cursor);
        if (place < 0 || place > Integer.MAX_VALUE / 2) {
            throw Cursor.broken();
        }
        return (int) place;
    }

    private Future<Answer> answer(Request request) {
        Caller.OfStaff staff = handler(request);
        return rumours.unknowns()
                .answer(staff.id(), id(request), request.body().getString("claim"))
                .map(done -> Answer.ok(ClaimWire.of(done)));
    }

    private Future<Answer> dismiss(Request request) {
        Caller.OfStaff staff = handler(request);
        return rumours.unknowns().dismiss(staff.id(), id(request)).map(done -> Answer.ok(ClaimWire.of(done)));
    }

    private static long id(Request request) {
        try {
            return Long.parseLong(request.text("id"));
        } catch (NumberFormatException e) {
            throw new Failure.Missing("unknown-missing", "没有这条待查的说法");
        }
    }

    private Future<Answer> alarms(Request request) {
        handler(request);
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        return rumours.unknowns()
                .alarms(cursor == null ? Long.MAX_VALUE : Cursor.readNumber(cursor), size + 1)
                .map(found -> Answer.ok(Page.of("alarms", found, size, ClaimWire::of, Unknown.Alarm::id)));
    }

    private Future<Answer> correct(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
        JsonObject body = request.body();
        List<RegionCode> regions = new ArrayList<>();
        texts(body, "regions").forEach(code -> regions.add(RegionCode.of(code)));
        return rumours.corrections()
                .send(
                        staff,
                        request.text("id"),
                        new Corrections.Order(
                                texts(body, "items"), body.getString("item"), regions, body.getString("message")),
                        request.maybe("Idempotency-Key"))
                .map(campaign -> Answer.created(CampaignWire.of(campaign)));
    }

    private static List<String> texts(JsonObject body, String key) {
        List<String> texts = new ArrayList<>();
        body.getJsonArray(key, new JsonArray()).forEach(text -> texts.add((String) text));
        return texts;
    }
}
