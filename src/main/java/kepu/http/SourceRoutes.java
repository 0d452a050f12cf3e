package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.base.Cursor;
import kepu.content.source.ContentSources;
import kepu.content.source.Entries;
import kepu.content.source.Entry;
import kepu.content.source.Sources;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Where content comes in from, and the desk at which it is looked through. */
final class SourceRoutes {
    private static final int SIZE = 20;
    private static final int POLLS = 50;

    private final Sources sources;
    private final Entries entries;

    SourceRoutes(ContentSources room) {
        this.sources = room.sources();
        this.entries = room.entries();
    }

    void mount(Edge edge) {
        edge.on("sources", this::sources)
                .on("addSource", this::add)
                .on("source", this::source)
                .on("changeSource", this::change)
                .on("pollSource", this::poll)
                .on("sourcePolls", this::polls)
                .on("entries", this::entries)
                .on(
                        "entry",
                        request -> entries.view(editor(request), id(request)).map(SourceRoutes::answer))
                .on("mergeEntries", this::merge)
                .on("dismissEntry", this::dismiss)
                .on(
                        "reopenEntry",
                        request -> entries.reopen(editor(request), id(request)).map(SourceRoutes::answer))
                .on("acceptEntry", this::accept);
    }

    private Future<Answer> sources(Request request) {
        return sources.list(editor(request))
                .map(all -> Answer.ok(new JsonObject().put("sources", Page.array(all, SourceWire::of))));
    }

    private Future<Answer> add(Request request) {
        Caller.OfStaff staff = editor(request);
        RegionCode scope = RegionCode.of(request.body().getString("scope"));
        return sources.add(staff, scope, SourceWire.outline(request.body(), scope))
                .map(source -> Answer.created(SourceWire.of(source)));
    }

    private Future<Answer> source(Request request) {
        return sources.find(editor(request), id(request)).map(source -> Answer.ok(SourceWire.of(source)));
    }

    private Future<Answer> change(Request request) {
        Caller.OfStaff staff = editor(request);
        return sources.find(staff, id(request))
                .compose(
                        source -> sources.change(staff, source.id(), SourceWire.change(request.body(), source.scope())))
                .map(changed -> Answer.ok(SourceWire.of(changed)));
    }

    private Future<Answer> poll(Request request) {
        return sources.pollNow(editor(request), id(request)).map(source -> Answer.accepted(SourceWire.of(source)));
    }

    private Future<Answer> polls(Request request) {
        return sources.polls(editor(request), id(request), request.number("size", POLLS))
                .map(all -> Answer.ok(new JsonObject().put("polls", Page.array(all, SourceWire::of))));
    }

    private Future<Answer> entries(Request request) {
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        String state = request.maybe("state");
        return entries.list(
                        editor(request),
                        state == null ? Entry.State.NEW : Entry.State.of(state).orElseThrow(),
                        number(request.maybe("source")),
                        cursor == null ? Long.MAX_VALUE : Cursor.readNumber(cursor),
                        size + 1)
                .map(found -> Answer.ok(Page.of("entries", found, size, SourceWire::card, Entry::id)));
    }

    private Future<Answer> merge(Request request) {
        List<Long> others = request.body().getJsonArray("others").stream()
                .map(id -> Long.valueOf((String) id))
                .toList();
        return entries.merge(editor(request), id(request), others).map(SourceRoutes::answer);
    }

    private Future<Answer> dismiss(Request request) {
        return entries.dismiss(editor(request), id(request), request.body().getString("reason"))
                .map(SourceRoutes::answer);
    }

    private Future<Answer> accept(Request request) {
        Caller.OfStaff staff = editor(request);
        return entries.accept(staff, id(request), SourceWire.choice(request.body(), staff.scope()))
                .map(SourceRoutes::answer);
    }

    private static Answer answer(Entries.View view) {
        return Answer.ok(SourceWire.of(view));
    }

    private static Caller.OfStaff editor(Request request) {
        return request.staff(Role.EDITOR, Role.ADMINISTRATOR);
    }

    private static long id(Request request) {
        return Long.parseLong(request.text("id"));
    }

    private static @Nullable Long number(@Nullable String text) {
        return text == null ? null : Long.valueOf(text);
    }
}
