package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kepu.alert.Alerts;
import kepu.base.Cursor;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.push.Inbox;
import kepu.push.InboxPages;
import kepu.push.Push;
import kepu.push.Viewer;
import org.jspecify.annotations.Nullable;

/** Inboxes and receipts. */
final class InboxRoutes {
    private static final int SIZE = 20;
    private static final Pattern MARK = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})");

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
        InboxPages.Mark before = before(request.maybe("cursor"));
        return viewer(request.caller(), residents)
                .compose(viewer -> push.inbox()
                        .page(viewer, before, size)
                        .compose(page -> alerts.aboveInbox(viewer).map(bulletins -> answer(page, bulletins))));
    }

    private static InboxPages.Mark before(@Nullable String cursor) {
        if (cursor == null) {
            return InboxPages.Mark.NEWEST;
        }
        MatchResult parts = Cursor.parts(cursor, MARK);
        return new InboxPages.Mark(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)));
    }

    private Answer answer(Inbox.Page page, JsonArray bulletins) {
        JsonArray entries = new JsonArray();
        page.entries().forEach(entry -> entries.add(wire(entry)));
        JsonObject body = new JsonObject()
                .put("offset", page.place().text())
                .put("unread", page.unread())
                .put("bulletins", bulletins)
                .put("publications", entries);
        InboxPages.Mark next = page.next();
        return Answer.ok(next == null ? body : body.put("next", Cursor.of(next.sentMillis() + " " + next.seq())));
    }

    private JsonObject wire(InboxPages.Entry entry) {
        JsonObject wire = push.publications().entry(entry.publication()).put("read", entry.read());
        return entry.isLate() ? wire.put("releasedAt", Wire.time(Instant.ofEpochMilli(entry.sentMillis()))) : wire;
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
