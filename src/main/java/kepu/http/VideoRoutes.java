package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import kepu.base.Failure;
import kepu.content.Kind;
import kepu.content.film.Film;
import kepu.content.film.FilmAbout;
import kepu.content.film.Films;
import kepu.content.source.Proposal;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** What staff upload in pieces: videos, which become drafts, and recordings and posters, which drafts then name. */
final class VideoRoutes {
    private static final String CHECKSUM = "sha256 ";

    private final Films films;
    private final Regions regions;
    private final int chunkBytes;

    VideoRoutes(Films films, Regions regions, int chunkBytes) {
        this.films = films;
        this.regions = regions;
        this.chunkBytes = chunkBytes;
    }

    void mount(Edge edge) {
        edge.on("beginVideo", request -> begin(request, Film.Use.VIDEO))
                .on("video", this::find)
                .on("appendVideo", chunkBytes, this::append)
                .on("cancelVideo", this::cancel)
                .on("completeVideo", this::complete)
                .on(
                        "beginExtra",
                        request -> begin(
                                request,
                                Film.Use.of(request.body().getString("use")).orElseThrow()))
                .on("extra", this::find)
                .on("appendExtra", chunkBytes, this::append)
                .on("cancelExtra", this::cancel)
                .on("completeExtra", this::completeExtra);
    }

    private Future<Answer> begin(Request request, Film.Use use) {
        Caller.OfStaff staff = editor(request);
        return films.begin(
                        staff,
                        use,
                        request.body().getString("name"),
                        request.body().getLong("bytes"))
                .map(film -> Answer.created(wire(film)));
    }

    private Future<Answer> find(Request request) {
        return films.find(editor(request), request.text("id")).map(film -> Answer.ok(wire(film)));
    }

    private Future<Answer> cancel(Request request) {
        return films.cancel(editor(request), request.text("id")).map(done -> Answer.nothing());
    }

    private Future<Answer> append(Request request) {
        Caller.OfStaff staff = editor(request);
        Request.Document piece = request.document();
        if (piece == null) {
            throw new Failure.Invalid("upload-empty", "没有收到内容");
        }
        return films.append(
                        staff,
                        request.text("id"),
                        Long.parseLong(request.text("Upload-Offset")),
                        piece.bytes(),
                        checksum(request.maybe("Upload-Checksum")))
                .map(film -> Answer.ok(wire(film)));
    }

    private Future<Answer> complete(Request request) {
        Caller.OfStaff staff = editor(request);
        JsonObject body = request.body();
        Proposal proposal = new Proposal(
                Kind.VIDEO,
                body.getString("title"),
                body.getString("summary"),
                body.getString("source"),
                SourceWire.given(body.getJsonObject("given"), staff.scope()),
                body.getString("text", ""),
                List.of(),
                null);
        proposal.given().regions().forEach(region -> regions.within(staff.scope(), region));
        return films.complete(
                        staff,
                        request.text("id"),
                        FilmAbout.of(proposal, body.getString("sha256"), body.getInteger("seconds", 0)))
                .map(film -> Answer.accepted(wire(film)));
    }

    private Future<Answer> completeExtra(Request request) {
        return films.complete(
                        editor(request), request.text("id"), request.body().getString("sha256"))
                .map(film -> Answer.accepted(wire(film)));
    }

    private static byte @Nullable [] checksum(@Nullable String header) {
        return header == null ? null : Base64.getDecoder().decode(header.substring(CHECKSUM.length()));
    }

    private static Caller.OfStaff editor(Request request) {
        return request.staff(Role.EDITOR, Role.ADMINISTRATOR);
    }

    private JsonObject wire(Film film) {
        JsonObject json = new JsonObject()
                .put("id", film.id())
                .put("use", film.use().code())
                .put("name", film.name())
                .put("bytes", film.bytes())
                .put("offset", film.received())
                .put("chunkBytes", chunkBytes)
                .put("expiresAt", Wire.time(film.expiresAt()));
        return switch (film.state()) {
            case Film.State.Open open -> json.put("state", "open");
            case Film.State.Waiting waiting -> json.put("state", "waiting");
            case Film.State.Failed failed ->
                json.put("state", "failed").put("type", failed.type()).put("detail", failed.detail());
            case Film.State.Done done -> done(json.put("state", "done"), done);
        };
    }

    private static JsonObject done(JsonObject json, Film.State.Done done) {
        json.put("media", "/media/" + done.media());
        if (done.seconds() > 0) {
            json.put("seconds", done.seconds());
        }
        return done.draft() == null ? json : film(json, done, done.draft());
    }

    private static JsonObject film(JsonObject json, Film.State.Done done, String draft) {
        String folder = done.media().substring(0, done.media().lastIndexOf('.'));
        json.put("draft", draft)
                .put("renditions", new JsonArray(done.renditions()))
                .put("notes", new JsonArray(done.notes()));
        if (done.poster() != null) {
            json.put("poster", "/media/" + done.poster());
        }
        return done.renditions().isEmpty() ? json : json.put("playlist", "/media/" + folder + "/all.m3u8");
    }
}
