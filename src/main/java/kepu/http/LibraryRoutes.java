package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import kepu.base.Cursor;
import kepu.base.Topic;
import kepu.content.DraftJson;
import kepu.content.Trust;
import kepu.content.review.BulkReviews;
import kepu.content.review.Check;
import kepu.content.review.Reviews;
import kepu.content.review.Stages;
import kepu.content.review.State;
import kepu.content.review.Version;
import kepu.content.review.Vetting;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.push.Notices;
import kepu.push.Push;
import kepu.region.RegionCode;
import kepu.region.Regions;

/**
 * 三审三校: editors write and correct, reviewers vet, administrators hand out; all of them look, each within their scope. And who saw an item, and
 * words to those who did.
 */
final class LibraryRoutes {
    private static final int SIZE = 20;

    private final Vetting vetting;
    private final Reviews reviews;
    private final Stages stages;
    private final BulkReviews bulk;
    private final Push push;
    private final Regions regions;

    LibraryRoutes(Vetting vetting, Push push, Regions regions) {
        this.vetting = vetting;
        this.reviews = vetting.reviews();
        this.stages = vetting.stages();
        this.bulk = vetting.bulk();
        this.push = push;
        this.regions = regions;
    }

    void mount(Edge edge) {
        edge.on("draftItem", this::draft)
                .on("libraryItems", this::list)
                .on("previewDraft", this::preview)
                .on("libraryItem", this::item)
                .on("itemVersion", this::version)
                .on("itemVersionDiff", this::diff)
                .on("changeDraft", this::change)
                .on("submitDraft", step(LibraryRoutes::editor, reviews::submit))
                .on("discardDraft", step(LibraryRoutes::editor, reviews::discard))
                .on("correctItem", this::correct)
                .on("claimReview", step(LibraryRoutes::reviewer, stages::claim))
                .on("releaseReview", step(LibraryRoutes::handler, stages::release))
                .on("assignReview", this::assign)
                .on("signCheck", this::sign)
                .on("reviewItem", this::review)
                .on("bulkReviews", this::bulk)
                .on("itemSeen", this::seen)
                .on("itemNotice", this::notice);
    }

    private interface Step {
        Future<Version> take(Caller.OfStaff staff, String item);
    }

    private Edge.Call step(Function<Request, Caller.OfStaff> who, Step step) {
        return request -> step.take(who.apply(request), request.text("id")).compose(this::answer);
    }

    private static Caller.OfStaff editor(Request request) {
        return request.staff(Role.EDITOR);
    }

    private static Caller.OfStaff reviewer(Request request) {
        return request.staff(Role.REVIEWER);
    }

    private static Caller.OfStaff handler(Request request) {
        return request.staff(Role.REVIEWER, Role.ADMINISTRATOR);
    }

    private static Caller.OfStaff looker(Request request) {
        return request.staff(Role.EDITOR, Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR);
    }

    private Future<Answer> draft(Request request) {
        Caller.OfStaff staff = editor(request);
        return reviews.draft(DraftJson.read(request.body()), staff, request.maybe("Idempotency-Key"))
                .compose(made -> vetting.faults(made).map(faults -> Answer.created(LibraryWire.whole(made, faults))));
    }

    private Future<Answer> list(Request request) {
        Caller.OfStaff staff = looker(request);
        int size = request.number("size", SIZE);
        String state = request.maybe("state");
        String trust = request.maybe("trust");
        String topic = request.maybe("topic");
        String due = request.maybe("due");
        String cursor = request.maybe("cursor");
        Reviews.Wanted wanted = new Reviews.Wanted(
                state == null ? null : State.of(state).orElseThrow(),
                trust == null ? null : Trust.of(trust).orElseThrow(),
                topic == null ? null : Topic.of(topic).orElseThrow(),
                request.maybe("q"),
                "true".equals(request.maybe("mine")),
                due == null ? null : Reviews.Due.valueOf(due.toUpperCase(Locale.ROOT)),
                cursor == null ? null : Reviews.Mark.read(Cursor.read(cursor)));
        return reviews.list(staff, wanted, size + 1)
                .map(found -> Answer.ok(Page.of(
                        "versions",
                        found,
                        size,
                        LibraryWire::line,
                        last -> Reviews.Mark.of(last).text())));
    }

    private Future<Answer> preview(Request request) {
        request.staff(Role.EDITOR, Role.REVIEWER);
        return vetting.preview(LibraryWire.written(request.body())).map(preview -> Answer.ok(LibraryWire.of(preview)));
    }

    private Future<Answer> item(Request request) {
        return reviews.versions(looker(request), request.text("id"))
                .compose(versions -> vetting.faults(versions.getFirst())
                        .map(faults -> Answer.ok(new JsonObject()
                                .put("id", request.text("id"))
                                .put("current", LibraryWire.whole(versions.getFirst(), faults))
                                .put("versions", LibraryWire.lines(versions)))));
    }

    private Future<Answer> version(Request request) {
        return reviews.version(looker(request), request.text("id"), request.number("number", 1))
                .compose(this::answer);
    }

    private Future<Answer> diff(Request request) {
        int number = request.number("number", 1);
        int against = request.number("against", number - 1);
        return reviews.diff(looker(request), request.text("id"), against, number)
                .map(diff -> Answer.ok(new JsonObject().put("against", against).put("diff", diff)));
    }

    private Future<Answer> change(Request request) {
        JsonObject fields = request.body().copy();
        String note = (String) fields.remove("note");
        return reviews.change(editor(request), request.text("id"), draft -> DraftJson.changed(draft, fields), note)
                .compose(this::answer);
    }

    private Future<Answer> correct(Request request) {
        return reviews.correct(
                        editor(request), request.text("id"), request.body().getString("note"))
                .compose(this::answer);
    }

    private Future<Answer> assign(Request request) {
        return stages.assign(
                        request.staff(Role.ADMINISTRATOR),
                        request.text("id"),
                        request.body().getString("account"))
                .compose(this::answer);
    }

    private Future<Answer> sign(Request request) {
        JsonObject body = request.body();
        return stages.sign(
                        reviewer(request),
                        request.text("id"),
                        body.getInteger("version"),
                        Check.of(body.getString("check")).orElseThrow(),
                        body.getString("note", ""))
                .compose(this::answer);
    }

    private Future<Answer> review(Request request) {
        return stages.say(reviewer(request), request.text("id"), LibraryWire.word(request.body()))
                .compose(this::answer);
    }

    private Future<Answer> bulk(Request request) {
        Caller.OfStaff staff = reviewer(request);
        List<BulkReviews.Task> tasks = LibraryWire.tasks(request.body().getJsonArray("tasks"));
        return bulk.run(staff, tasks)
                .map(results -> Answer.ok(new JsonObject().put("results", LibraryWire.results(tasks, results))));
    }

    private Future<Answer> seen(Request request) {
        Caller.OfStaff staff = request.staff(Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR);
        RegionCode region = regions.within(staff.scope(), request.maybe("region"));
        return push.seen().of(request.text("id"), region).map(seen -> Answer.ok(LibraryWire.seen(seen, regions)));
    }

    private Future<Answer> notice(Request request) {
        Caller.OfStaff staff = request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
        String item = request.text("id");
        JsonObject body = request.body();
        return reviews.title(item)
                .map(title -> new Notices.Notice(
                        body.getString("title", Notices.titled(title)), body.getString("text"), body.getString("item")))
                .compose(notice -> push.notices()
                        .send(
                                staff,
                                notice,
                                Notices.openedIn(staff.scope(), List.of(item)),
                                request.maybe("Idempotency-Key")))
                .map(campaign -> Answer.created(CampaignWire.of(campaign)));
    }

    private Future<Answer> answer(Version version) {
        return vetting.faults(version).map(faults -> Answer.ok(LibraryWire.whole(version, faults)));
    }
}
