package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kepu.answer.Answers;
import kepu.answer.Asker;
import kepu.answer.Asking;
import kepu.answer.Danger;
import kepu.answer.Drafting;
import kepu.answer.Question;
import kepu.answer.Queue;
import kepu.base.Beijing;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Caller;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.people.Role;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** 向科学要答案: residents and guests ask, disseminators for their village; staff answer what the library could not. */
final class QuestionRoutes {
    private static final int SIZE = 20;

    private final Answers answers;
    private final Residents residents;
    private final Regions regions;
    private final Clock clock;
    private final GuestLimit guests;
    private final QuestionWire wire;

    QuestionRoutes(Rooms rooms, GuestLimit guests, Supplier<String> url) {
        this.answers = rooms.answers();
        this.residents = rooms.residents();
        this.regions = rooms.regions();
        this.clock = rooms.clock();
        this.guests = guests;
        this.wire = new QuestionWire(
                rooms.items(),
                rooms.regions(),
                rooms.clock(),
                rooms.rumours().claims(),
                new ClaimWire(rooms.items(), url));
    }

    void mount(Edge edge) {
        edge.on("ask", guests, this::ask, this::refused)
                .on("myQuestions", this::own)
                .on("questions", this::list)
                .on("question", this::find)
                .on(
                        "claimQuestion",
                        request -> answers.queue()
                                .claim(answerer(request), request.text("id"))
                                .map(this::answer))
                .on("answerQuestion", this::reply)
                .on("returnQuestion", this::giveBack)
                .on(
                        "mergeQuestion",
                        request -> answers.queue()
                                .merge(
                                        answerer(request),
                                        request.text("id"),
                                        request.body().getString("into"))
                                .map(this::answer))
                .on("questionItem", this::item);
    }

    private static Caller.OfStaff answerer(Request request) {
        return request.staff(Role.EDITOR, Role.REVIEWER, Role.OPERATOR);
    }

    /** A disseminator sees what their village asked. */
    private static Caller.OfStaff looker(Request request) {
        return request.staff(Role.DISSEMINATOR, Role.EDITOR, Role.REVIEWER, Role.OPERATOR);
    }

    private Future<Answer> ask(Request request) {
        String text = request.body().getString("text");
        String key = request.maybe("Idempotency-Key");
        return asker(request)
                .compose(asker -> answers.asking()
                        .ask(asker, text, key)
                        .map(outcome -> outcome.question() == null
                                ? Answer.ok(wire.of(outcome, asker))
                                : Answer.created(wire.of(outcome, asker))));
    }

    /** Who is in danger is told what to do and whom to call, though nothing is looked up for this address in this minute any more. */
    private Future<Answer> refused(Request request, Failure.TooMany full) {
        return Danger.in(request.body().getString("text"))
                .map(Asking.Outcome::onlyOf)
                .map(outcome ->
                        Future.succeededFuture(Answer.ok(wire.of(outcome, new Asker.Guest(RegionCode.COUNTRY)))))
                .orElseGet(() -> Future.failedFuture(full));
    }

    private Future<Asker> asker(Request request) {
        return switch (request.caller()) {
            case Caller.OfResident caller -> residents.resident(caller.id()).map(this::asker);
            case Caller.Guest guest ->
                Future.succeededFuture(new Asker.Guest(regions.orCountry(request.maybe("region"))));
            case Caller.OfStaff caller -> Future.succeededFuture(village(request));
        };
    }

    /** Nothing is stored of what a child asks whose guardian has not consented: they are answered as guests are. */
    private Asker asker(Resident resident) {
        return resident.isHeld(clock.instant())
                ? new Asker.Guest(RegionCode.village(resident.village()))
                : new Asker.OfResident(resident);
    }

    private static Asker village(Request request) {
        Caller.OfStaff staff = request.staff(Role.DISSEMINATOR);
        if (staff.scope().level() != Level.VILLAGE) {
            throw new Failure.Forbidden("not-disseminator", "代村民提问只供村（社区）传播员使用");
        }
        return new Asker.OfVillage(staff.id(), staff.scope());
    }

    private Future<Answer> own(Request request) {
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        return answers.of(request.resident().id(), cursor == null ? null : Cursor.read(cursor), size + 1)
                .map(found -> Answer.ok(Page.of("questions", found, size, wire::own, Question::id)));
    }

    private Future<Answer> list(Request request) {
        Caller.OfStaff staff = looker(request);
        int size = request.number("size", SIZE);
        RegionCode region = regions.within(staff.scope(), request.maybe("region"));
        return answers.queue()
                .list(
                        region,
                        Optional.ofNullable(request.maybe("state"))
                                .flatMap(Question.State::of)
                                .orElse(null),
                        Optional.ofNullable(request.maybe("topic"))
                                .flatMap(Topic::of)
                                .orElse(null),
                        dueBefore(request.maybe("due")),
                        QuestionWire.after(request.maybe("cursor")),
                        size + 1)
                .map(page -> Answer.ok(wire.of(page, size)));
    }

    private @Nullable Instant dueBefore(@Nullable String due) {
        Instant now = clock.instant();
        return switch (due) {
            case null -> null;
            case "overdue" -> now;
            default -> Beijing.day(now).plusDays(1).atStartOfDay(Beijing.ZONE).toInstant();
        };
    }

    private Future<Answer> find(Request request) {
        return answers.queue().find(looker(request), request.text("id")).map(whole -> Answer.ok(wire.of(whole)));
    }

    private Future<Answer> reply(Request request) {
        Caller.OfStaff staff = answerer(request);
        JsonObject body = request.body();
        return answers.queue()
                .answer(
                        staff,
                        request.text("id"),
                        body.getString("text").strip(),
                        texts(body.getJsonArray("items")),
                        texts(body.getJsonArray("also")))
                .compose(question -> answers.tell().otherwiseEmpty().map(told -> answer(question)));
    }

    private Future<Answer> giveBack(Request request) {
        Caller.OfStaff staff = answerer(request);
        JsonObject body = request.body();
        String to = body.getString("to", "queue").toUpperCase(Locale.ROOT);
        return answers.queue()
                .giveBack(
                        staff,
                        request.text("id"),
                        body.getString("note"),
                        Queue.To.valueOf(to),
                        Topic.of(body.getString("topic", "")).orElse(null))
                .map(this::answer);
    }

    private Future<Answer> item(Request request) {
        Caller.OfStaff staff = request.staff(Role.EDITOR);
        JsonObject body = request.body();
        Drafting.Wish wish = new Drafting.Wish(
                body.getString("title"),
                body.getString("summary"),
                Topic.of(body.getString("topic", "")).orElse(null),
                texts(body.getJsonArray("groups")).stream()
                        .map(code -> Group.of(code).orElseThrow())
                        .collect(Collectors.toSet()),
                texts(body.getJsonArray("keywords")),
                body.getString("source"),
                body.getString("authority"),
                body.getString("text"));
        return answers.drafting()
                .draft(staff, request.text("id"), wish)
                .map(item -> Answer.created(new JsonObject().put("item", item)));
    }

    private Answer answer(Question question) {
        return Answer.ok(wire.of(question));
    }

    private static List<String> texts(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : array.stream().map(String.class::cast).toList();
    }
}
