package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import kepu.alert.Alerts;
import kepu.base.Cursor;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.push.Inbox;
import kepu.push.Push;
import kepu.push.Viewer;
import org.jspecify.annotations.Nullable;

/** Inboxes and receipts. */
final class InboxRoutes {
    private static final int SIZE = 20;

    private final Push push;
    private final Residents residents;
    private final Alerts alerts;

    InboxRoutes(Push push, Residents residents, Alerts alerts) {
        this.push = push;
        this.residents = residents;
        this.alerts = alerts;
    }

    void mount(Edge edge) {
        edge.on("inbox", this::inbox).on("inboxRead", this::read);
    }

    /** Whose eyes a caller has. */
    static Future<Viewer> viewer(Caller caller, Residents residents) {
        return switch (caller) {
            case Caller.OfResident resident -> residents.resident(resident.id()).map(Viewer.OfResident::new);
            case Caller.OfStaff staff -> Future.succeededFuture(new Viewer.OfStaff(staff.id(), staff.scope()));
            case Caller.Guest guest -> throw Request.unauthenticated();
        };
    }

    private Future<Answer> inbox(Request request) {
        int size = request.number("size", SIZE);
        long before = before(request.maybe("cursor"));
        return viewer(request.caller(), residents)
                .compose(viewer -> push.inbox()
                        .page(viewer, before, size)
                        .compose(page -> alerts.aboveInbox(viewer).map(bulletins -> answer(page, bulletins))));
    }

    private static long before(@Nullable String cursor) {
        return cursor == null ? Long.MAX_VALUE : Cursor.readNumber(cursor);
    }

    private Answer answer(Inbox.Page page, JsonArray bulletins) {
        JsonArray entries = new JsonArray();
        page.entries()
                .forEach(entry -> entries.add(
                        push.publications().entry(entry.publication()).put("read", entry.read())));
        JsonObject body = new JsonObject()
                .put("offset", Long.toString(page.offset()))
                .put("unread", page.unread())
                .put("bulletins", bulletins)
                .put("publications", entries);
        return Answer.ok(page.next() == 0 ? body : body.put("next", Cursor.of(Long.toString(page.next()))));
    }

    private Future<Answer> read(Request request) {
        JsonArray ids = request.body().getJsonArray("publications");
        List<Long> seqs = new ArrayList<>(ids.size());
        ids.forEach(id -> seqs.add(Long.valueOf((String) id)));
        boolean read = request.body().getString("state", "read").equals("read");
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents
                        .resident(caller.id())
                        .compose(resident -> push.inbox().receive(resident, seqs, read))
                        .map(InboxRoutes::recorded);
            case Caller.OfStaff staff -> Future.succeededFuture(recorded(0));
            case Caller.Guest guest -> throw Request.unauthenticated();
        };
    }

    private static Answer recorded(int count) {
        return Answer.ok(new JsonObject().put("recorded", count));
    }
}
